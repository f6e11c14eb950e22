#include "course/read.hpp"

#include "course/suggest.hpp"
#include "course/test_names.hpp"
#include "course_folders.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace {

using namespace threadlab::course;
using namespace threadlab::testing;

TEST(ReadExercise, ReadsTheHeadOfAGoodManifest) {
    const Folders folders;
    const auto result = folders.read();
    ASSERT_TRUE(std::holds_alternative<Exercise>(result)) << listing(problems_of(result));
    const auto& exercise = std::get<Exercise>(result);
    EXPECT_EQ(exercise.id, "03-race-fix");
    EXPECT_EQ(exercise.title, "Fix the race");
    EXPECT_EQ(exercise.edit, "race_fix.cpp");
    EXPECT_EQ(exercise.folder, folders.exercise());
    EXPECT_EQ(exercise.solutions, folders.solutions());
    EXPECT_EQ(exercise.allow, std::vector<std::string>{"threads"});
    EXPECT_EQ(exercise.hidden_points, 30);
    ASSERT_EQ(exercise.tasks.size(), 2U);
    EXPECT_EQ(exercise.tasks[1].id, "speed");
    EXPECT_EQ(exercise.tasks[1].title, "No lock where none is needed");
}

TEST(ReadExercise, ReadsTheVisibleChecksAndThenTheHiddenOnes) {
    const Folders folders;
    const auto result = folders.read();
    ASSERT_TRUE(std::holds_alternative<Exercise>(result)) << listing(problems_of(result));
    const auto& checks = std::get<Exercise>(result).checks;
    ASSERT_EQ(checks.size(), 5U);

    EXPECT_EQ(checks[0].id, "adds-up");
    EXPECT_EQ(checks[0].says, "two threads leave 10");
    EXPECT_EQ(checks[0].task, "counter");
    EXPECT_EQ(checks[0].test, "Counter.AddsUp");
    EXPECT_EQ(checks[0].kind, Kind::native);
    EXPECT_EQ(checks[0].points, 30);
    EXPECT_TRUE(checks[0].needs.empty());
    EXPECT_EQ(checks[0].hints.size(), 3U);
    EXPECT_EQ(checks[0].visibility, Visibility::visible);

    EXPECT_EQ(checks[1].kind, Kind::race);
    EXPECT_EQ(checks[1].repeats, 7);
    EXPECT_EQ(checks[1].needs, std::vector<std::string>{"adds-up"});

    EXPECT_EQ(checks[2].kind, Kind::timing);
    EXPECT_EQ(checks[2].cores, 4);
    ASSERT_TRUE(checks[2].threshold);
    EXPECT_EQ(checks[2].threshold->of, "four");
    EXPECT_EQ(checks[2].threshold->to, "one");
    EXPECT_EQ(checks[2].threshold->at_most, 0.5);

    EXPECT_EQ(checks[3].id, "adds-up-again");
    EXPECT_EQ(checks[3].schedules, 0);
    EXPECT_EQ(checks[3].visibility, Visibility::hidden);
    EXPECT_EQ(checks[4].visibility, Visibility::after_due_date);
    EXPECT_EQ(checks[4].repeats, 5);
}

TEST(ReadExercise, GivesExploredChecksTheirNumberOfSchedules) {
    const auto check_of = [](const std::string& kind) {
        const std::string text = replaced(good_exercise, "kind: native", kind);
        const auto read = Folders({.exercise = text}).read();
        EXPECT_TRUE(std::holds_alternative<Exercise>(read)) << listing(problems_of(read));
        return std::get<Exercise>(read).checks.at(0);
    };
    EXPECT_EQ(check_of("kind: explore").kind, Kind::explore);
    EXPECT_EQ(check_of("kind: explore").schedules, 400);
    EXPECT_EQ(check_of("kind: explore\n    schedules: 7").schedules, 7);
    const auto timed = check_of("kind: virtual\n    cores: 2\n"
                                "    threshold: {of: a, to: b, at_most: 0.5}");
    EXPECT_EQ(timed.kind, Kind::virtual_time);
    EXPECT_EQ(timed.schedules, 20);
    EXPECT_EQ(timed.cores, 2);
    EXPECT_EQ(timed.threshold->at_most, 0.5);
    EXPECT_FALSE(check_of("kind: virtual").threshold);
}

TEST(ReadExercise, ReadsWhatACheckShowsOfALecture) {
    const std::string text =
        replaced(good_exercise, "kind: native",
                 "kind: native\n    figure: {of: five sleeps, shows: \"{threaded} s\"}");
    const auto read = Folders({.exercise = text}).read();
    ASSERT_TRUE(std::holds_alternative<Exercise>(read)) << listing(problems_of(read));
    const auto& checks = std::get<Exercise>(read).checks;
    ASSERT_TRUE(checks[0].figure);
    EXPECT_EQ(checks[0].figure->of, "five sleeps");
    EXPECT_EQ(checks[0].figure->shows, "{threaded} s");
    EXPECT_FALSE(checks[1].figure);
}

// The header of the folder declares what is named.
TEST(ReadExercise, TellsWhichFunctionACheckIsAboutByItsTaskUnlessItSaysSoItself) {
    std::string text = replaced(good_exercise, "loses nothing}", "loses nothing, about: increase}");
    text = replaced(text, "repeats: 7", "repeats: 7\n    about: Counter::value");
    const auto read = Folders({.exercise = text}).read();
    ASSERT_TRUE(std::holds_alternative<Exercise>(read)) << listing(problems_of(read));
    const Exercise& exercise = std::get<Exercise>(read);
    EXPECT_EQ(exercise.find_check("adds-up")->about, "increase");
    EXPECT_EQ(exercise.find_check("adds-up-again")->about, "increase");
    EXPECT_EQ(exercise.find_check("no-race")->about, "Counter::value");
    EXPECT_EQ(exercise.find_check("scales")->about, std::nullopt);
}

TEST(ReadExercise, LetsTheStubEarnNothingUnlessItSaysSo) {
    const auto most_of = [](const std::string& text) {
        const auto read = Folders({.exercise = text}).read();
        EXPECT_TRUE(std::holds_alternative<Exercise>(read)) << listing(problems_of(read));
        return std::get<Exercise>(read).stub_earns;
    };
    EXPECT_EQ(most_of(good_exercise), 0);
    EXPECT_EQ(most_of(replaced(good_exercise, "limits:", "stub_earns: 15\nlimits:")), 15);
}

TEST(ReadExercise, LetsLimitsComeFromCheckThenExerciseThenCourse) {
    const Folders folders;
    const auto result =
        folders.read({.seconds = 60, .memory_mb = 1024, .threads = 8, .output_kb = 4});
    ASSERT_TRUE(std::holds_alternative<Exercise>(result)) << listing(problems_of(result));
    const auto& checks = std::get<Exercise>(result).checks;
    const Limits exercise{.seconds = 5, .memory_mb = 256, .threads = 8, .output_kb = 4};
    const Limits own{.seconds = 20, .memory_mb = 256, .threads = 8, .output_kb = 4};
    EXPECT_EQ(checks[0].limits, exercise);
    EXPECT_EQ(checks[1].limits, own);
    EXPECT_EQ(checks[4].limits, exercise);
}

TEST(ReadExercise, ReadsWhatTheStudentsKitHasWithoutItsSolutions) {
    const Folders folders;
    fs::remove_all(folders.solutions());
    for (const auto& result :
         {folders.read(), read_exercise(folders.exercise() / "", std::nullopt, {})}) {
        ASSERT_TRUE(std::holds_alternative<Exercise>(result)) << listing(problems_of(result));
        const auto& exercise = std::get<Exercise>(result);
        EXPECT_EQ(exercise.checks.size(), 3U);
        EXPECT_EQ(exercise.hidden_points, 30);
        EXPECT_FALSE(exercise.solutions);
    }
}

TEST(ReadExercise, ToleratesAFolderOfSolutionsWithoutHiddenChecksOnlyIfNoPointsAreHidden) {
    const Folders announced;
    fs::remove(announced.solutions() / "hidden.yaml");
    expect_problems(problems_of(announced.read()),
                    {"exercise.yaml:6: 'hidden_points' is 30, but there is no file "});

    const Folders none({.exercise = replaced(replaced(good_exercise, "hidden_points: 30\n", ""),
                                             "points: 30", "points: 60")});
    fs::remove(none.solutions() / "hidden.yaml");
    const auto result = none.read();
    EXPECT_TRUE(std::holds_alternative<Exercise>(result)) << listing(problems_of(result));
}

TEST(ReadExercise, NamesAMissingFile) {
    const Folders folders;
    fs::remove(folders.exercise() / "checks.cpp");
    fs::remove(folders.exercise() / "race_fix.hpp");
    fs::remove(folders.solutions() / "hidden_checks.cpp");
    expect_problems(problems_of(folders.read()),
                    {"exercise.yaml:4: there is no file race_fix.hpp in 03-race-fix",
                     "exercise.yaml:11: checks.cpp, where the tests of these checks must be",
                     "hidden.yaml:1: hidden_checks.cpp, where the tests of these checks must be"});
}

TEST(ReadExercise, NamesAMissingEmptyOrUnreadableManifest) {
    const Folders missing;
    fs::remove(missing.exercise() / "exercise.yaml");
    expect_problems(problems_of(missing.read()), {"exercise.yaml:0: there is no such file"});
    fs::create_directory(missing.exercise() / "exercise.yaml");
    expect_problems(problems_of(missing.read()), {"exercise.yaml:0: this is not a file"});

    expect_problems(problems_of(Folders({.exercise = "# nothing\n"}).read()),
                    {"exercise.yaml:0: the file is empty"});
    expect_problems(problems_of(Folders({.exercise = "just words\n"}).read()),
                    {"exercise.yaml:1: the manifest must be a map with the keys format, "});
    expect_problems(problems_of(Folders({.hidden = ""}).read()),
                    {"hidden.yaml:0: the file is empty"});
}

TEST(ReadExercise, SurvivesAbsurdYaml) {
    const std::string texts[] = {
        std::string(100'000, '['),
        std::string(100'000, '{'),
        std::string("a: ") + std::string(100'000, '\''),
        std::string("\xff\xfe\x00\xd8", 4),
        std::string("format: 1\0id", 12),
        "&a [*a, *a, *a]",
        "? [1, 2]\n: 3\n",
        "? {a: 1}\n: 3\n",
        "%YAML 9.9\n---\nformat: 1\n",
        std::string(2'000'000, ' '),
    };
    for (const std::string& text : texts)
        EXPECT_FALSE(problems_of(Folders({.exercise = text}).read()).empty()) << text.substr(0, 20);

    std::string stairs;
    for (int depth = 0; depth < 1000; ++depth)
        stairs += std::string(static_cast<std::size_t>(depth), ' ') + "a:\n";
    expect_problems(problems_of(Folders({.exercise = stairs}).read()),
                    {"exercise.yaml:17: lists and maps are nested too deeply"});
}

TEST(ReadCourse, ReadsAGoodCourse) {
    const TempFolder folder;
    fs::create_directories(folder.path() / "01-threading");
    fs::create_directories(folder.path() / "03-race-fix");
    folder.write("course.yaml", good_course);
    const auto result = read_course(folder.path());
    ASSERT_TRUE(std::holds_alternative<Course>(result)) << listing(problems_of(result));
    const auto& course = std::get<Course>(result);
    EXPECT_EQ(course.name, "Concurrency in C++20");
    ASSERT_EQ(course.exercises.size(), 2U);
    EXPECT_EQ(course.exercises[0].id, "01-threading");
    EXPECT_FALSE(course.exercises[0].due);
    EXPECT_EQ(course.exercises[1].weight, 2.5);
    EXPECT_EQ(course.exercises[1].due, "2027-01-15T23:59:00+01:00");
    EXPECT_EQ(course.penalty_per_day, 10);
    EXPECT_EQ(course.counts, Counts::best);
    EXPECT_EQ(course.branches.at("race*"), "03-race-fix");
    EXPECT_EQ(course.toolchain.compiler, "clang-19");
    EXPECT_EQ(course.toolchain.standard, "c++23");
    const Limits limits{.seconds = 10, .memory_mb = 512, .threads = 32, .output_kb = 16};
    EXPECT_EQ(course.limits, limits);
}

TEST(ReadCourse, FillsInWhatIsLeftOut) {
    const TempFolder folder;
    fs::create_directories(folder.path() / "01-threading");
    folder.write("course.yaml", "format: 1\nname: C\nexercises: [{id: 01-threading}]\n");
    const auto result = read_course(folder.path());
    ASSERT_TRUE(std::holds_alternative<Course>(result)) << listing(problems_of(result));
    const auto& course = std::get<Course>(result);
    EXPECT_EQ(course.exercises[0].weight, 1);
    EXPECT_EQ(course.penalty_per_day, 0);
    EXPECT_EQ(course.counts, Counts::latest);
    EXPECT_EQ(course.toolchain.compiler, "clang");
    EXPECT_EQ(course.toolchain.standard, "c++20");
    EXPECT_EQ(course.limits, Limits());
}

TEST(ReadCourse, NamesAMissingFile) {
    const TempFolder folder;
    expect_problems(problems_of(read_course(folder.path())),
                    {"course.yaml:0: there is no such file"});
}

TEST(FindExercise, TakesNumberNameOrId) {
    Course course;
    course.exercises = {{.id = "01-threading", .due = {}}, {.id = "03-race-fix", .due = {}}};
    for (const char* name : {"3", "03", "race-fix", "03-race-fix"})
        EXPECT_EQ(find_exercise(course, name), "03-race-fix") << name;
    for (const char* name : {"", "2", "race", "3-race-fix", "-3", "03-", "threads"})
        EXPECT_EQ(find_exercise(course, name), std::nullopt) << name;
}

TEST(ProblemToString, LeavesOutTheLineOfAWholeFile) {
    EXPECT_EQ(to_string({"a/b.yaml", 7, "wrong"}), "a/b.yaml:7: wrong");
    EXPECT_EQ(to_string({"a/b.yaml", 0, "wrong"}), "a/b.yaml: wrong");
}

TEST(TestNames, SkipsCommentsStringsAndLongerWords) {
    const char* source = R"code(
        TEST(A, Plain) {}
        TEST_F ( B ,
                 Spread ) {}
        // TEST(No, LineComment) \
           TEST(No, CarriedOn)
        /* TEST(No, BlockComment) */
        const char* text = "TEST(No, String) \" TEST(No, Escaped)";
        const char* raw = R"x(TEST(No, Raw) )" TEST(No, StillRaw))x";
        int big = 1'000'000; TEST(C, AfterDigits) {}
        char quote = '"'; TEST(D, AfterQuote) {}
        MY_TEST(No, OtherMacro) {}
        TEST(/* a */ E, /* b */ WithComments) {}
    )code";
    const std::vector<std::string> expected = {"A.Plain", "B.Spread", "C.AfterDigits",
                                               "D.AfterQuote", "E.WithComments"};
    EXPECT_EQ(test_names(source), expected);
}

TEST(TestNames, SurvivesUnfinishedSource) {
    for (const char* source :
         {"", "TEST(", "\"", "'", "R\"", "R\"x(", "/*", "//", "\"\\", "TEST(A, B"})
        EXPECT_TRUE(test_names(source).empty()) << source;
    EXPECT_EQ(test_names("TEST(A, B)").size(), 1U);
}

TEST(Suggestion, IsMadeOnlyForSlips) {
    const std::vector<std::string> words = {"points", "hints", "needs"};
    EXPECT_EQ(nearest("point", words), "points");
    EXPECT_EQ(nearest("Hints", words), "hints");
    EXPECT_EQ(nearest("nedes", words), "needs");
    EXPECT_EQ(nearest("visibility", words), std::nullopt);
    EXPECT_EQ(suggestion("x", words, "the keys are"), "the keys are: points, hints, needs");
}

// The yaml blocks of docs/manifest.md, in its order.
std::vector<std::string> examples() {
    std::ifstream in(fs::path(TESTS_DIR) / "../docs/manifest.md");
    std::vector<std::string> blocks;
    bool inside = false;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("```")) {
            inside = line == "```yaml";
            if (inside)
                blocks.emplace_back();
        } else if (inside) {
            blocks.back() += line + "\n";
        }
    }
    return blocks;
}

TEST(ManifestReference, ShowsExamplesThatAreRead) {
    const auto blocks = examples();
    ASSERT_EQ(blocks.size(), 3U);
    const Folders folders({.exercise = blocks[1], .hidden = blocks[2]});
    const auto exercise = folders.read();
    EXPECT_TRUE(std::holds_alternative<Exercise>(exercise)) << listing(problems_of(exercise));

    fs::create_directories(folders.folder.path() / "exercises/01-threading");
    folders.folder.write("exercises/course.yaml", blocks[0]);
    const auto course = read_course(folders.folder.path() / "exercises");
    EXPECT_TRUE(std::holds_alternative<Course>(course)) << listing(problems_of(course));
}

} // namespace
