#include "build/audit.hpp"

#include "build/access_audit.hpp"
#include "build/cache.hpp"
#include "build/compilation.hpp"
#include "build/header_audit.hpp"
#include "build/object_audit.hpp"
#include "build/source_audit.hpp"
#include "build/symbols.hpp"

#include <fmt/format.h>

#include <string_view>

namespace threadlab::build {

Preprocessed read_preprocessed_file(const std::filesystem::path& folder) {
    Preprocessed result;
    result.text = std::make_unique<const std::string>(read_file(folder / preprocessed_file));
    result.tokens = read_preprocessed(*result.text);
    return result;
}

std::optional<Refusal> audit_text(const std::vector<Preprocessed>& builds,
                                  const std::vector<std::string>& allow) {
    std::vector<std::vector<Token>> own;
    for (const Preprocessed& build : builds) {
        if (auto refusal = audit_source(build.tokens, allow)) {
            return refusal;
        }
        own.push_back(own_tokens(build.tokens));
    }
    if (auto refusal = audit_sameness(own)) {
        return refusal;
    }
    for (std::size_t i = 1; i < builds.size(); ++i) {
        if (auto refusal = audit_same_headers(builds[0].tokens, builds[i].tokens)) {
            return refusal;
        }
    }
    return std::nullopt;
}

std::optional<Refusal> audit_compiled_text(const Preprocessed& build) {
    return audit_labels(build.tokens);
}

namespace {

// The libraries have names of their own for some things: __cxa_at_quick_exit, __environ,
// basic_ifstream.
int line_of(const Preprocessed& plain, std::string_view word) {
    for (const std::string_view beginning : {"", "basic_", "__cxa_", "__", "_"}) {
        if (!word.starts_with(beginning) || word.size() == beginning.size()) {
            continue;
        }
        if (const int line = line_that_names(plain.tokens, word.substr(beginning.size()))) {
            return line;
        }
    }
    return 0;
}

} // namespace

std::optional<Refusal> audit_translated(const std::filesystem::path& folder,
                                        const Preprocessed& plain) {
    const std::string module = read_file(folder / intermediate_file);
    const auto fault = audit_accesses(module);
    if (!fault) {
        return std::nullopt;
    }
    const bool is_of_a_header = fault->line == 0 && !fault->function.empty();
    return Refusal{fault->message, is_of_a_header ? line_of(plain, fault->function) : fault->line};
}

std::vector<Oddity> find_odd_calls(const std::filesystem::path& object, const Preprocessed& plain) {
    const Symbols symbols = read_symbols(object);
    std::vector<Oddity> odd;
    for (const std::string_view call :
         {"sched_setaffinity", "pthread_setaffinity_np", "pthread_attr_setaffinity_np"}) {
        if (symbols.undefined.contains(std::string(call))) {
            odd.push_back({line_of(plain, call), fmt::format("{} keeps its threads to some cores, "
                                                             "or to one",
                                                             call)});
        }
    }
    return odd;
}

std::optional<Refusal> audit_build(const std::filesystem::path& object, bool instrumented,
                                   const Preprocessed& plain,
                                   const std::vector<std::string>& allow) {
    const auto fault =
        audit_object(object, allow, instrumented ? Instrumented::yes : Instrumented::no);
    if (!fault) {
        return std::nullopt;
    }
    return Refusal{fault->message, line_of(plain, fault->word)};
}

} // namespace threadlab::build
