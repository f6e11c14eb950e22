// The harness of kind race: linked with ThreadSanitizer, whose reports go to a channel of their
// own. Arguments: see run.hpp.

#include "harness/channel.hpp"
#include "harness/record.hpp"
#include "harness/run.hpp"
#include "harness/thread_count.hpp"

#include <cstdint>
#include <thread>

extern "C" void __sanitizer_set_report_fd(void* descriptor);

int main(int argc, char** argv) {
    using namespace threadlab::harness;
    take_channel();
    make_own(report_descriptor, own_report);
    __sanitizer_set_report_fd(reinterpret_cast<void*>(std::intptr_t{own_report}));
    // The runtime starts a thread of its own with the first one of ours. It must be there from the
    // beginning, or checks that count threads would take it for the submission's.
    std::thread([] {}).join();
    write_own(own_report, race_started);
    count_threads();
    run_one_check(argc, argv);
}
