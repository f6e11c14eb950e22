// The harness of kind race: linked with ThreadSanitizer, whose reports go to a channel of their
// own. Arguments: see run.hpp.

#include "harness/record.hpp"
#include "harness/run.hpp"
#include "harness/thread_count.hpp"

#include <cstdint>
#include <thread>
#include <unistd.h>

extern "C" void __sanitizer_set_report_fd(void* descriptor);

int main(int argc, char** argv) {
    using threadlab::harness::report_descriptor;
    __sanitizer_set_report_fd(reinterpret_cast<void*>(std::intptr_t{report_descriptor}));
    // The runtime starts a thread of its own with the first one of ours. It must be there from the
    // beginning, or checks that count threads would take it for the submission's.
    std::thread([] {}).join();
    const std::string_view started = threadlab::harness::race_started;
    if (write(report_descriptor, started.data(), started.size()) < 0) {
        return 2;
    }
    threadlab::harness::count_threads();
    threadlab::harness::run_one_check(argc, argv);
}
