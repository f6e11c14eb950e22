// attack: says that it slept
// gets: fails: overlaps (early-return)
#include "attacked.hpp"

#include <chrono>
#include <mutex>
#include <thread>

#include "parts/twice.cpp"
#include "parts/count.cpp"

namespace lab::attacked {

void sleep_both() {} // HERE

} // namespace lab::attacked
