#include "judge/replay_token.hpp"

#include <fmt/format.h>

namespace threadlab::judge {

std::variant<std::string, WrongToken> read_token(const std::string& token,
                                                 const std::string& exercise,
                                                 const std::string& check,
                                                 const std::string& fingerprint) {
    const std::string about = exercise + "/" + check + "@";
    if (!token.starts_with(about)) {
        const bool other = token.find("@r1-") != std::string::npos;
        return WrongToken{
            other ? fmt::format("the token is of {}, not of {}/{}",
                                token.substr(0, token.find('@')), exercise, check)
                  : "a replay token looks like EXERCISE/CHECK@r1-..., as in a scorecard"};
    }
    const std::string fits = about + "r1-" + fingerprint + "-";
    if (!token.starts_with(fits)) {
        return WrongToken{
            "the token is of another submission, compiler or version of threadlab or of "
            "the checks: check again to get one that fits"};
    }
    std::string decisions = token.substr(fits.size());
    if (decisions.find_first_not_of("0123456789tcos.") != std::string::npos) {
        return WrongToken{"the token is damaged"};
    }
    return decisions;
}

} // namespace threadlab::judge
