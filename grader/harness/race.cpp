// The harness of kind race: linked with ThreadSanitizer, whose reports go to a channel of their own.
// Arguments: see run.hpp.

#include "harness/run.hpp"

extern "C" void __sanitizer_set_report_fd(void* descriptor);

int main(int argc, char** argv) {
    constexpr long report_descriptor = 4;
    __sanitizer_set_report_fd(reinterpret_cast<void*>(report_descriptor));
    threadlab::harness::run_one_check(argc, argv);
}
