// Waiting without blocking: a thread that looks at the same unchanged values again and again.
#pragma once

#include "explorer/runtime/board.hpp"

#include <array>
#include <cstdint>

namespace threadlab::explorer {

class Idling {
public:
    enum class Sign { none, spins, polls };

    // Takes the thread's next step, with the value that it read and wrote. `spins`: thousands of
    // reads of the same values, at the same places, with nothing done and no processor given up in
    // between. A plain read without a lock waits for nobody: what it reads cannot change. `polls`:
    // dozens of sleeps with such reads, and nothing else, in between.
    Sign look_at(const Step& step);

private:
    struct Read {
        std::uintptr_t pc = 0;
        std::uintptr_t object = 0;
        std::uint64_t value = 0;
    };

    Sign on_read(const Step& step);
    Sign on_sleep(const Step& step);
    void forget();

    std::array<Read, 8> reads_{}; // the last ones
    std::size_t count_ = 0;       // of different ones, also of those that are in no place any more
    std::uint32_t unchanged_ = 0;
    std::uint32_t vain_tries_ = 0; // try-locks, since it last waited for a lock
    bool looked_ = false;          // since it last slept, at what had not changed
    std::uint32_t sleeps_ = 0;     // that followed on such looks
    std::uintptr_t sleep_pc_ = 0;
    std::uint32_t locks_ = 0; // that it holds
};

} // namespace threadlab::explorer
