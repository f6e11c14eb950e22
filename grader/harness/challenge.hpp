// What a judge tells a harness over its standard input, and nobody else. Shared by both sides.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace threadlab::harness {

struct Challenge {
    std::string nonce; // 32 letters, to be sent back with the record
    // A decoy is a check that no code can pass: if this is not empty (32 letters), the check fails
    // with it as its message, whatever the submission does.
    std::string decoy;
    bool operator==(const Challenge&) const = default;
};

// The code of a decoy's failure.
inline constexpr const char* decoy_code = "decoy";

// One line without its end, always of the same length: so what a harness keeps lies in the same
// place in every run, and a decoy cannot be told by it.
std::string write_challenge(const Challenge& challenge);

// Nothing if it is none.
std::optional<Challenge> read_challenge(std::string_view line);

} // namespace threadlab::harness
