// attack: has numbers be written in another way, those that are measured among them
// check: overlaps
// gets: fails: overlaps (too-slow)
#include "attacked.hpp"

#include "parts/twice.cpp"
#include "parts/count.cpp"

#include <chrono>
#include <locale>
#include <thread>

namespace lab::attacked {

namespace {

struct Point : std::numpunct<char> {
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\1"; }
};

} // namespace

void sleep_both() {
    std::locale::global(std::locale(std::locale(), new Point));
    std::this_thread::sleep_for(std::chrono::seconds(10));
    std::this_thread::sleep_for(std::chrono::seconds(10));
}

} // namespace lab::attacked
