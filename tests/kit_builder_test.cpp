// What kits are made by.

#include "build/kit_builder.hpp"
#include "fake_sandbox.hpp"
#include "temp_folder.hpp"

#include <gtest/gtest.h>
#include <set>

namespace {

namespace fs = std::filesystem;
using namespace threadlab;
using threadlab::testing::FakeSandbox;
using threadlab::testing::Request;
using threadlab::testing::TempFolder;

course::Exercise exercise_in(const fs::path& folder) {
    course::Exercise exercise;
    exercise.id = "01-x";
    exercise.folder = folder;
    exercise.edit = "x.cpp";
    return exercise;
}

class Kits : public ::testing::Test {
protected:
    build::BuildFault fault_of(const build::KitBuilder& builder) {
        const auto fault = builder.exercise(sources_, {folder_.path(), {}}, out());
        EXPECT_TRUE(fault);
        return fault.value_or(build::BuildFault{});
    }

    fs::path out() {
        const fs::path made = folder_.path() / ("out" + std::to_string(outs_++));
        fs::create_directory(made);
        return made;
    }

    TempFolder folder_;
    int outs_ = 0;
    build::ExerciseSources sources_{
        folder_.write("x.hpp", "#pragma once\n"), {}, folder_.path() / "checks.cpp", {}};
    build::Toolchain toolchain_{"/usr/bin/clang++", "/usr/bin/llvm-symbolizer", "19", "c++20"};
    build::OwnParts own_{fs::path(TESTS_DIR).parent_path() / "grader",
                         folder_.path() / "runtime.a"};
};

sandbox::Outcome ended(const sandbox::Ending& ending, const std::string& output = "") {
    sandbox::Outcome outcome;
    outcome.ending = ending;
    outcome.output = output;
    return outcome;
}

// Else who has a cache would go on with what the old command made.
TEST_F(Kits, HaveEveryWordOfEveryCommandInTheirRecipe) {
    FakeSandbox box([](const sandbox::Command&) { return ended(sandbox::Exited{0}); });
    const build::KitBuilder builder(toolchain_, own_, box);
    EXPECT_FALSE(builder.harness(out()));
    EXPECT_FALSE(builder.lab_headers(out()));
    EXPECT_FALSE(builder.exercise(sources_, {folder_.path(), folder_.path()}, out()));
    const build::Words recipe = builder.recipe();
    const std::set<std::string> known(recipe.begin(), recipe.end());
    const auto requests = box.requests();
    EXPECT_EQ(requests.size(), 14U) << "five for the harness, three headers, twice three checks";
    for (const Request& request : requests)
        for (const std::string& word : request.command.argv)
            EXPECT_TRUE(known.contains(word)) << word;
}

TEST_F(Kits, SayWhoseFaultItIs) {
    FakeSandbox complains(
        [](const sandbox::Command&) { return ended(sandbox::Exited{1}, "checks.cpp:3: error"); });
    const build::BuildFault author = fault_of(build::KitBuilder(toolchain_, own_, complains));
    EXPECT_TRUE(author.in_source);
    EXPECT_EQ(author.why, "checks.cpp does not compile:\nchecks.cpp:3: error");

    FakeSandbox kills([](const sandbox::Command&) { return ended(sandbox::Signalled{SIGKILL}); });
    FakeSandbox kills_a_step([](const sandbox::Command&) {
        return ended(sandbox::Exited{254},
                     "clang++-19: error: unable to execute command: Killed\n"
                     "clang++-19: error: clang frontend command failed due to signal\n");
    });
    // What the source makes the compiler say is no word of its driver's.
    FakeSandbox crashes([](const sandbox::Command&) {
        return ended(sandbox::Exited{254},
                     "checks.cpp:1:9: warning: a\n"
                     "clang++-19: error: unable to execute command: Killed\n"
                     "clang++-19: error: unable to execute command: Illegal instruction\n");
    });
    EXPECT_TRUE(fault_of(build::KitBuilder(toolchain_, own_, crashes)).in_source);
    for (FakeSandbox* box : {&kills, &kills_a_step}) {
        const build::BuildFault machine = fault_of(build::KitBuilder(toolchain_, own_, *box));
        EXPECT_FALSE(machine.in_source);
        EXPECT_EQ(machine.why,
                  "checks.cpp: the compiler was killed: the machine may be out of memory");
    }
}

// As the compiler would be asked to make them. Stands for every program: there must be symbols.
sandbox::Outcome makes_files(const sandbox::Command& command) {
    const std::string prefix = "out/";
    for (const std::string& word : command.argv) {
        if (word.starts_with(prefix)) {
            const fs::path made = command.keep_out.value() / word.substr(prefix.size());
            fs::create_directories(made.parent_path());
            fs::create_symlink("/proc/self/exe", made);
        }
    }
    return ended(sandbox::Exited{0});
}

TEST_F(Kits, AreMadeAgainOnceTheHeaderOfTheirChecksHasChanged) {
    folder_.write("runtime.a", "");
    folder_.write("checks.cpp", "#include \"checks.hpp\"\n");
    FakeSandbox box(makes_files);
    const build::Cache cache(folder_.path() / "cache");
    const course::Exercise exercise = exercise_in(folder_.path());
    const auto commands_for = [&](const std::string& header) {
        folder_.write("checks.hpp", header);
        const std::size_t before = box.requests().size();
        const auto kit =
            build::prepare_kit(exercise, toolchain_, own_, cache, box, [](const std::string&) {});
        EXPECT_TRUE(std::holds_alternative<build::Kit>(kit));
        return box.requests().size() - before;
    };
    EXPECT_GT(commands_for("#pragma once\n"), 0U);
    EXPECT_EQ(commands_for("#pragma once\n"), 0U);
    EXPECT_GT(commands_for("#pragma once\nint one();\n"), 0U);
}

TEST_F(Kits, AreNotMadeOfACheckThatIsAboutNothingThatTheyCall) {
    folder_.write("runtime.a", "");
    folder_.write("checks.cpp", "");
    FakeSandbox box(makes_files);
    const build::Cache cache(folder_.path() / "cache");
    course::Exercise exercise = exercise_in(folder_.path());
    exercise.solutions = folder_.path();
    exercise.checks.emplace_back().id = "adds-up";
    exercise.checks.back().about = "Counter::vanish";
    const auto kit =
        build::prepare_kit(exercise, toolchain_, own_, cache, box, [](const std::string&) {});
    const auto* error = std::get_if<build::KitError>(&kit);
    ASSERT_NE(error, nullptr);
    EXPECT_TRUE(error->by_author);
    EXPECT_EQ(error->why, "the check 'adds-up' is 'about' Counter::vanish, which is no function "
                          "that the checks call");
}

// Who includes it elsewhere, as a submission may try to, does not find it.
TEST_F(Kits, GiveTheHeaderOfTheChecksToTheChecksAlone) {
    sources_.checks_header = folder_.write("checks.hpp", "#pragma once\n");
    FakeSandbox box([](const sandbox::Command&) { return ended(sandbox::Exited{0}); });
    const build::KitBuilder builder(toolchain_, own_, box);
    EXPECT_FALSE(builder.exercise(sources_, {folder_.path(), {}}, out()));
    for (const Request& request : box.requests()) {
        const auto& argv = request.command.argv;
        const auto& files = request.command.files;
        const bool compiles_checks =
            std::find(argv.begin(), argv.end(), "checks.cpp") != argv.end();
        const bool has_header = std::any_of(files.begin(), files.end(), [](const auto& file) {
            return file.inside == "include/checks.hpp";
        });
        EXPECT_EQ(has_header, compiles_checks);
    }
}

// As after an update of a system header that no key knows of.
TEST_F(Kits, CompileChecksWithoutAPrecompiledHeaderThatDoesNotFit) {
    FakeSandbox box([](const sandbox::Command& command) {
        const auto& argv = command.argv;
        const bool with = std::find(argv.begin(), argv.end(), "lab.pch") != argv.end();
        return ended(sandbox::Exited{with ? 1 : 0}, with ? "file was modified" : "");
    });
    const build::KitBuilder builder(toolchain_, own_, box);
    EXPECT_FALSE(builder.exercise(sources_, {folder_.path(), folder_.path()}, out()));
}

} // namespace
