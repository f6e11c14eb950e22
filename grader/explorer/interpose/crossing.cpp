#include "explorer/interpose/crossing.hpp"

#include "explorer/runtime/world.hpp"

namespace threadlab::explorer {

void use_between_processes(const void* object, bool made_for_processes, std::uintptr_t pc) {
    Engine& engine = world->engine;
    if (!engine.has_processes() || made_for_processes ||
        !is_between_processes(reinterpret_cast<std::uintptr_t>(object))) {
        return;
    }
    const Process*& user = world->users[place_of(object)];
    if (user != nullptr && user != here) {
        Spot spot = engine.spot_at(Does::lock, pc);
        spot.object = place_of(object);
        engine.fail("private-lock-shared", "", spot);
    }
    user = here;
}

} // namespace threadlab::explorer
