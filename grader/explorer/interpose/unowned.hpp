// What who wants a lock waits for.
#pragma once

#include "explorer/runtime/engine.hpp"

namespace threadlab::explorer {

// That nobody has the lock. `owner` holds the number of the thread that has it, and one; 0: nobody.
class Unowned final : public Condition {
public:
    explicit Unowned(const volatile int& owner) : owner_(owner) {}
    bool holds() const override { return owner_ == 0; }
    ThreadId holder() const override { return owner_ - 1; }

private:
    const volatile int& owner_;
};

} // namespace threadlab::explorer
