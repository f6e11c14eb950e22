// ThreadSanitizer's text -> plain structs. Addresses are not yet lines: symbolise.hpp does that.
#pragma once

#include "harness/record.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace threadlab::judge {

enum class TsanKind {
    data_race,      // also "data race on vptr"
    use_after_free, // heap-use-after-free, also by a race with free
    lock_order,     // lock-order-inversion: a note, never a failure
    double_lock,    // the same thread locks a mutex twice
    bad_unlock,     // unlock of a mutex that is not locked, or by another thread
    destroy_locked, // a mutex destroyed while locked
    invalid_mutex,  // use of an invalid mutex
    thread_leak,    // a thread neither joined nor detached
    signal_unsafe,  // a call in a signal handler
    other
};

// One access or event of a report, in the order in which ThreadSanitizer prints them.
struct TsanAccess {
    std::string does;   // read | write | atomic read | atomic write | lock | unlock | destroy | ...
    std::string thread; // "main thread", "thread T2"
    int size = 0;       // bytes; 0 where the report gives none
    std::vector<harness::Frame> frames; // innermost first
    std::vector<std::string> mutexes;   // held, as far as the report says: "M1", "M2 (read)"
};

// A thread that a report names, and where it was started.
struct TsanThread {
    std::string name;                   // "thread T2"
    std::vector<harness::Frame> frames; // of its start, innermost first
};

struct TsanReport {
    TsanKind kind = TsanKind::other;
    std::string title; // what follows "WARNING: ThreadSanitizer: ", without the pid
    std::vector<TsanAccess> accesses;
    std::vector<TsanThread> threads;
    int run = 0; // which of several runs it is from; set by whoever repeats them
};

// All reports in `text`, in order. Text between reports is skipped; a report that is cut off at the
// end of the text is dropped, so that half a report never counts. At most the first thousand, as
// one program reports hardly a dozen.
std::vector<TsanReport> read_tsan_reports(std::string_view text);

} // namespace threadlab::judge
