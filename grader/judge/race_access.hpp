// Where in the submission an access of a ThreadSanitizer report happened, and on whose behalf.
#pragma once

#include "judge/symbolise.hpp"
#include "judge/tsan_report.hpp"

#include <string>

namespace threadlab::judge {

// The names under which the parts of a run appear in reports.
struct RaceNames {
    std::string file;                         // the submission's file: "threading.cpp"
    std::string submission = "submission.so"; // its instrumented object
    std::string checks = "checks.so";         // the object that holds the checks
};

// Whose code made an access.
enum class Whose {
    submission, // the submission's own line
    task,       // the caller's code, run on a thread or by a call of the submission's
    caller,     // the caller's code
    library     // neither: a library, or nothing is known
};

struct Access {
    Whose whose = Whose::library;
    int line = 0;     // of the submission's file; 0: unknown
    std::string does; // a word of scorecard::Step
    bool atomic = false;
    bool main_thread = false;
    std::string thread; // as the report names it; differs from run to run
    std::vector<std::string> mutexes;

    bool in_submission() const { return whose == Whose::submission || whose == Whose::task; }
};

// The innermost line of the submission in `access`, inlined functions included. Code of the
// caller's that runs below such a line, or on a thread started at one, is a task.
Access locate(const TsanAccess& access, const TsanReport& report, const Places& places,
              const RaceNames& names);

// What correct programs get reported for: std::atomic<std::shared_ptr>, whose lock ThreadSanitizer
// cannot see, and exception objects, whose reference count lives in uninstrumented library code.
bool known_false(const TsanReport& report, const Places& places, const RaceNames& names);

} // namespace threadlab::judge
