#include "explorer/interpose/lock_state.hpp"

#include "explorer/runtime/world.hpp"

namespace threadlab::explorer {

bool can_be_owner(int owner) {
    return owner >= 0 && owner <= static_cast<int>(world->engine.threads().size());
}

void expect_state(bool sound, const Operation& operation, const char* message) {
    if (!sound) {
        use(operation);
        world->engine.fail("misuse", message, world->engine.spot_here());
    }
}

} // namespace threadlab::explorer
