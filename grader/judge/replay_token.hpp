// The words by which a schedule is named: "03-race-fix/adds-up@r1-4f2a11c0-0.2.t".
#pragma once

#include <string>
#include <variant>

namespace threadlab::judge {

// The token does not lead to a schedule of this check and submission: why, for the user.
struct WrongToken {
    std::string why;
};

// The decisions in `token`, if it is of that exercise, check and fingerprint.
std::variant<std::string, WrongToken> read_token(const std::string& token,
                                                 const std::string& exercise,
                                                 const std::string& check,
                                                 const std::string& fingerprint);

} // namespace threadlab::judge
