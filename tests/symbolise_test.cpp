#include "judge/symbolise.hpp"

#include "tsan_data.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using namespace threadlab;
using harness::Frame;
using judge::Place;
using judge::Places;
using tests::Answering;

const char* const one_answer =
    R"json([{"Address":"0x16af","ModuleName":"submission.so","Symbol":[)json"
    R"json({"Column":3,"FileName":"/usr/include/c++/12/bits/stl_vector.h",)json"
    R"json("FunctionName":"push_back","Line":1278,"StartLine":1276},)json"
    R"json({"Column":9,"FileName":"threading.cpp","FunctionName":"fill()",)json"
    R"json("Line":14,"StartLine":12}]}])json"
    "\n";

Places places_from(const std::string& output) {
    Answering sandbox(output);
    const auto result = judge::symbolise({{"submission.so", 0x16af}}, "/build/submission.so",
                                         "/usr/bin/llvm-symbolizer", sandbox);
    return std::get<Places>(result);
}

TEST(Symbolise, GivesInlinedFunctionsInnermostFirst) {
    const std::vector<Place> expected{
        {"push_back", "/usr/include/c++/12/bits/stl_vector.h", 1278, 1276, 3},
        {"fill()", "threading.cpp", 14, 12, 9}};
    EXPECT_EQ(places_from(one_answer), (Places{{{"submission.so", 0x16af}, expected}}));
}

TEST(Symbolise, AsksOnceForEachAddressOfTheObjectAndForNoOther) {
    Answering sandbox(one_answer);
    judge::symbolise({{"submission.so", 0x16af},
                      {"libc.so.6", 0x27249},
                      {"submission.so", 0xff},
                      {"submission.so", 0x16af}},
                     "/build/submission.so", "/usr/bin/llvm-symbolizer", sandbox);
    ASSERT_EQ(sandbox.commands.size(), 1U);
    const sandbox::Command& command = sandbox.commands[0];
    EXPECT_EQ(command.argv.front(), "/usr/bin/llvm-symbolizer");
    EXPECT_EQ(std::vector(command.argv.end() - 3, command.argv.end()),
              (std::vector<std::string>{"--obj=submission.so", "0xff", "0x16af"}));
    ASSERT_EQ(command.files.size(), 1U);
    EXPECT_EQ(command.files[0].host, "/build/submission.so");
    EXPECT_EQ(command.files[0].inside, "submission.so");
}

TEST(Symbolise, RunsNothingWhenThereIsNothingToLookUp) {
    Answering sandbox("");
    const auto result = judge::symbolise({{"libc.so.6", 0x27249}}, "/build/submission.so",
                                         "/usr/bin/llvm-symbolizer", sandbox);
    EXPECT_TRUE(std::get<Places>(result).empty());
    EXPECT_TRUE(sandbox.commands.empty());
}

TEST(Symbolise, ReadsAnAnswerALineAsWell) {
    const std::string text(one_answer);
    EXPECT_EQ(places_from(text.substr(1, text.size() - 3) + "\n"), places_from(one_answer));
}

TEST(Symbolise, LeavesOutWhatIsUnknownOrNoAnswer) {
    for (const char* output : {
             "",
             "error: no such file\n",
             "[]",
             "[1, null, \"x\"]",
             "{}",
             "[[[[",
             "\xff\xfe",
             R"([{"Address":"0x16af","Error":{"Message":"No such file"}}])",
             R"([{"Address":"0x16af","Symbol":[]}])",
             R"([{"Address":"0x16af","Symbol":"no"}])",
             R"([{"Address":"0x16af","Symbol":[{"FileName":"","FunctionName":"","Line":0}]}])",
             R"([{"Address":"16af","Symbol":[{"FileName":"a.cpp","Line":1}]}])",
             R"([{"Address":"0x","Symbol":[{"FileName":"a.cpp","Line":1}]}])",
             R"([{"Address":7,"Symbol":[{"FileName":"a.cpp","Line":1}]}])",
             R"([{"Address":"0xffffffffffffffffffff","Symbol":[{"FileName":"a.cpp","Line":1}]}])",
             R"([{"Address":"0x16af","Symbol":[7]}])",
         })
        EXPECT_TRUE(places_from(output).empty()) << output;
}

TEST(Symbolise, TakesNoNumberForALineThatCannotBeOne) {
    for (const char* number : {"-7", "1.5", "4294967297", "99999999999999999999"}) {
        const std::string at = "\"Line\":" + std::string(number);
        const Places places =
            places_from(R"([{"Address":"0x16af","Symbol":[{"FileName":"a.cpp",)" + at + "}]}]");
        EXPECT_EQ(places.begin()->second.at(0).line, 0) << number;
    }
}

TEST(Symbolise, KeepsWhatAFailingSymbolizerStillSaid) {
    Answering sandbox(one_answer);
    sandbox.ending = sandbox::Signalled{11};
    const auto result = judge::symbolise({{"submission.so", 0x16af}}, "/build/submission.so",
                                         "/usr/bin/llvm-symbolizer", sandbox);
    EXPECT_EQ(std::get<Places>(result).size(), 1U);
}

TEST(Symbolise, IsTheMachinesFaultWhenItCannotBeRun) {
    for (const sandbox::Ending& ending : {sandbox::Ending{sandbox::MachineFault{"not there"}},
                                          sandbox::Ending{sandbox::Starved{}}}) {
        Answering sandbox("");
        sandbox.ending = ending;
        const auto result = judge::symbolise({{"submission.so", 0x16af}}, "/build/submission.so",
                                             "/usr/bin/llvm-symbolizer", sandbox);
        EXPECT_FALSE(std::get<sandbox::MachineFault>(result).why.empty());
    }
}

TEST(Symbolise, FindsTheLineOfTheCallNotOfTheReturn) {
    for (const char* compiler : {"clang-14", "clang-19"}) {
        // the mutex is unlocked twice, on lines that follow each other
        const auto reports = tests::reports_of(compiler, "bad_unlock");
        const Places& places = tests::places_of(compiler);
        const int guilty = tests::line_of("m.unlock();", 2);
        const auto& frames = reports.at(0).accesses.at(0).frames;
        EXPECT_TRUE(std::any_of(frames.begin(), frames.end(), [&](const Frame& frame) {
            const auto found = places.find({frame.module, frame.offset});
            return found != places.end() && found->second.back().line == guilty;
        })) << compiler;
    }
}

} // namespace
