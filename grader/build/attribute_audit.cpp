#include "build/attribute_audit.hpp"

#include "build/word_list.hpp"

#include <array>
#include <fmt/format.h>

namespace threadlab::build {

namespace {

using Kind = Token::Kind;
using Found = std::optional<Refusal>;

// "__thread__" and "thread" name the same attribute.
std::string_view without_underscores(std::string_view name) {
    if (name.size() > 4 && name.starts_with("__") && name.ends_with("__")) {
        return name.substr(2, name.size() - 4);
    }
    return name;
}

// Of the standard, of habit, and those of clang's thread safety analysis.
constexpr auto known_attributes = std::to_array<std::string_view>({
    "noreturn",
    "carries_dependency",
    "deprecated",
    "fallthrough",
    "nodiscard",
    "maybe_unused",
    "likely",
    "unlikely",
    "no_unique_address",
    "assume",
    // of g++ and clang
    "aligned",
    "always_inline",
    "assume_aligned",
    "alloc_size",
    "cold",
    "const",
    "flatten",
    "format",
    "gnu_inline",
    "hot",
    "leaf",
    "malloc",
    "mode",
    "nodebug",
    "noinline",
    "nonnull",
    "nothrow",
    "packed",
    "pure",
    "returns_nonnull",
    "sentinel",
    "tls_model",
    "unused",
    "used",
    "vector_size",
    "visibility",
    "warn_unused_result",
    "warn_unused",
    "diagnose_if",
    "enable_if",
    "lifetimebound",
    "require_constant_initialization",
    "trivial_abi",
    "optnone",
    "optimize",
    "minsize",
    "may_alias",
    "suppress",
    "no_destroy",
    "uninitialized",
    "artificial",
    "error",
    "warning",
    "cleanup",
    "musttail",
    "nomerge",
    "preferred_name",
    "type_visibility",
    "ext_vector_type",
    "overloadable",
    // of the thread safety analysis
    "capability",
    "lockable",
    "scoped_lockable",
    "scoped_capability",
    "guarded_by",
    "guarded_var",
    "pt_guarded_by",
    "pt_guarded_var",
    "acquired_after",
    "acquired_before",
    "acquire_capability",
    "acquire_shared_capability",
    "exclusive_lock_function",
    "shared_lock_function",
    "try_acquire_capability",
    "try_acquire_shared_capability",
    "exclusive_trylock_function",
    "shared_trylock_function",
    "release_capability",
    "release_shared_capability",
    "release_generic_capability",
    "unlock_function",
    "requires_capability",
    "requires_shared_capability",
    "exclusive_locks_required",
    "shared_locks_required",
    "locks_excluded",
    "lock_returned",
    "assert_capability",
    "assert_shared_capability",
    "assert_exclusive_lock",
    "assert_shared_lock",
    "no_thread_safety_analysis",
});

constexpr auto known_namespaces =
    std::to_array<std::string_view>({"gnu", "__gnu__", "clang", "_Clang", "gsl", "msvc"});

Found refuse_attribute(const Token& token) {
    const std::string_view name = without_underscores(token.text);
    if (contains(known_attributes, name)) {
        return std::nullopt;
    }
    if (name.find("sanitize") != std::string_view::npos) {
        return Refusal{fmt::format("the attribute {} hides code from the checks; remove it", name),
                       token.line};
    }
    return Refusal{
        fmt::format("the attribute {} is not allowed in a submission; write it without", name),
        token.line};
}

} // namespace

std::optional<Refusal> audit_attributes(const std::vector<Token>& tokens, std::size_t& at,
                                        int depth) {
    int open = 0;
    bool name_is_next = true;
    for (; at < tokens.size(); ++at) {
        const Token& token = tokens[at];
        if (token.is_mark('(') || token.is_mark('[') || token.is_mark('{')) {
            ++open;
        } else if (token.is_mark(')') || token.is_mark(']') || token.is_mark('}')) {
            if (--open == 0) {
                return std::nullopt;
            }
        } else if (open == depth && (token.is_mark(',') || token.is_mark(':'))) {
            name_is_next = true; // behind a colon: gnu::packed, or using gnu: packed
        } else if (open == depth && token.kind == Kind::word && name_is_next) {
            const bool is_namespace = at + 1 < tokens.size() && tokens[at + 1].is_mark(':');
            const bool is_using = token.is_word("using");
            if (is_namespace && !contains(known_namespaces, token.text)) {
                return refuse_attribute(token);
            }
            if (!is_namespace && !is_using) {
                if (auto found = refuse_attribute(token)) {
                    return found;
                }
                name_is_next = false;
            }
        }
    }
    return std::nullopt;
}

} // namespace threadlab::build
