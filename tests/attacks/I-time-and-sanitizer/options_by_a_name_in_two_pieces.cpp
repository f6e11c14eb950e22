// attack: pastes the name of the sanitizer's function
// gets: rejected
#include "attacked.hpp"

#define PASTE(a, b) a##b

extern "C" const char* PASTE(__tsan_default_, options)() { // HERE
    return "report_bugs=0";
}

#include "parts/twice.cpp"
#include "parts/rest.cpp"
