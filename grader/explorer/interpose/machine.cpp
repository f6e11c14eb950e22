// What differs from machine to machine and from run to run, held still: the number of cores, and
// every source of randomness.

#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"

#include <cstring>
#include <sched.h>
#include <sys/random.h>
#include <sys/types.h>
#include <thread>
#include <unistd.h>

namespace {

using namespace threadlab::explorer;

int cores() {
    constexpr int usual = 4;
    return world == nullptr || world->engine.cores() == 0 ? usual : world->engine.cores();
}

Random& random_numbers() {
    constexpr std::uint64_t seed = 2463534242;
    static Random* random = arena::make<Random>(seed);
    if (world != nullptr) {
        world->engine.touch(place_of(random));
    }
    return *random;
}

} // namespace

extern "C" {

// std::random_device's numbers and std::thread's number of cores, under the names that the ABI
// gives them.
unsigned _ZNSt13random_device9_M_getvalEv(void*) {
    return static_cast<unsigned>(random_numbers().next());
}
unsigned _ZNSt6thread20hardware_concurrencyEv() {
    return static_cast<unsigned>(cores());
}

int get_nprocs() noexcept {
    return cores();
}

int get_nprocs_conf() noexcept {
    return cores();
}

long sysconf(int name) noexcept {
    if (name == _SC_NPROCESSORS_ONLN || name == _SC_NPROCESSORS_CONF) {
        return cores();
    }
    static const auto real = system::next_as<long (*)(int)>("sysconf");
    return real(name);
}

int sched_getcpu() noexcept {
    return 0;
}

ssize_t getrandom(void* memory, size_t bytes, unsigned) {
    auto* at = static_cast<unsigned char*>(memory);
    for (size_t i = 0; i < bytes; ++i) {
        at[i] = static_cast<unsigned char>(random_numbers().next());
    }
    return static_cast<ssize_t>(bytes);
}

int getentropy(void* memory, size_t bytes) {
    getrandom(memory, bytes, 0);
    return 0;
}
}
