// A workbench for the judge's tests: an exercise with one check, and a scripted sandbox.
#pragma once

#include "fake_sandbox.hpp"
#include "judge/bench.hpp"

#include <string>
#include <utility>

namespace threadlab::testing {

struct TestBench {
    explicit TestBench(FakeSandbox::Answer answer) : box(std::move(answer)) {}

    judge::Bench bench() { return {exercise, submission, kit, toolchain, built, box}; }

    std::vector<Request> runs() const { return box.requests_for("./harness"); }
    std::vector<Request> lookups() const { return box.requests_for(toolchain.symbolizer); }

    FakeSandbox box;
    course::Exercise exercise{.id = "01-threading",
                              .title = "Threading",
                              .edit = "threading.cpp",
                              .folder = {},
                              .solutions = {},
                              .allow = {},
                              .tasks = {},
                              .checks = {}};
    build::Submission submission{"threading.cpp", "int main() {}\n"};
    build::Kit kit{.harness_native = "/kit/native/harness",
                   .harness_race = "/kit/race/harness",
                   .header = "/kit/threading.hpp",
                   .pch_native = {},
                   .pch_race = {},
                   .pch_source = {},
                   .checks_native = "/kit/checks-native.so",
                   .checks_race = "/kit/checks-race.so",
                   .hidden_native = "/kit/hidden-native.so",
                   .hidden_race = "/kit/hidden-race.so",
                   .required = {}};
    build::Toolchain toolchain{"/usr/bin/clang++", "/usr/bin/llvm-symbolizer", "19.1.7", "c++20"};
    build::Built built{"/built/native/submission.so", "/built/race/submission.so"};
};

inline course::Check check_of(const std::string& id, course::Kind kind) {
    course::Check check;
    check.id = id;
    check.says = "it does what " + id + " says";
    check.task = "task";
    check.test = "Suite.Name";
    check.kind = kind;
    check.points = 10;
    return check;
}

} // namespace threadlab::testing
