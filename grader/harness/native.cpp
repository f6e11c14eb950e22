// The harness of kind native and timing: nothing between the submission and the machine but a count
// of its threads. Arguments: see run.hpp.

#include "harness/run.hpp"
#include "harness/thread_count.hpp"

int main(int argc, char** argv) {
    threadlab::harness::count_threads();
    threadlab::harness::run_one_check(argc, argv);
}
