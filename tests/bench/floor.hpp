// The least that grading the reference of 01-threading can cost: its compiles and its checks,
// started directly, with nothing around them.
#pragma once

#include "build/kit.hpp"
#include "cli/session.hpp"
#include "course/course.hpp"
#include "judge/grade.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace threadlab::bench {

// Runs a program with its output thrown away; returns its exit status, or -1.
int run_quietly(const std::vector<std::string>& argv, const std::string& folder = "");

// Exercise 01, and what it is graded with.
struct Reference {
    course::Exercise exercise;
    judge::Ready ready;
};
Reference make_reference_ready(const cli::Places& places);

class Floor {
public:
    // Makes ready what the grader, too, has ready: harness, checks, precompiled headers.
    explicit Floor(const cli::Places& places);
    ~Floor();
    Floor(const Floor&) = delete;
    Floor& operator=(const Floor&) = delete;

    // All compiles side by side, then every check as often as the grader runs it, as many at a
    // time as there are cores; kind timing alone at the end.
    void run() const;

private:
    void add_launches(const course::Check& check, const build::Kit& kit);

    struct Launch {
        std::vector<std::string> argv;
        bool alone = false;
    };
    std::filesystem::path folder_;
    std::vector<std::vector<std::string>> compiles_;
    std::vector<Launch> launches_;
};

} // namespace threadlab::bench
