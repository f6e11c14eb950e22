// What the grader makes of processes. The exercise is tests/data/processes: a function a mistake,
// all of them in the stub.

#include "program.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>

namespace {

using namespace threadlab::testing;
using threadlab::scorecard::CheckResult;
using threadlab::scorecard::Scorecard;

const fs::path course = fs::path(TESTS_DIR) / "data/processes";
const fs::path stub = course / "exercises/01-processes/processes.cpp";

Scorecard grade() {
    const TempFolder folder;
    const fs::path out = folder.path() / "cards";
    const ProgramRun run = Program().run(
        {"check", "01", "--submission", stub.string(), "--out", out.string()}, course);
    expect_nothing_left(run);
    EXPECT_TRUE(fs::exists(out / "01-processes.yaml")) << run.output << run.error;
    return std::get<Scorecard>(
        threadlab::scorecard::read_yaml(read_text(out / "01-processes.yaml")));
}

// The line of the stub that holds `text`, as the scorecard spells it.
std::string line_with(const std::string& text) {
    const std::string source = read_text(stub);
    const auto end = source.begin() + static_cast<std::ptrdiff_t>(source.find(text));
    return "processes.cpp:" + std::to_string(1 + std::count(source.begin(), end, '\n'));
}

const std::map<std::string, std::string> diagnoses{
    {"watch-returns-in-the-child", "stray-child"},
    {"watch-throws-in-the-child", "stray-child"},
    {"watch-leaves-a-zombie", "zombie"},
    {"watch-loses-a-child-to-the-sandbox", "forbidden-call"},
    {"watch-leaves-a-child-asleep", "orphan"},
    {"watch-leaves-an-orphan", "orphan"},
    {"watch-leaves-a-descriptor", "fd-leak"},
    {"watch-leaves-another-descriptor", "fd-leak"},
    {"watch-returns-in-both-children", "stray-child"},
    {"watch-leaves-a-mapping", "map-leak"},
    {"watch-locks-for-one-process", "private-lock-shared"},
    {"watch-reads-from-itself", "pipe-hang"},
    {"watch-fills-a-pipe", "pipe-hang"},
    {"watch-waits-for-a-lock-of-the-dead", "deadlock"},
    {"watch-waits-for-a-sleeper", "hang"},
    {"watch-exits-instead-of-the-child", "no-process"},
    {"calls-show-the-read-that-nobody-made-again", "wrong-result"},
    {"calls-show-which-process-was-started-as-the-third", "over-parallel"},
    {"calls-show-who-called-the-work", "no-process"},
    {"meeting-shows-where-the-caller-waited", "not-overlapped"},
    {"watch-writes-the-record-in-the-child", "forged-result"},
};

TEST(ProcessChecks, NameEveryMistakeAndPassTheRest) {
    const Scorecard card = grade();
    std::map<std::string, std::string> at;
    for (const CheckResult& check : card.checks) {
        const auto expected = diagnoses.find(check.id);
        EXPECT_EQ(check.diagnosis, expected == diagnoses.end() ? "" : expected->second)
            << check.id << ": " << check.message;
        at[check.id] = check.at;
    }
    EXPECT_EQ(at["watch-returns-in-the-child"], line_with("if (const pid_t pid = fork())"));
    for (const char* check : {"watch-throws-in-the-child", "watch-leaves-a-zombie",
                              "watch-leaves-a-child-asleep", "watch-leaves-an-orphan"})
        EXPECT_EQ(at[check],
                  line_with("const pid_t pid = fork();\n    if (pid == 0) {\n        work"))
            << check;
    EXPECT_EQ(at["watch-leaves-a-descriptor"],
              line_with("if (pipe(ends.data()) != 0) {\n        std::abort();\n    }\n    close"));
    EXPECT_EQ(at["watch-leaves-another-descriptor"], "") << "the pipe is closed";
    EXPECT_EQ(at["watch-returns-in-both-children"], line_with("const pid_t first = fork()"));
    EXPECT_EQ(at["calls-show-the-read-that-nobody-made-again"],
              line_with("pipe(ends.data()) == 0 && write(ends[1], &byte, 1) == 1 && read("));
    EXPECT_EQ(at["calls-show-which-process-was-started-as-the-third"],
              line_with("const pid_t pid = fork();\n    if (pid == 0) {\n        _exit(0);"));
    EXPECT_EQ(at["calls-show-who-called-the-work"], line_with("work();\n}\n"));
    EXPECT_EQ(at["meeting-shows-where-the-caller-waited"],
              line_with("waitpid(start(work), nullptr, 0)"));
    EXPECT_EQ(at["watch-leaves-a-mapping"], line_with("mmap(nullptr, sizeof(T)"));
    EXPECT_EQ(at["watch-locks-for-one-process"], line_with("mutex->lock()"));
    EXPECT_EQ(at["watch-fills-a-pipe"],
              line_with("waitpid(pid, nullptr, 0);\n}\n\nvoid waits_for_a"));
    EXPECT_EQ(at["watch-waits-for-a-lock-of-the-dead"],
              line_with("pthread_mutex_lock(mutex);\n}\n\nvoid waits_for_a_sleeper"));
    EXPECT_EQ(at["watch-exits-instead-of-the-child"], line_with("_exit(0);\n}\n\nvoid writes"));
}

} // namespace
