// attack: takes the place of what watches its memory
// gets: rejected
#include "attacked.hpp"

extern "C" void __tsan_write4(void*) {} // HERE

#include "parts/twice.cpp"
#include "parts/rest.cpp"
