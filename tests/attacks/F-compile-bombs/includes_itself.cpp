// attack: includes itself without end
// check: answer
// gets: does-not-build
#include "attacked.hpp"

#include __FILE__
#include __FILE__

#include "parts/twice.cpp"
#include "parts/rest.cpp"
