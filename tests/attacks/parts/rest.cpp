#include "parts/count.cpp"
#include "parts/sleep.cpp"
