#include "build/source_audit.hpp"

#include "build/attribute_audit.hpp"
#include "build/word_list.hpp"
#include "course/course.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <sys/syscall.h>

namespace threadlab::build {

namespace {

using course::allows;
using Kind = Token::Kind;
using Tokens = std::vector<Token>;
using Found = std::optional<Refusal>;

// ---- names ----

// The last ones are what older sanitizers are told by: AnnotateHappensBefore and its kin.
constexpr auto reserved_beginnings = std::to_array<std::string_view>({"__tsan_",
                                                                      "__asan_",
                                                                      "__msan_",
                                                                      "__ubsan_",
                                                                      "__sanitizer_",
                                                                      "__sancov",
                                                                      "__interceptor_",
                                                                      "__wrap_",
                                                                      "__real_",
                                                                      "__llvm_",
                                                                      "threadlab_",
                                                                      "AnnotateHappens",
                                                                      "AnnotateRWLock",
                                                                      "AnnotateBenignRace",
                                                                      "AnnotateIgnore",
                                                                      "AnnotateMemoryIs",
                                                                      "AnnotateCondVar",
                                                                      "AnnotateMutexIs",
                                                                      "AnnotateEnableRace",
                                                                      "AnnotateExpectRace",
                                                                      "AnnotateFlushState",
                                                                      "AnnotateNewMemory",
                                                                      "AnnotatePublish",
                                                                      "AnnotateUnpublish"});

// Ways around the language's own means, built-ins that tell how the code is compiled, and stores
// that no sanitizer watches.
constexpr auto refused_words = std::to_array<std::string_view>({"__builtin_setjmp",
                                                                "__builtin_longjmp",
                                                                "__builtin_return_address",
                                                                "__builtin_frame_address",
                                                                "__builtin_eh_return",
                                                                "__builtin_unwind_init",
                                                                "__builtin_constant_p",
                                                                "__builtin_object_size",
                                                                "__builtin_dynamic_object_size",
                                                                "__builtin_ia32_maskmovdqu",
                                                                "__builtin_ia32_maskmovq",
                                                                "__builtin_ia32_movntq",
                                                                "__builtin_ia32_fxsave",
                                                                "__builtin_ia32_fxsave64",
                                                                "_mm_maskmoveu_si128",
                                                                "_mm_maskmove_si64",
                                                                "_m_maskmovq",
                                                                "_mm_stream_pi",
                                                                "_fxsave",
                                                                "_fxsave64"});

constexpr auto labels = std::to_array<std::string_view>({"asm", "__asm", "__asm__"});

bool is_reserved(std::string_view word) {
    return std::any_of(reserved_beginnings.begin(), reserved_beginnings.end(),
                       [&](std::string_view start) { return word.starts_with(start); });
}

Found refuse_word(const Token& token) {
    if (is_reserved(token.text)) {
        return Refusal{fmt::format("{} is a name of the tools that watch your code; choose another",
                                   token.text),
                       token.line};
    }
    if (contains(refused_words, token.text)) {
        return Refusal{fmt::format("{} is not allowed in a submission", token.text), token.line};
    }
    return std::nullopt;
}

// ---- system calls ----

// What the C++ library's own headers call by number, and what has no function of its own in older
// C libraries.
bool may_be_called_by_number(long number, const std::vector<std::string>& allow) {
    switch (number) {
    case SYS_futex:
    case SYS_gettid:
    case SYS_getcpu:
    case SYS_sched_yield:
    case SYS_membarrier:
        return true;
    case SYS_pidfd_open:
    case SYS_pidfd_send_signal:
        return allows(allow, "processes");
    default:
        return false;
    }
}

std::optional<long> number_in(const Token& token) {
    const std::string digits(token.text);
    long value = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    return token.kind == Kind::number && error == std::errc() && stop == end ? std::optional(value)
                                                                             : std::nullopt;
}

// tokens[at] is "syscall". It must be called on the spot, with a number that is written out.
Found audit_system_call(const Tokens& tokens, std::size_t at,
                        const std::vector<std::string>& allow) {
    const auto next = [&](std::size_t ahead) -> const Token& {
        return tokens[std::min(at + ahead, tokens.size() - 1)];
    };
    const bool is_call = next(1).is_mark('(') && (next(3).is_mark(',') || next(3).is_mark(')'));
    const auto number = is_call ? number_in(next(2)) : std::nullopt;
    if (number && may_be_called_by_number(*number, allow)) {
        return std::nullopt;
    }
    return Refusal{"syscall() is allowed only as syscall(SYS_futex, ...) and for a few other calls "
                   "that are harmless; use the C library's function for this one",
                   tokens[at].line};
}

// ---- pragmas ----

constexpr auto known_pragmas = std::to_array<std::string_view>(
    {"once", "omp", "message", "warning", "region", "endregion", "mark", "STDC", "unroll",
     "nounroll", "acc", "pack", "push_macro", "pop_macro", "ivdep"});

bool is_harmless_pragma(std::string_view text) {
    const std::vector<std::string_view> words = split(text, " \t(");
    if (words.empty() || contains(known_pragmas, words[0])) {
        return true;
    }
    if (words.size() < 2 || (words[0] != "GCC" && words[0] != "clang")) {
        return false;
    }
    constexpr auto harmless = std::to_array<std::string_view>(
        {"diagnostic", "poison", "target", "warning", "error", "optimize", "push_options",
         "pop_options", "ivdep", "unroll", "loop", "fp", "final", "restrict_expansion"});
    return contains(harmless, words[1]);
}

Found audit_pragma(const Token& token) {
    if (is_harmless_pragma(token.text)) {
        return std::nullopt;
    }
    const std::size_t begin = std::min(token.text.find_first_not_of(" \t"), token.text.size());
    return Refusal{fmt::format("#pragma {} is not allowed in a submission; remove it",
                               token.text.substr(begin)),
                   token.line};
}

Found audit_directive(const Token& token) {
    if (token.kind == Kind::pragma && token.own) {
        return audit_pragma(token);
    }
    if (token.kind == Kind::include && token.own && token.text.find("..") != token.text.npos) {
        return Refusal{"an #include must not lead out of its folder; take the `..` out of it",
                       token.line};
    }
    if (token.kind == Kind::unclear && token.own) {
        return Refusal{"the raw string in this directive goes on in the next line, and could hide "
                       "code there; end it here",
                       token.line};
    }
    if (token.kind == Kind::moved) {
        return Refusal{"#line would hide where the lines of your code are; remove it",
                       token.own ? token.line : 0};
    }
    return std::nullopt;
}

Tokens without_directives(const Tokens& tokens) {
    Tokens code;
    std::copy_if(tokens.begin(), tokens.end(), std::back_inserter(code), [](const Token& token) {
        return token.kind != Kind::pragma && token.kind != Kind::macro &&
               token.kind != Kind::include && token.kind != Kind::unclear &&
               token.kind != Kind::moved;
    });
    return code;
}

// What one token of the submission, and those behind it, must not be. Moves `at` over what was
// looked at besides.
Found audit_token(const Tokens& tokens, std::size_t& at, const std::vector<std::string>& allow) {
    const Token& token = tokens[at];
    constexpr int brackets = 2;
    if (token.is_word("__attribute__") || token.is_word("__attribute")) {
        return audit_attributes(tokens, ++at, brackets);
    }
    if (token.is_mark('[') && at + 1 < tokens.size() && tokens[at + 1].is_mark('[')) {
        return audit_attributes(tokens, at, brackets);
    }
    if (token.is_word("syscall")) {
        return audit_system_call(tokens, at, allow);
    }
    return token.kind == Kind::word ? refuse_word(token) : std::nullopt;
}

} // namespace

std::optional<Refusal> audit_source(const std::vector<Token>& tokens,
                                    const std::vector<std::string>& allow) {
    for (const Token& token : tokens) {
        if (auto found = audit_directive(token)) {
            return found;
        }
    }
    // The compiler takes directives out before it looks at what stands around them.
    const Tokens code = without_directives(tokens);
    for (std::size_t at = 0; at < code.size(); ++at) {
        if (!code[at].own) {
            continue;
        }
        if (auto found = audit_token(code, at, allow)) {
            return found;
        }
    }
    return std::nullopt;
}

std::optional<Refusal> audit_labels(const std::vector<Token>& tokens) {
    const auto found = std::ranges::find_if(tokens, [](const Token& token) {
        return token.own && token.kind == Kind::word && contains(labels, token.text);
    });
    if (found == tokens.end()) {
        return std::nullopt;
    }
    return Refusal{fmt::format("{} is not allowed: declare and call functions by their own names",
                               found->text),
                   found->line};
}

std::vector<Token> own_tokens(const std::vector<Token>& tokens) {
    std::vector<Token> own;
    std::copy_if(tokens.begin(), tokens.end(), std::back_inserter(own),
                 [](const Token& token) { return token.own; });
    return own;
}

std::optional<Refusal> audit_sameness(std::span<const std::vector<Token>> builds) {
    const auto same_text = [](const Token& a, const Token& b) { return a.text == b.text; };
    for (std::size_t i = 1; i < builds.size(); ++i) {
        const auto [one, two] = std::mismatch(builds[0].begin(), builds[0].end(), builds[i].begin(),
                                              builds[i].end(), same_text);
        if (one != builds[0].end() || two != builds[i].end()) {
            const int line = one == builds[0].end()   ? two->line
                             : two == builds[i].end() ? one->line
                                                      : std::min(one->line, two->line);
            return Refusal{"this is other code in one build than in another: the checks must see "
                           "what runs; remove the condition around it",
                           line};
        }
    }
    return std::nullopt;
}

int line_that_names(const std::vector<Token>& tokens, std::string_view word) {
    int named = 0;
    int as_member = 0;
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        const Token& token = tokens[at];
        if (!token.own || !token.is_word(word)) {
            continue;
        }
        const auto before = [&](char mark) { return at > 0 && tokens[at - 1].is_mark(mark); };
        const bool is_declared =
            at > 0 && tokens[at - 1].kind == Kind::word && !tokens[at - 1].is_word("return");
        const bool is_call = at + 1 < tokens.size() && tokens[at + 1].is_mark('(') && !is_declared;
        int& line = before('.') || before('>') ? as_member : named;
        if (is_call && !before('.') && !before('>')) {
            return token.line;
        }
        line = line == 0 ? token.line : line;
    }
    return named != 0 ? named : as_member;
}

} // namespace threadlab::build
