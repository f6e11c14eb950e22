// How many schedules the explorer runs in a second, in a process of their own each and many in one.
#pragma once

#include "cli/session.hpp"

#include <string>
#include <vector>

namespace threadlab::bench {

struct ScheduleRates {
    std::string program;
    long steps = 0;      // of the longest schedule
    double switches = 0; // from one thread to another, of a schedule on average
    double each = 0;     // schedules a second, a process for each
    double many = 0;     // many in one process
    double ratio = 0;    // of both, in the median of all rounds
    bool same = false;   // the hashes of equally many schedules are equal
    long peak_kilobytes = 0;
};

// Of two small checks, with two and with three threads, main among them: the medians of several
// rounds that alternate between both ways.
std::vector<ScheduleRates> measure_schedules(const cli::Places& places);

} // namespace threadlab::bench
