// attack: sets options of the sanitizer
// gets: rejected
#include "attacked.hpp"

extern "C" const char* __tsan_default_options() { // HERE
    return "report_bugs=0:exitcode=0";
}

#include "parts/twice.cpp"
#include "parts/rest.cpp"
