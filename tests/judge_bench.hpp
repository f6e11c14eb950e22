// A workbench for the judge's tests: an exercise with one check, and a scripted sandbox.
#pragma once

#include "fake_sandbox.hpp"
#include "judge/bench.hpp"

#include <string>
#include <utility>

namespace threadlab::testing {

struct TestBench {
    explicit TestBench(FakeSandbox::Answer answer, sandbox::Level level = sandbox::Level::full)
        : box(std::move(answer), level) {}

    judge::Bench bench() { return {exercise, submission, kit, toolchain, built, box}; }

    // Those of the explorer's harness, and those of the others.
    std::vector<Request> explorations() const { return harness_runs(true); }
    std::vector<Request> runs() const { return harness_runs(false); }
    std::vector<Request> lookups() const { return box.requests_for(toolchain.symbolizer); }

    std::vector<Request> harness_runs(bool explored) const {
        std::vector<Request> found = box.requests_for("./harness");
        std::erase_if(found, [&](const Request& request) {
            return is_exploration(request.command) != explored;
        });
        return found;
    }

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
                   .harness_explore = explore_harness,
                   .header = "/kit/threading.hpp",
                   .pch_native = {},
                   .pch_race = {},
                   .pch_explore = {},
                   .pch_source = {},
                   .checks_native = some_shared_object(),
                   .checks_race = "/kit/checks-race.so",
                   .checks_explore = some_shared_object(),
                   .hidden_native = some_shared_object(),
                   .hidden_race = "/kit/hidden-race.so",
                   .hidden_explore = some_shared_object(),
                   .required = {}};
    build::Toolchain toolchain{"/usr/bin/clang++", "/usr/bin/llvm-symbolizer", "19.1.7", "c++20"};
    build::Built built{{{build::Variant::native, "/built/native/submission.so"},
                        {build::Variant::race, "/built/race/submission.so"},
                        {build::Variant::explore, "/built/explore/submission.so"}},
                       {}};
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
