// The blocks of the program's code, as -fsanitize-coverage=bb,no-prune,trace-pc-guard announces
// them, and simulated computing.

#include "explorer/interpose/deadline.hpp"
#include "explorer/runtime/world.hpp"

using namespace threadlab::explorer;

namespace {

// Outside of a schedule nobody counts.
[[gnu::noinline]] void use_up(std::uintptr_t pc) {
    blocks_left = most_blocks;
    if (world != nullptr) {
        world->engine.compute_without_end(pc);
    }
}

} // namespace

extern "C" {

void __sanitizer_cov_trace_pc_guard(std::uint32_t*) {
    if (--blocks_left < 0) {
        use_up(EXPLORER_DIRECT_CALLER);
    }
}

void __sanitizer_cov_trace_pc_guard_init(std::uint32_t*, std::uint32_t*) {}

// Computes for so many microseconds of virtual time.
void threadlab_work(std::uint64_t units) {
    constexpr Nanoseconds microsecond = 1000;
    if (world != nullptr) {
        world->engine.compute(static_cast<Nanoseconds>(units) * microsecond);
    }
}
}
