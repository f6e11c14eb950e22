// Macros, attributes and odd spellings that mean no harm.
#include <atomic>
#include <mutex>

#define GUARDED_BY(x) __attribute__((guarded_by(x)))
#define LOG(...) (void)0
#define STRINGIFY(line) #line
#define CONCAT(a, b) a##b
#define UNIQUE(name) CONCAT(name, __LINE__)
#ifdef DEBUG
#define TRACE(x) std::cout << x
#else
#define TRACE(x)
#endif
#pragma once
#pragma region helpers
#pragma omp parallel
#ifndef __has_feature
#define __has_feature(x) 0
#endif

[[gnu::always_inline]] inline int quick(int x) {
    return x;
}
[[maybe_unused]] static const char* const text = R"x(
    main exit _exit syscall asm volatile ("syscall")
    __attribute__((no_sanitize("thread")))
)x";
/* # 1. a heading in a comment
   #line 7 */
// asm, syscall, fork, #line 3, __tsan_read4
struct alignas(64) Slot {
    std::mutex mutex;
    int value GUARDED_BY(mutex) = 0;
};
bool error = false; // as functions of the C library are called
int step = 0, advance = 1;
const char* const built = __DATE__ " " __TIME__;
class section {}; // a word of an attribute
int alias = 3, weak = 4, constructor = 5;
struct Exits {
    void exit() {}
    void fork() {}
    void write(int) {}
};

int habit(int x) {
    Exits exits;
    exits.exit();
    exits.fork();
    exits.write(1);
    const int UNIQUE(local_) = x;
    const int local_line = x;
    LOG("x", x);
    TRACE(x);
    if (x > 1) [[likely]]
        return quick(x);
    switch (x) {
    case 0:
        ++x;
        [[fallthrough]];
    default:
        break;
    }
    int array<:2:> = <% 1, 2 %>;
    int values[] = {[](int y) { return y; }(2)};
    return array[values[0] - 1] + text[0] + alias + weak + constructor + local_line;
}
