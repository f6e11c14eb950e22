// What the visible and the hidden checks of practical 6 share.
#pragma once

#include "multiprocessing.hpp"

#include <lab/check.hpp>
#include <lab/processes.hpp>

#include <array>
#include <chrono>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace checks {

using namespace std::chrono_literals;
using lab::procs::Outcome;
using Kind = Outcome::Kind;

inline constexpr std::array<long, 5> five_inputs{5, 10, 15, 20, 25};

using Jobs = std::vector<std::function<std::string()>>;

[[noreturn]] inline void sleep_for_ever() {
    while (true) {
        pause();
    }
}

// Runs the jobs with a short limit; where one that is not to time out did, again with a longer one:
// it may have had no core in that time.
inline std::vector<Outcome> run_patiently(const Jobs& jobs, const std::set<std::size_t>& endless) {
    std::vector<Outcome> outcomes;
    for (const auto limit : {200ms, 400ms, 1600ms}) {
        lab::ProcessWatch watch;
        outcomes = watch.call([&] { return lab::procs::run_isolated(jobs, limit); });
        bool in_time = true;
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            in_time = in_time && (endless.contains(i) || outcomes[i].kind != Kind::timed_out);
        }
        if (in_time) {
            break;
        }
    }
    return outcomes;
}

inline const char* word(Kind kind) {
    switch (kind) {
    case Kind::ok:
        return "ok";
    case Kind::failed:
        return "failed";
    case Kind::crashed:
        return "crashed";
    case Kind::timed_out:
        break;
    }
    return "timed_out";
}

} // namespace checks
