#include "build/compile_faults.hpp"

#include "build/compile_errors.hpp"

#include <algorithm>
#include <string_view>

namespace threadlab::build {

namespace {

const char* limit_in_words(sandbox::Limit limit) {
    switch (limit) {
    case sandbox::Limit::memory:
        return "memory";
    case sandbox::Limit::output:
        return "output";
    case sandbox::Limit::cpu:
    case sandbox::Limit::wall:
        break;
    }
    return "time";
}

// What a compiler says last when it has broken down: where it was in its memory, and at which line
// of what.
constexpr std::string_view breakdown = "\nStack dump:\n";

DoesNotBuild broken_down(std::string_view dump, const std::string& name) {
    const std::size_t found = dump.find("\t" + name + ":");
    const std::string_view place = found == std::string_view::npos ? "" : dump.substr(found + 1);
    const std::size_t end =
        place.find_first_not_of("0123456789", std::min(name.size() + 1, place.size()));
    return {"the compiler broke down on it; take out what is unusual there",
            std::string(place.substr(0, end))};
}

} // namespace

std::optional<BuildResult> fault_in(const CompilerResult& result, const std::string& name) {
    if (const auto* fault = std::get_if<sandbox::MachineFault>(&result)) {
        return *fault;
    }
    if (const auto* limit = std::get_if<CompilerLimit>(&result)) {
        return DoesNotBuild{std::string("compiling it took more ") + limit_in_words(limit->which) +
                                " than it may",
                            ""};
    }
    if (const auto* said = std::get_if<CompilerSaid>(&result)) {
        if (const std::size_t dump = said->output.find(breakdown); dump != std::string::npos) {
            return broken_down(std::string_view(said->output).substr(dump), name);
        }
        const CompileErrors errors = read_compile_errors(said->output, name);
        return DoesNotBuild{errors.message.empty() ? "the compiler gave up on it" : errors.message,
                            errors.at};
    }
    return std::nullopt;
}

} // namespace threadlab::build
