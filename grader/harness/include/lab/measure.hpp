// Figures for the manifest's thresholds, and times for the checks of kind timing.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace lab {

// Records the measure `name`, which a threshold in the manifest may speak of. Any unit.
inline void record(const std::string& name, double value) {
    std::ostringstream text;
    text.precision(std::numeric_limits<double>::max_digits10);
    text << value;
    testing::Test::RecordProperty("lab-measure:" + name, text.str());
}

// Seconds on the wall clock that `work` takes.
inline double seconds_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// The shortest time of each, in seconds.
struct Best {
    double baseline = std::numeric_limits<double>::infinity();
    double candidate = std::numeric_limits<double>::infinity();
};

// Runs both `rounds` times, in turn, so that a busy spell of the machine meets both.
inline Best alternate(int rounds, const std::function<void()>& baseline,
                      const std::function<void()>& candidate) {
    Best best;
    for (int round = 0; round < rounds; ++round) {
        best.baseline = std::min(best.baseline, seconds_of(baseline));
        best.candidate = std::min(best.candidate, seconds_of(candidate));
    }
    return best;
}

namespace detail {

// Computes for some milliseconds, on registers alone.
inline void burn() {
    std::uint64_t value = 1;
    for (int i = 0; i < 4'000'000; ++i) {
        value = value * 6364136223846793005U + 1442695040888963407U;
        asm volatile("" : "+r"(value));
    }
}

inline void burn_on(int threads) {
    std::vector<std::jthread> running;
    running.reserve(static_cast<std::size_t>(threads));
    for (int i = 0; i < threads; ++i) {
        running.emplace_back(burn);
    }
}

} // namespace detail

// How many times as much `cores` threads of the grader's own compute as one does in the same time,
// best of five; `cores` where that many are free. Recorded as the measure "calibration", by which
// the judge tells whether the machine can say anything about speed.
inline double calibrate(int cores) {
    const Best best = alternate(5, [] { detail::burn_on(1); }, [cores] { detail::burn_on(cores); });
    const double speed_up = cores * best.baseline / best.candidate;
    record("calibration", speed_up);
    return speed_up;
}

} // namespace lab
