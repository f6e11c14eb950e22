// Scorecards, which are kept in files that anybody may have changed.

#include "scorecard/yaml.hpp"
#include "target.hpp"

#include <algorithm>
#include <string>

using namespace threadlab::scorecard;
using threadlab::fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = threadlab::fuzz::text_of(data, size);
    const auto read = read_yaml(text);
    if (const auto* error = std::get_if<ReadError>(&read)) {
        const auto lines = std::count(text.begin(), text.end(), '\n') + 1;
        require(error->line >= 1 && error->line <= lines, "an error names a line that exists");
        require(!error->what.empty(), "an error says what is wrong");
        return 0;
    }
    const std::string written = to_yaml(std::get<Scorecard>(read));
    const auto again = read_yaml(written);
    require(std::holds_alternative<Scorecard>(again), "what is written can be read");
    // As text: a figure may be no number, which equals nothing.
    require(to_yaml(std::get<Scorecard>(again)) == written,
            "what is written is read back as it was");
    return 0;
}
