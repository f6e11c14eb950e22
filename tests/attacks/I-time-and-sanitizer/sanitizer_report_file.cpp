// attack: has reports written somewhere else
// gets: rejected
#include "attacked.hpp"

extern "C" void __sanitizer_set_report_path(const char* path); // HERE

namespace {

const int done = (__sanitizer_set_report_path("/dev/null"), 0);

} // namespace

#include "parts/twice.cpp"
#include "parts/rest.cpp"
