// The harness of kind native and timing: nothing between the submission and the machine but a count
// of its threads and processes. Arguments: see run.hpp.

#include "harness/channel.hpp"
#include "harness/processes/ledger.hpp"
#include "harness/run.hpp"
#include "harness/thread_count.hpp"

int main(int argc, char** argv) {
    threadlab::harness::supervise_processes();
    threadlab::harness::count_threads();
    threadlab::harness::take_channel();
    threadlab::harness::lay_bait();
    threadlab::harness::run_one_check(argc, argv);
}
