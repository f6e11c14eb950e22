// Wrong usage and broken manifests, as the program answers them.

#include "program.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace threadlab::testing;

constexpr int wrong_usage = 2;
constexpr int could_not_grade = 3;

ProgramRun check(const StudentsCourse& course, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"check", "--out", course.out().string()});
    return Program().run(arguments, course.path());
}

void expect_refusal(const ProgramRun& run, const std::string& says) {
    EXPECT_EQ(run.status, wrong_usage) << run.output << run.error;
    EXPECT_NE(run.error.find(says), std::string::npos) << run.error;
    EXPECT_EQ(run.output, "");
    expect_nothing_left(run);
}

TEST(WrongUsage, NamesTheExercisesThatThereAre) {
    const StudentsCourse course;
    expect_refusal(check(course, {"07"}), "there is no exercise 07; this course has 01-threading");
}

TEST(WrongUsage, RefusesOneSubmissionForTwoExercises) {
    const StudentsCourse course;
    fs::copy(course.path() / "exercises/01-threading", course.path() / "exercises/09-again",
             fs::copy_options::recursive);
    course.change("exercises/09-again/exercise.yaml", "id: 01-threading", "id: 09-again");
    course.change("exercises/course.yaml", "exercises:\n",
                  "exercises:\n  - {id: 09-again, weight: 1}\n");
    expect_refusal(check(course, {"01", "09", "--submission", "."}),
                   "--submission goes with one exercise");
}

TEST(WrongUsage, KnowsTheStepsOfAnExercise) {
    const StudentsCourse course;
    expect_refusal(check(course, {"01", "--step", "9"}), "01-threading has 5 tasks");
    expect_refusal(check(course, {"01", "--step", "0"}), "--step takes 1 to 5");
}

TEST(WrongUsage, KnowsTheChecksOfAnExercise) {
    const StudentsCourse course;
    expect_refusal(check(course, {"01", "--check", "nonsense"}), "has no check nonsense");
}

TEST(WrongUsage, NamesTheSubmissionThatIsNotThere) {
    const StudentsCourse course;
    expect_refusal(check(course, {"01", "--submission", "nowhere"}), "nowhere");
}

TEST(WrongUsage, NamesTheFileThatTheSubmissionsFolderLacks) {
    const StudentsCourse course;
    fs::create_directory(course.path() / "bare");
    expect_refusal(check(course, {"01", "--submission", "bare"}),
                   "bare holds no threading.cpp that can be graded");
}

TEST(WrongUsage, RefusesAnUnknownIsolation) {
    const StudentsCourse course;
    expect_refusal(check(course, {"01", "--isolation", "some"}), "full, limits or none");
}

TEST(WrongUsage, RefusesAnUnknownOption) {
    const StudentsCourse course;
    expect_refusal(check(course, {"01", "--fast"}), "--fast");
}

TEST(WrongUsage, RefusesToVerifyNothingOrNeverOrWithNobody) {
    const StudentsCourse course;
    for (const char* option : {"--every", "--times", "--jobs"}) {
        expect_refusal(Program().run({"verify", "01", option, "0"}, course.path()),
                       std::string(option) + " takes 1 or more");
    }
}

TEST(WrongUsage, SaysBeforeGradingWhereNoScorecardCanBeWritten) {
    const StudentsCourse course;
    const std::string file = (course.submit(submission_text("empty")) / "threading.cpp").string();
    const std::string refusal = "cannot write scorecards to " + file;
    expect_refusal(
        Program().run({"check", "01", "--submission", file, "--out", file}, course.path()),
        refusal);
    expect_refusal(Program().run({"verify", "01", "--out", file}, course.path()), refusal);
}

TEST(AScorecardThatCannotBeWritten, IsNotTheSubmissionsFault) {
    const StudentsCourse course;
    const fs::path file = course.submit(submission_text("empty")) / "threading.cpp";
    const fs::path out = course.path() / "out";
    fs::create_directories(out / "01-threading.yaml" / "in-the-way");
    const ProgramRun run = Program().run(
        {"check", "01", "--submission", file.string(), "--out", out.string()}, course.path());
    EXPECT_EQ(run.status, could_not_grade) << run.output << run.error;
    EXPECT_NE(run.error.find("cannot write " + (out / "01-threading.yaml").string()),
              std::string::npos)
        << run.error;
    EXPECT_EQ(std::distance(fs::directory_iterator(out), fs::directory_iterator()), 1)
        << "half a scorecard was left behind";
}

TEST(BrokenManifest, IsNamedByFileAndLine) {
    const StudentsCourse course;
    course.change("exercises/01-threading/exercise.yaml", "title: Threading\n",
                  "title: Threading\ncolour: green\n");
    expect_refusal(check(course, {"01"}), "01-threading/exercise.yaml:4: ");
}

TEST(BrokenManifest, OfTheCourseIsNamedByFileAndLine) {
    const StudentsCourse course;
    course.change("exercises/course.yaml", "format: 1\n", "format: 9\n");
    expect_refusal(check(course, {}), "exercises/course.yaml:");
}

TEST(BrokenChecks, AreTheAuthorsFault) {
    const StudentsCourse course;
    course.change("exercises/01-threading/checks.cpp", "namespace {\n", "namespace {\nnonsense\n");
    expect_refusal(check(course, {"01"}), "checks.cpp");
}

} // namespace
