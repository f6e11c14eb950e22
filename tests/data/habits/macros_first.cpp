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
