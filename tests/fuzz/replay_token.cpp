// Replay tokens, which come from a scorecard or the command line.

#include "judge/replay_token.hpp"
#include "target.hpp"

#include <string>
#include <variant>

using namespace threadlab;
using fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string token(fuzz::text_of(data, size));
    const auto read = judge::read_token(token, "03-race-fix", "adds-up", "4f2a11c0");
    if (const auto* wrong = std::get_if<judge::WrongToken>(&read)) {
        require(!wrong->why.empty(), "a token is refused for a reason");
        return 0;
    }
    const auto& decisions = std::get<std::string>(read);
    require(decisions.find_first_not_of("0123456789tcos.") == std::string::npos,
            "decisions are of their own few letters, and end no option");
    require(token == "03-race-fix/adds-up@r1-4f2a11c0-" + decisions, "a token is of this check");
    return 0;
}
