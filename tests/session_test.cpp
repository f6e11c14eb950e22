// What every subcommand begins with.

#include "cli/session.hpp"
#include "course_folders.hpp"

#include <gtest/gtest.h>

namespace {

namespace cli = threadlab::cli;
namespace fs = std::filesystem;
using threadlab::testing::Folders;
using threadlab::testing::TempFolder;

// The process has one working directory: it is put back.
class WorkingIn {
public:
    explicit WorkingIn(const fs::path& folder) : before_(fs::current_path()) {
        fs::current_path(folder);
    }
    ~WorkingIn() {
        std::error_code ignored; // a destructor has nobody to tell
        fs::current_path(before_, ignored);
    }
    WorkingIn(const WorkingIn&) = delete;
    WorkingIn& operator=(const WorkingIn&) = delete;

private:
    fs::path before_;
};

cli::Places places_at(const fs::path& course) {
    cli::Places places;
    places.course = course;
    return places;
}

// A course with the one exercise 03-race-fix.
class OneExercise {
public:
    OneExercise() {
        folders.folder.write("exercises/course.yaml",
                             "format: 1\nname: A course\nexercises:\n  - {id: 03-race-fix}\n");
    }

    std::vector<std::string> load(const std::vector<std::string>& names) const {
        const cli::Places places = places_at(folders.folder.path());
        std::vector<std::string> ids;
        for (const auto& exercise : load_exercises(places, load_course(places), names))
            ids.push_back(exercise.id);
        return ids;
    }

    Folders folders;
};

template <typename Call>
std::string usage_error_of(Call call) {
    try {
        call();
    } catch (const cli::UsageError& error) {
        return error.what();
    }
    return "no error";
}

TEST(FindPlaces, TakesTheNearestCourseUpwards) {
    const TempFolder folder;
    folder.write("exercises/course.yaml", "");
    folder.write("inner/exercises/course.yaml", "");
    folder.write("inner/exercises/01-a/deep/file", "");
    const WorkingIn deep(folder.path() / "inner/exercises/01-a/deep");
    const cli::Places places = cli::find_places();
    EXPECT_TRUE(fs::equivalent(places.course, folder.path() / "inner"));
    EXPECT_EQ(places.exercises(), places.course / "exercises");
    EXPECT_EQ(places.solutions(), places.course / "solutions");
    EXPECT_EQ(places.launcher(), places.program / "threadlab-launch");
}

TEST(LoadExercises, TakesEverySpellingOfAName) {
    const OneExercise course;
    for (const char* name : {"3", "03", "race-fix", "03-race-fix"})
        EXPECT_EQ(course.load({name}), std::vector<std::string>{"03-race-fix"}) << name;
}

TEST(LoadExercises, TakesAllWhenNoneIsNamedAndEachOnce) {
    const OneExercise course;
    EXPECT_EQ(course.load({}), std::vector<std::string>{"03-race-fix"});
    EXPECT_EQ(course.load({"3", "race-fix"}), std::vector<std::string>{"03-race-fix"});
}

TEST(LoadExercises, SaysWhichThereAreWhenOneIsUnknown) {
    const OneExercise course;
    EXPECT_EQ(usage_error_of([&] { course.load({"7"}); }),
              "there is no exercise 7; this course has 03-race-fix");
}

TEST(LoadExercises, WorksWithoutTheSolutions) {
    OneExercise course;
    fs::remove_all(course.folders.folder.path() / "solutions");
    EXPECT_EQ(course.load({}), std::vector<std::string>{"03-race-fix"});
}

TEST(LoadExercises, TellsEveryProblemOfAManifestOnALineOfItsOwn) {
    const OneExercise course;
    course.folders.folder.write("exercises/03-race-fix/exercise.yaml", "format: 1\nodd: 1\n");
    const std::string error = usage_error_of([&] { course.load({}); });
    EXPECT_NE(error.find("exercise.yaml:2: "), std::string::npos) << error;
    EXPECT_NE(error.find('\n'), std::string::npos) << error;
}

TEST(LoadCourse, NamesTheFileThatIsMissing) {
    const TempFolder folder;
    const std::string error = usage_error_of([&] { load_course(places_at(folder.path())); });
    EXPECT_NE(error.find("course.yaml"), std::string::npos) << error;
}

TEST(OpenSandbox, RefusesALevelThatDoesNotExist) {
    EXPECT_EQ(usage_error_of([] { cli::open_sandbox({}, "medium"); }),
              "--isolation takes full, limits or none, not medium");
}

TEST(OpenSandbox, GivesTheLevelThatWasAskedFor) {
    for (const char* level : {"none", "limits"})
        EXPECT_EQ(to_string(cli::open_sandbox({}, level)->level()), level);
}

TEST(WorkerCount, IsAtLeastOne) {
    EXPECT_GE(cli::worker_count(), 1);
}

} // namespace
