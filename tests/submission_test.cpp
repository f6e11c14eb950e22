// One file -> two shared objects, or why not.

#include "build/submission.hpp"
#include "fake_sandbox.hpp"
#include "real_toolchain.hpp"
#include "temp_folder.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace {

namespace build = threadlab::build;
namespace sandbox = threadlab::sandbox;
using build::Built;
using build::DoesNotBuild;
using build::Variant;
using threadlab::testing::always;
using threadlab::testing::compiles;
using threadlab::testing::ended;
using threadlab::testing::FakeSandbox;
using threadlab::testing::RealToolchain;
using threadlab::testing::Request;
using threadlab::testing::TempFolder;

const build::Toolchain toolchain{"/usr/bin/clang++", "/usr/bin/llvm-symbolizer", "19.1.7", "c++20"};
const build::Submission harmless{"x.cpp", "int a;\n"};

build::Kit kit_with_pch() {
    build::Kit kit;
    kit.header = "/kit/x.hpp";
    kit.pch_native = "/kit/native.pch";
    kit.pch_race = "/kit/race.pch";
    kit.pch_source = "/kit/prefix.hpp";
    return kit;
}

bool has(const Request& request, const std::string& word) {
    const auto& argv = request.command.argv;
    return std::find(argv.begin(), argv.end(), word) != argv.end();
}

bool is_race(const Request& request) {
    return has(request, "-fsanitize=thread");
}

struct Compiled {
    build::BuildResult result;
    std::vector<Request> requests;

    const Request& of(bool race) const {
        return *std::find_if(requests.begin(), requests.end(),
                             [&](const Request& request) { return is_race(request) == race; });
    }
    std::string message() const {
        const auto* broken = std::get_if<DoesNotBuild>(&result);
        return broken == nullptr ? "it builds" : broken->message;
    }
};

// The fake compiler's objects are none of C++.
build::BuildOrder unaudited(bool explored) {
    return {.explored = explored, .allow = {}, .audited = false};
}

Compiled compiled(const FakeSandbox::Answer& answer, const build::Kit& kit = kit_with_pch(),
                  const build::Submission& submission = harmless, bool explored = false) {
    const TempFolder out;
    FakeSandbox box(answer);
    build::BuildResult result =
        build_submission(submission, kit, toolchain, unaudited(explored), out.path(), box);
    return {std::move(result), box.requests()};
}

TEST(BuildSubmission, MakesAnOptimisedAndAnInstrumentedObject) {
    const Compiled made = compiled(compiles);
    ASSERT_TRUE(std::holds_alternative<Built>(made.result));
    const auto& built = std::get<Built>(made.result);
    EXPECT_NE(built.object(Variant::native), built.object(Variant::race));
    ASSERT_EQ(made.requests.size(), 2U);
    for (const char* flag : {"-O2", "-fno-finite-loops", "-Wl,-z,defs"})
        EXPECT_TRUE(has(made.of(false), flag)) << flag;
    for (const char* flag : {"-O1", "-fsanitize=thread"})
        EXPECT_TRUE(has(made.of(true), flag)) << flag;
    EXPECT_FALSE(has(made.of(true), "-Wl,-z,defs")) << "ThreadSanitizer's runtime comes later";
    for (const Request& request : made.requests) {
        EXPECT_EQ(request.command.argv.front(), "/usr/bin/clang++");
        for (const char* flag :
             {"-shared", "-fPIC", "-gline-tables-only", "-fdebug-info-for-profiling", "-std=c++20",
              "-Wl,-Bsymbolic-functions"})
            EXPECT_TRUE(has(request, flag)) << flag;
        EXPECT_FALSE(has(request, "-Wl,-Bsymbolic"));
    }
}

TEST(BuildSubmission, ShowsTheFileAndItsHeaderAloneAndHidesGoogleTest) {
    const Compiled made = compiled(compiles);
    for (const Request& request : made.requests) {
        const auto& hidden = request.command.hide;
        for (const char* folder : {"/usr/include/gtest", "/usr/include/gmock", "/usr/src"})
            EXPECT_NE(std::find(hidden.begin(), hidden.end(), folder), hidden.end()) << folder;
        std::vector<std::string> inside;
        inside.reserve(request.command.files.size());
        for (const sandbox::File& file : request.command.files)
            inside.push_back(file.inside);
        std::sort(inside.begin(), inside.end());
        EXPECT_EQ(inside,
                  (std::vector<std::string>{"header.pch", "include/x.hpp", "prefix.hpp", "x.cpp"}));
    }
}

TEST(BuildSubmission, UsesEachVariantsOwnPrecompiledHeader) {
    const Compiled made = compiled(compiles);
    const auto pch = [&](bool race) {
        for (const sandbox::File& file : made.of(race).command.files)
            if (file.inside == "header.pch")
                return file.host.string();
        return std::string();
    };
    EXPECT_EQ(pch(false), "/kit/native.pch");
    EXPECT_EQ(pch(true), "/kit/race.pch");
}

TEST(BuildSubmission, IncludesThePlainHeaderWhereNoneIsPrecompiled) {
    build::Kit kit;
    kit.header = "/kit/x.hpp";
    for (const Request& request : compiled(compiles, kit).requests) {
        EXPECT_TRUE(has(request, "-include"));
        EXPECT_TRUE(has(request, "include/x.hpp"));
        EXPECT_FALSE(has(request, "-include-pch"));
    }
}

TEST(BuildSubmission, MakesAnObjectForTheExplorerWhereItIsAskedFor) {
    const Compiled made = compiled(compiles, kit_with_pch(), harmless, true);
    EXPECT_EQ(made.requests.size(), 3U);
    EXPECT_EQ(std::get<Built>(made.result).object(Variant::explore).parent_path().filename(),
              "explore");
    EXPECT_FALSE(std::get<Built>(compiled(compiles).result).has(Variant::explore));
}

TEST(BuildSubmission, TriesAgainWithoutThePrecompiledHeaderWhenThatMayBeToBlame) {
    const auto stale = [](const sandbox::Command& command) {
        const bool pch = std::find(command.argv.begin(), command.argv.end(), "-include-pch") !=
                         command.argv.end();
        return pch ? ended(sandbox::Exited{1}, "fatal error: file '/kit/x.hpp' has been modified\n")
                   : compiles(command);
    };
    const Compiled made = compiled(stale);
    EXPECT_TRUE(std::holds_alternative<Built>(made.result));
    EXPECT_EQ(made.requests.size(), 4U);
}

TEST(BuildSubmission, DoesNotTryAgainWhenTheSubmissionIsToBlame) {
    const Compiled made = compiled([](const sandbox::Command&) {
        return ended(sandbox::Exited{1}, "x.cpp:3:5: error: use of undeclared identifier 'y'\n");
    });
    EXPECT_EQ(made.requests.size(), 2U);
    const auto& broken = std::get<DoesNotBuild>(made.result);
    EXPECT_EQ(broken.at, "x.cpp:3");
    EXPECT_NE(broken.message.find("undeclared identifier 'y'"), std::string::npos);
}

TEST(BuildSubmission, NamesTheLimitThatCompilingReached) {
    for (const auto& [limit, word] : {std::pair{sandbox::Limit::cpu, "time"},
                                      {sandbox::Limit::wall, "time"},
                                      {sandbox::Limit::memory, "memory"},
                                      {sandbox::Limit::output, "output"}})
        EXPECT_EQ(compiled(always(ended(sandbox::LimitReached{limit}))).message(),
                  std::string("compiling it took more ") + word + " than it may");
}

TEST(BuildSubmission, FailsInWordsWhenTheCompilerIsSilent) {
    EXPECT_EQ(
        compiled([](const sandbox::Command&) { return ended(sandbox::Signalled{11}); }).message(),
        "the compiler gave up on it");
}

TEST(BuildSubmission, LeavesAFaultOfTheMachineToTheMachine) {
    for (const bool race : {false, true})
        for (const sandbox::Ending& ending : {sandbox::Ending{sandbox::MachineFault{"no box"}},
                                              sandbox::Ending{sandbox::Starved{}}}) {
            const Compiled made = compiled([&](const sandbox::Command& command) {
                return is_race({command, {}}) == race ? ended(ending) : compiles(command);
            });
            EXPECT_TRUE(std::holds_alternative<sandbox::MachineFault>(made.result));
        }
}

TEST(BuildSubmission, LeavesADiskThatCannotBeWrittenToTheMachine) {
    FakeSandbox box(compiles);
    const auto result = build_submission(harmless, kit_with_pch(), toolchain, unaudited(false),
                                         "/dev/null/absent", box);
    EXPECT_TRUE(std::holds_alternative<sandbox::MachineFault>(result));
    EXPECT_TRUE(box.requests().empty());
}

TEST(BuildSubmission, RunsNoCompilerOnWhatIsNoText) {
    for (const auto& [text, message, at] :
         {std::tuple{" \n", "x.cpp is empty", ""},
          {"int a;\n\xE9\n", "x.cpp is not UTF-8 text; save it as UTF-8", "x.cpp:2"}}) {
        const Compiled made = compiled(compiles, kit_with_pch(), {"x.cpp", text});
        EXPECT_EQ(made.message(), message);
        EXPECT_EQ(std::get<DoesNotBuild>(made.result).at, at);
        EXPECT_TRUE(made.requests.empty());
    }
}

TEST(BuildSubmission, NamesWhatWasLeftOutAndWhereItIsDeclared) {
    const TempFolder folder;
    build::Kit kit;
    kit.header = folder.write("x.hpp", "// start() is declared below\n"
                                       "namespace lab {\n"
                                       "int restart(int);\n"
                                       "struct Worker { void start(); };\n"
                                       "int twice(int);\n"
                                       "}\n");
    kit.required = {"_ZN3lab5twiceEi", "_ZN3lab6Worker5startEv"};
    EXPECT_EQ(compiled(compiles, kit).message(),
              "x.cpp does not define lab::Worker::start(), which x.hpp declares on line 4.\n"
              "x.cpp does not define lab::twice(), which x.hpp declares on line 5.\n"
              "Left out, or written with other parameters or in another namespace?");
    kit.required = {"_ZN3lab6Worker4stopEv"};
    EXPECT_EQ(compiled(compiles, kit).message(),
              "x.cpp does not define lab::Worker::stop(), which x.hpp declares.\n"
              "Left out, or written with other parameters or in another namespace?");
}

TEST(BuildSubmission, CountsWhatWasLeftOutWhenItIsMuch) {
    build::Kit kit;
    kit.header = "/kit/x.hpp";
    for (const char name : std::string("abcdef"))
        kit.required.push_back(std::string("_Z1") + name + "v");
    const std::string message = compiled(compiles, kit).message();
    EXPECT_NE(message.find("x.cpp does not define d()"), std::string::npos) << message;
    EXPECT_NE(message.find("Nor does it define 2 more."), std::string::npos) << message;
}

struct Real {
    const char* name;
    const char* text;
    const char* message; // empty: it builds
    const char* at;
};

TEST(BuildSubmission, JudgesRealFilesWithTheRealCompiler) {
    RealToolchain real;
    if (!real.toolchain)
        GTEST_SKIP() << "this machine has no clang";
    const TempFolder folder;
    build::Kit kit;
    kit.header = folder.write("x.hpp", "#pragma once\nnamespace lab {\nint twice(int);\n}\n");
    kit.required = {"_ZN3lab5twiceEi"};
    const char* const right = "namespace lab { int twice(int x) { return 2 * x; } }\n";
    int number = 0;
    for (const Real& row : {
             Real{"the header named", "#include \"x.hpp\"\nint lab::twice(int x) { return x; }\n",
                  "", ""},
             Real{"the header not named", right, "", ""},
             Real{"a typing error", "#include \"x.hpp\"\nint lab::twice(int x) { retrun x; }\n",
                  "retrun", "x.cpp:2"},
             Real{"left out", "int a;\n",
                  "x.cpp does not define lab::twice(), which x.hpp declares on line 3.", ""},
             Real{"declared again, and called", "int other(); int a = other();\n", "other",
                  "x.cpp:1"},
         }) {
        const auto out = folder.path() / std::to_string(++number);
        std::filesystem::create_directory(out);
        const auto result =
            build_submission({"x.cpp", row.text}, kit, *real.toolchain,
                             build::BuildOrder{.allow = {"threads"}}, out, *real.box);
        const auto* broken = std::get_if<DoesNotBuild>(&result);
        EXPECT_EQ(std::holds_alternative<Built>(result), *row.message == '\0') << row.name;
        if (broken != nullptr) {
            EXPECT_NE(broken->message.find(row.message), std::string::npos) << broken->message;
            EXPECT_EQ(broken->at, row.at) << row.name;
        }
    }
}

TEST(ReadSubmission, TakesAFileOrAFolderThatHoldsIt) {
    const TempFolder folder;
    const auto file = folder.write("in/x.cpp", "int a;\r\n");
    EXPECT_EQ(build::read_submission(file, "x.cpp").text, "int a;\r\n");
    EXPECT_EQ(build::read_submission(folder.path() / "in", "x.cpp").text, "int a;\r\n");
    EXPECT_EQ(build::read_submission(folder.write("mine.cpp", "int b;"), "x.cpp").name, "x.cpp");
}

TEST(ReadSubmission, SaysWhichFileThereIsNot) {
    const TempFolder folder;
    try {
        build::read_submission(folder.path(), "x.cpp");
        FAIL() << "there is no such file";
    } catch (const std::runtime_error& error) {
        EXPECT_EQ(error.what(), "there is no file " + (folder.path() / "x.cpp").string());
    }
}

} // namespace
