#include "harness/challenge.hpp"

#include <cstddef>

namespace threadlab::harness {

namespace {

constexpr std::size_t letters = 32;
const std::string no_decoy(letters, '-');

} // namespace

std::string write_challenge(const Challenge& challenge) {
    return challenge.nonce + " " + (challenge.decoy.empty() ? no_decoy : challenge.decoy);
}

std::optional<Challenge> read_challenge(std::string_view line) {
    if (line.size() != 2 * letters + 1 || line[letters] != ' ') {
        return std::nullopt;
    }
    Challenge challenge{std::string(line.substr(0, letters)),
                        std::string(line.substr(letters + 1))};
    if (challenge.decoy == no_decoy) {
        challenge.decoy.clear();
    }
    return challenge;
}

} // namespace threadlab::harness
