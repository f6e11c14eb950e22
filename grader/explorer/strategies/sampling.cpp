#include "explorer/strategies/sampling.hpp"

namespace threadlab::explorer {

bool Sampling::is_considered(const Candidate& candidate) {
    constexpr std::uint64_t seldom = 8;
    return candidate.how != How::spurious || (spurious_ && random_.one_in(seldom));
}

int Sampling::chance(int outcomes) {
    return chances_ ? static_cast<int>(random_.below(static_cast<std::uint64_t>(outcomes))) : 0;
}

} // namespace threadlab::explorer
