#include "explorer/search/guide.hpp"

#include <algorithm>

namespace threadlab::explorer {

void wake(arena::Vector<Sleeper>& sleepers, const SearchLog& log, std::size_t step) {
    const auto taken = touches_of(log, step);
    std::erase_if(sleepers, [&](const Sleeper& sleeper) {
        const Touch* all = sleeper.touches.data();
        return conflict(taken, {all, all + sleeper.touches.size()});
    });
}

bool sleeps(const arena::Vector<Sleeper>& sleepers, ThreadId thread) {
    return std::any_of(sleepers.begin(), sleepers.end(),
                       [&](const Sleeper& sleeper) { return sleeper.thread == thread; });
}

} // namespace threadlab::explorer
