// Macros before the includes, as headers ask for them and as people write them.
#define _GNU_SOURCE
#define _XOPEN_SOURCE 700
#define _POSIX_C_SOURCE 200809L
#define __STDC_FORMAT_MACROS
#define NDEBUG
#define _GLIBCXX_ASSERTIONS 1
#define DEBUG 1
#define MAX_THREADS 8
#define N 100
#define LOCK(m) std::lock_guard<std::mutex> lock_##m(m)
#define UNUSED __attribute__((unused))
#undef TRACE
#include <cassert>
#include <cinttypes>
#include <fmtmsg.h>
#include <mutex>
#include <regex>
#ifdef DEBUG
#define LOG(x) std::cerr << x
#include <iostream>
#endif
#pragma push_macro("N")
#undef N
#include <execution>
#pragma pop_macro("N")

int habit(int x) {
    static std::mutex mutex;
    LOCK(mutex);
    UNUSED int unused = MAX_THREADS;
    assert(x == 0);
    LOG(x);
    return x + N;
}
#define LIMIT 5 /* how many threads may
                   run at once */
#include <thread> /* for std::thread,
                     and sleep_for */
#if LIMIT > 3 && LIMIT < 9
#pragma GCC optimize("O3")
#pragma GCC target("sse2")
#pragma acc parallel
#endif
__attribute__((optimize("O0"))) int limit() {
    long double sum = 0; // its own
    for (int i = 0; i < LIMIT; ++i)
        sum += i;
    return static_cast<int>(sum);
}
