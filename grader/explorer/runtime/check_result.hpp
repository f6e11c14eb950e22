// What a check of an exercise says of the schedule that it ran in.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace threadlab::explorer {

// An expectation that did not hold.
struct Unmet {
    std::array<char, 32> code{};      // a diagnosis
    std::array<char, 1024> message{}; // cut where it is longer
};

// A figure that the check recorded.
struct Measure {
    std::array<char, 64> name{};
    double value = 0;
};

// How far the lists of a check's result are filled, and what it says besides. Not its fault: after
// that, no further schedule is run.
struct CheckProgress {
    bool ended = false;        // the check ran to its end
    std::uint32_t refused = 0; // thread starts that the limit on threads turned down
    std::uint32_t unmet_count = 0;
    std::uint32_t measure_count = 0;
};

// In memory that supervisor and children share, hence of fixed size: what is more is left out.
struct CheckResult : CheckProgress {
    static constexpr std::size_t most_unmet = 16;
    static constexpr std::size_t most_measures = 16;

    std::array<char, 256> fault{}; // why the check itself is no good; empty: it is
    std::array<Unmet, most_unmet> unmet;
    std::array<Measure, most_measures> measures;

    CheckProgress& progress() { return *this; }
    void clear() {
        progress() = {};
        fault[0] = '\0';
    }
};

} // namespace threadlab::explorer
