#include "build/audit.hpp"

#include "build/cache.hpp"
#include "build/object_audit.hpp"
#include "build/source_audit.hpp"

namespace threadlab::build {

Preprocessed read_preprocessed_file(const std::filesystem::path& folder,
                                    const std::string& own_file) {
    Preprocessed result;
    result.text = std::make_unique<const std::string>(read_file(folder / preprocessed_file));
    result.tokens = read_preprocessed(*result.text, own_file);
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
    return audit_sameness(own);
}

std::optional<Refusal> audit_compiled_text(const Preprocessed& build) {
    return audit_labels(build.tokens);
}

std::optional<Refusal> audit_build(const std::filesystem::path& object, bool instrumented,
                                   const Preprocessed& plain,
                                   const std::vector<std::string>& allow) {
    const auto fault =
        audit_object(object, allow, instrumented ? Instrumented::yes : Instrumented::no);
    if (!fault) {
        return std::nullopt;
    }
    return Refusal{fault->message,
                   fault->word.empty() ? 0 : line_that_names(plain.tokens, fault->word)};
}

} // namespace threadlab::build
