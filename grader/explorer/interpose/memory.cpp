// The program's heap: malloc and its kin. operator new and delete come here, too.

#include "explorer/runtime/checking.hpp"
#include "explorer/runtime/heap.hpp"
#include "explorer/runtime/memory_access.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace {

using namespace threadlab::explorer;

// A check's limit; a program of its own has none but the machine's.
void check_limit(std::uintptr_t pc) {
    if (world == nullptr || checking == nullptr) {
        return;
    }
    constexpr std::size_t megabyte = std::size_t{1} << 20;
    const std::size_t most = checking->options.most_megabytes;
    if (most == 0) {
        return;
    }
    // What is known of memory takes sixteen times as much, and the box leaves room for that. To
    // touch an eighth of the limit takes a second: no check that is explored does so.
    constexpr std::size_t share = 8;
    const std::size_t most_followed = std::max<std::size_t>(most / share, 1);
    const bool too_much_followed = world->races.touched_bytes() / megabyte >= most_followed;
    if (too_much_followed || heap::live_bytes() / megabyte >= most) {
        std::array<char, 64> text{};
        std::snprintf(text.data(), text.size(), "it used more than %zu MB of memory",
                      too_much_followed ? most_followed : most);
        world->engine.fail("memory-limit", text.data(),
                           world->engine.spot_at(Does::call, caller_in_program(pc)));
    }
}

void* allocated(std::size_t bytes, std::uintptr_t pc, std::size_t alignment = 16) {
    check_limit(pc);
    void* memory = heap::allocate(bytes, alignment);
    if (memory == nullptr) {
        errno = ENOMEM;
    }
    return memory;
}

void give_back_block(void* memory, std::uintptr_t pc) {
    const heap::Block block = heap::find(memory);
    if (block.begin == 0) {
        if (memory != nullptr && world != nullptr) {
            world->engine.fail("crash", "memory is given back that was never allocated",
                               world->engine.spot_at(Does::free, pc));
        }
        return;
    }
    if (world != nullptr) {
        if (block.freed) {
            world->engine.fail("dangling", "the same memory is given back twice",
                               world->engine.spot_at(Does::free, pc));
        }
        give_back(memory, block.bytes, pc);
    }
    heap::release(memory);
}

} // namespace

extern "C" {

void* malloc(std::size_t bytes) noexcept {
    return allocated(bytes, EXPLORER_DIRECT_CALLER);
}

void* calloc(std::size_t count, std::size_t bytes) noexcept {
    std::size_t all = 0;
    if (__builtin_mul_overflow(count, bytes, &all)) {
        errno = ENOMEM;
        return nullptr;
    }
    return allocated(all, EXPLORER_DIRECT_CALLER); // never used before, so it is zero
}

void free(void* memory) noexcept {
    give_back_block(memory, EXPLORER_CALLER);
}

void* realloc(void* memory, std::size_t bytes) noexcept {
    void* other = allocated(bytes, EXPLORER_DIRECT_CALLER);
    if (memory != nullptr && other != nullptr) {
        std::memcpy(other, memory, std::min(bytes, heap::find(memory).bytes));
        give_back_block(memory, EXPLORER_CALLER);
    }
    return other;
}

void* memalign(std::size_t alignment, std::size_t bytes) noexcept {
    return allocated(bytes, EXPLORER_DIRECT_CALLER, alignment);
}

void* aligned_alloc(std::size_t alignment, std::size_t bytes) noexcept {
    return allocated(bytes, EXPLORER_DIRECT_CALLER, alignment);
}

int posix_memalign(void** result, std::size_t alignment, std::size_t bytes) noexcept {
    *result = allocated(bytes, EXPLORER_DIRECT_CALLER, alignment);
    return *result == nullptr ? ENOMEM : 0;
}

std::size_t malloc_usable_size(void* memory) noexcept {
    return heap::find(memory).bytes;
}
}
