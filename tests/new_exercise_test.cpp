// threadlab new: from a name to an exercise that verify accepts.

#include "program.hpp"

#include <gtest/gtest.h>

namespace {

using namespace threadlab::testing;

// A course with one exercise, without what belongs to its solutions.
class OwnCourse {
public:
    OwnCourse() {
        folder_.write("exercises/course.yaml", "format: 1\n"
                                               "name: A course of one's own\n"
                                               "exercises:\n"
                                               "  - {id: 01-first, weight: 2}\n"
                                               "counts: latest\n");
        fs::create_directories(folder_.path() / "exercises/01-first");
    }

    ProgramRun run(const std::vector<std::string>& arguments) const {
        return Program().run(arguments, folder_.path());
    }
    std::string text(const std::string& path) const { return read_text(folder_.path() / path); }
    bool has(const std::string& path) const { return fs::exists(folder_.path() / path); }

private:
    TempFolder folder_;
};

TEST(NewExercise, IsOneThatVerifyAccepts) {
    const OwnCourse course;
    const ProgramRun made = course.run({"new", "07-hall-pass"});
    EXPECT_EQ(made.status, 0) << made.error;
    const ProgramRun verified = course.run({"verify", "07"});
    EXPECT_EQ(verified.status, 0) << verified.output << verified.error;
    EXPECT_NE(verified.output.find("4 answers, 4 as they must be, 0 not"), std::string::npos)
        << verified.output;
    expect_nothing_left(verified);
}

TEST(Verify, KeepsTheScorecardOfEachAnswerInTheFolderThatIsAskedFor) {
    const OwnCourse course;
    course.run({"new", "07-hall-pass"});
    const ProgramRun verified =
        course.run({"verify", "07", "--only", "stub", "--only", "no_lock", "--out", "cards"});
    EXPECT_EQ(verified.status, 0) << verified.output << verified.error;
    ASSERT_TRUE(course.has("cards/07-hall-pass/stub.yaml"));
    EXPECT_NE(course.text("cards/07-hall-pass/rejected/no_lock.yaml").find("diagnosis: data-race"),
              std::string::npos);
    EXPECT_FALSE(course.has("cards/07-hall-pass/reference.yaml"));
}

TEST(NewExercise, HasItsOwnNamesEverywhere) {
    const OwnCourse course;
    course.run({"new", "07-hall-pass"});
    for (const char* path :
         {"exercises/07-hall-pass/hall_pass.cpp", "exercises/07-hall-pass/hall_pass.hpp",
          "exercises/07-hall-pass/exercise.yaml", "exercises/07-hall-pass/README.md",
          "exercises/07-hall-pass/checks.cpp", "solutions/07-hall-pass/hall_pass.cpp",
          "solutions/07-hall-pass/hidden.yaml", "solutions/07-hall-pass/hidden_checks.cpp",
          "solutions/07-hall-pass/accepted/numbers_of_their_own.cpp",
          "solutions/07-hall-pass/rejected/no_lock.cpp"}) {
        ASSERT_TRUE(course.has(path)) << path;
        const std::string text = course.text(path);
        for (const char* placeholder : {"NN", "NAME", "TITLE"})
            EXPECT_EQ(text.find(placeholder), std::string::npos) << path << "\n" << text;
    }
    EXPECT_NE(course.text("exercises/07-hall-pass/exercise.yaml").find("title: Hall pass"),
              std::string::npos);
}

TEST(NewExercise, StandsInTheCourseBehindTheOthers) {
    const OwnCourse course;
    course.run({"new", "07-hall-pass"});
    EXPECT_EQ(course.text("exercises/course.yaml"), "format: 1\n"
                                                    "name: A course of one's own\n"
                                                    "exercises:\n"
                                                    "  - {id: 01-first, weight: 2}\n"
                                                    "  - {id: 07-hall-pass, weight: 1}\n"
                                                    "counts: latest\n");
}

struct Refused {
    const char* id;
    const char* says;
};

TEST(NewExercise, RefusesANameThatIsNoneOrTakenAndWritesNothing) {
    const OwnCourse course;
    const std::string before = course.text("exercises/course.yaml");
    for (const Refused& wrong :
         {Refused{"example", "'example' is no exercise id"}, Refused{"7-example", "no exercise id"},
          Refused{"07-Example", "no exercise id"}, Refused{"../07-x", "no exercise id"},
          Refused{"01-example", "there is 01-first already"},
          Refused{"02-first", "there is 01-first already"}}) {
        const ProgramRun run = course.run({"new", wrong.id});
        EXPECT_EQ(run.status, 2) << wrong.id;
        EXPECT_NE(run.error.find(wrong.says), std::string::npos) << run.error;
    }
    EXPECT_EQ(course.text("exercises/course.yaml"), before);
    EXPECT_FALSE(course.has("solutions"));
}

} // namespace
