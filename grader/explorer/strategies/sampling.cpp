#include "explorer/strategies/sampling.hpp"

namespace threadlab::explorer {

int Sampling::chance(int outcomes) {
    return chances_ ? static_cast<int>(random_.below(static_cast<std::uint64_t>(outcomes))) : 0;
}

} // namespace threadlab::explorer
