// Memory of the runtime's own, apart from the program's heap, whose addresses must not depend on
// what the runtime does. There is *lasting* memory, which the supervisor and the processes that run
// schedules share, and *passing* memory, which is forgotten as a whole when the next schedule
// begins. What is allocated before the first schedule is passing memory that stays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <new>
#include <string>
#include <type_traits>
#include <vector>

namespace threadlab::explorer::arena {

// Never returns nullptr: ends the process with a message when memory runs out.
void* allocate(std::size_t bytes);
void release(void* memory, std::size_t bytes);

// A schedule begins: forgets what the one before had, and allocates passing memory from now on.
void begin_passing();
// It has ended, or none has begun yet: allocates lasting memory. What it had can still be read.
void end_passing();

// At most once in a process, between schedules or in the midst of one: what is allocated until
// end_passing() stays, and is this process's own. Passing memory that is in use stays, too.
void begin_own();
// Instead of begin_passing(), for a schedule that goes on from where another one was when
// begin_own() was called.
void go_on_passing();

// In a process of its own for a schedule, before that begins: what it forks will have the same
// passing memory, and not a copy.
void share_passing();

// Memory of this process's own, zero at first, that stays as long as the process does and is never
// put back: for what is only kept because it would be costly to make anew. No schedule may depend
// on what another has left there.
void* keep(std::size_t bytes);
// The one place where what is kept is found again; null at first.
void*& kept_root();

// The process's one T of that kind, which zeros are right for to begin with.
template <typename T>
T& kept() {
    static_assert(std::is_trivially_destructible_v<T>);
    void*& root = kept_root();
    if (root == nullptr) {
        root = keep(sizeof(T));
    }
    return *static_cast<T*>(root);
}

// Memory in whole pages.
struct Range {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
};
// Passing memory that stays: of before the first schedule, and what was in use when begin_own() was
// called.
Range passing_that_stays();

// Whether the address is of the runtime's memory.
bool is_inside(std::uintptr_t address);

template <typename T>
struct Allocator {
    using value_type = T;
    Allocator() = default;
    template <typename U>
    Allocator(const Allocator<U>&) {} // NOLINT(google-explicit-constructor): containers convert

    T* allocate(std::size_t count) { return static_cast<T*>(arena::allocate(count * sizeof(T))); }
    void deallocate(T* memory, std::size_t count) {
        arena::release(static_cast<void*>(memory), count * sizeof(T));
    }
    bool operator==(const Allocator&) const { return true; }
};

template <typename T>
using Vector = std::vector<T, Allocator<T>>;
template <typename K, typename V>
using Map = std::map<K, V, std::less<K>, Allocator<std::pair<const K, V>>>;
using String = std::basic_string<char, std::char_traits<char>, Allocator<char>>;

// An object that is made when the runtime starts and never destroyed: the program's own static
// destructors still run under the runtime.
template <typename T, typename... Arguments>
T* make(Arguments&&... arguments) {
    return new (allocate(sizeof(T))) T(std::forward<Arguments>(arguments)...);
}

} // namespace threadlab::explorer::arena
