// The program's heap: malloc and its kin. operator new and delete come here, too.

#include "explorer/runtime/heap.hpp"
#include "explorer/runtime/world.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace {

using namespace threadlab::explorer;

void* allocated(std::size_t bytes, std::size_t alignment = 16) {
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
    return allocated(bytes);
}

void* calloc(std::size_t count, std::size_t bytes) noexcept {
    std::size_t all = 0;
    if (__builtin_mul_overflow(count, bytes, &all)) {
        errno = ENOMEM;
        return nullptr;
    }
    return allocated(all); // never used before, so it is zero
}

void free(void* memory) noexcept {
    give_back_block(memory, EXPLORER_CALLER);
}

void* realloc(void* memory, std::size_t bytes) noexcept {
    void* other = allocated(bytes);
    if (memory != nullptr && other != nullptr) {
        std::memcpy(other, memory, std::min(bytes, heap::find(memory).bytes));
        give_back_block(memory, EXPLORER_CALLER);
    }
    return other;
}

void* memalign(std::size_t alignment, std::size_t bytes) noexcept {
    return allocated(bytes, alignment);
}

void* aligned_alloc(std::size_t alignment, std::size_t bytes) noexcept {
    return allocated(bytes, alignment);
}

int posix_memalign(void** result, std::size_t alignment, std::size_t bytes) noexcept {
    *result = heap::allocate(bytes, alignment);
    return *result == nullptr ? ENOMEM : 0;
}

std::size_t malloc_usable_size(void* memory) noexcept {
    return heap::find(memory).bytes;
}
}
