// Where the machine fails, nobody loses a point.

#include "lacking_kernel.hpp"
#include "program.hpp"
#include "sandbox/sandbox.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace threadlab::testing;
using threadlab::scorecard::CheckResult;
using threadlab::scorecard::Scorecard;
namespace sandbox = threadlab::sandbox;

constexpr int could_not_grade = 3;

// A copy of the program beside a launcher of the test's own.
class Installation {
public:
    explicit Installation(const std::string& launcher) {
        const fs::path programs = PROGRAMS_DIR;
        fs::create_directory(folder_.path() / "build");
        fs::copy_file(programs / "threadlab", program());
        fs::create_directory_symlink(programs / "cache", folder_.path() / "build/cache");
        fs::copy_file(programs / "libthreadlab-explorer.a",
                      folder_.path() / "build/libthreadlab-explorer.a");
        fs::create_directory_symlink(repository / "grader", folder_.path() / "grader");
        fs::permissions(folder_.write("build/threadlab-launch", launcher),
                        fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec |
                            fs::perms::group_read | fs::perms::others_read);
    }

    fs::path program() const { return folder_.path() / "build/threadlab"; }

private:
    TempFolder folder_;
};

ProgramRun check_reference(const StudentsCourse& course, const Program& program,
                           const std::vector<std::string>& more = {}) {
    const fs::path reference = repository / "solutions/01-threading";
    std::vector<std::string> arguments{"check",        "01",
                                       "--step",       "1",
                                       "--submission", reference.string(),
                                       "--out",        course.out().string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return program.run(arguments, course.path());
}

// Nothing is graded; the first check says `reason`, and what needs it may only say that.
void expect_ungraded(const ProgramRun& run, const Scorecard& card, const std::string& reason) {
    EXPECT_EQ(run.status, could_not_grade) << run.output << run.error;
    EXPECT_EQ(card.score, 0);
    EXPECT_EQ(card.max, 0);
    for (const CheckResult& check : card.checks) {
        EXPECT_EQ(to_string(check.status), "ungraded") << check.id;
        EXPECT_EQ(check.diagnosis, "");
    }
    EXPECT_NE(card.checks.at(0).reason.find(reason), std::string::npos) << card.checks[0].reason;
    EXPECT_NE(run.output.find(reason), std::string::npos) << run.output;
    expect_nothing_left(run);
}

TEST(BrokenMachine, WithoutTheCompilerGradesNothing) {
    const StudentsCourse course;
    course.change("exercises/course.yaml", "compiler: clang,", "compiler: clang-99,");
    const ProgramRun run = check_reference(course, Program());
    const Scorecard card = course.card();
    EXPECT_EQ(to_string(card.status), "ungraded");
    expect_ungraded(run, card, "clang-99");
}

TEST(BrokenMachine, WhoseSandboxNeverStartsGradesNothing) {
    const Installation broken("#!/bin/sh\nexit 1\n");
    const StudentsCourse course;
    const ProgramRun run = check_reference(course, Program(broken.program()));
    const Scorecard card = course.card();
    EXPECT_EQ(to_string(card.status), "ungraded");
    expect_ungraded(run, card, "the sandbox did not start");
}

// Compiling works, the checks do not: as if the machine had run out of something meanwhile. With
// limits alone, as a full sandbox would not find the launcher that is called from inside.
TEST(BrokenMachine, WhoseSandboxFailsLaterCallsTheChecksUngraded) {
    const std::string launcher = (fs::path(PROGRAMS_DIR) / "threadlab-launch").string();
    const Installation broken("#!/bin/sh\ncase \"$*\" in *./harness*) exit 1;; esac\nexec " +
                              launcher + " \"$@\"\n");
    const StudentsCourse course;
    const ProgramRun run =
        check_reference(course, Program(broken.program()), {"--isolation", "limits"});
    expect_ungraded(run, course.card(), "the sandbox did not start");
}

TEST(BrokenMachine, WhoseKernelRefusesToFilterByAddressGradesNothing) {
    const StudentsCourse course;
    ProgramRun run;
    run_without(SYS_seccomp, [&] { run = check_reference(course, Program()); });
    const Scorecard card = course.card();
    if (card.isolation != "full")
        GTEST_SKIP() << "this machine has no full isolation";
    expect_ungraded(run, card, "this machine cannot confine a check");
}

// One's own code is graded all the same.
TEST(BrokenMachine, WhoseKernelRefusesToFilterByAddressGradesUnderLimits) {
    const StudentsCourse course;
    ProgramRun run;
    run_without(SYS_seccomp,
                [&] { run = check_reference(course, Program(), {"--isolation", "limits"}); });
    EXPECT_EQ(run.status, 0) << run.output << run.error;
}

TEST(BrokenMachine, WhoseKernelHasNoLandlockSaysSoInTheScorecard) {
    const StudentsCourse course;
    ProgramRun run;
    run_without(SYS_landlock_create_ruleset, [&] { run = check_reference(course, Program()); });
    const Scorecard card = course.card();
    if (card.isolation != "full")
        GTEST_SKIP() << "this machine has no full isolation";
    EXPECT_EQ(run.status, 0) << run.output << run.error;
    EXPECT_EQ(card.score, card.max);
    EXPECT_EQ(card.isolation_lacks, std::vector<std::string>{"landlock"});
    EXPECT_NE(run.output.find("run in a full sandbox but for landlock"), std::string::npos)
        << run.output;
    EXPECT_NE(run.error.find("isolation lacks landlock"), std::string::npos) << run.error;
}

class Isolation : public ::testing::TestWithParam<const char*> {};

TEST_P(Isolation, GivesTheReferenceTheScorecardThatItHasAtFull) {
    const auto card_at = [](const std::string& level) {
        const StudentsCourse course;
        const fs::path reference = repository / "solutions/01-threading";
        const ProgramRun run =
            Program().run({"check", "01", "--step", "1", "--isolation", level, "--submission",
                           reference.string(), "--out", course.out().string()},
                          course.path());
        EXPECT_EQ(run.status, 0) << run.output << run.error;
        Scorecard card = course.card();
        EXPECT_EQ(card.score, card.max);
        EXPECT_GT(card.max, 0);
        EXPECT_EQ(card.isolation, level);
        expect_nothing_left(run);
        card.isolation.clear();
        card.run = {};
        return card;
    };
    const Scorecard card = card_at(GetParam());
    const sandbox::Probe found = sandbox::probe(fs::path(PROGRAMS_DIR) / "threadlab-launch");
    if (found.level != sandbox::Level::full)
        GTEST_SKIP() << "this machine has no full isolation to compare with: " << found.why;
    // Precompiled headers, which only a full sandbox has, change no step of a schedule.
    EXPECT_EQ(to_yaml(card), to_yaml(card_at("full")));
}

INSTANTIATE_TEST_SUITE_P(Level, Isolation, ::testing::Values("limits", "none"),
                         [](const auto& info) { return std::string(info.param); });

} // namespace
