// attack: has the sanitizer keep its findings to itself
// gets: rejected
#include "attacked.hpp"

extern "C" const char* __tsan_default_suppressions() { // HERE
    return "race:*";
}

#include "parts/twice.cpp"
#include "parts/rest.cpp"
