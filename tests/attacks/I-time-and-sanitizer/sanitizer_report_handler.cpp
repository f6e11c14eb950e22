// attack: answers the sanitizer's report
// gets: rejected
#include "attacked.hpp"

extern "C" int __tsan_on_report(void*) { // HERE
    return 0;
}

#include "parts/twice.cpp"
#include "parts/rest.cpp"
