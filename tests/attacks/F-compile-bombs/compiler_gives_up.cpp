// attack: has the compiler give up by a fatal error of its own
// check: answer
// gets: does-not-build
#include "attacked.hpp"

#pragma clang __debug llvm_fatal_error

#include "parts/twice.cpp"
#include "parts/rest.cpp"
