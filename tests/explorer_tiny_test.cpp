// Exhaustive search on real programs, so small that their classes can be counted by hand: the
// claim says as many, and a bug is found with certainty.

#include "program.hpp"
#include "temp_folder.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

namespace {

namespace fs = std::filesystem;
using namespace threadlab::testing;

const fs::path tiny = fs::path(TESTS_DIR) / "data/explorer-tiny";

std::vector<std::string> programs() {
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator(tiny))
        names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

// What the program's own comment promises: the rest of the line behind `key`; empty: nothing.
std::string promised(const std::string& name, const std::string& key) {
    const std::string text = read_text(tiny / (name + ".cpp"));
    const std::string mark = "// " + key + ": ";
    const std::size_t begin = text.find(mark);
    if (begin == std::string::npos)
        return "";
    return text.substr(begin + mark.size(), text.find('\n', begin) - begin - mark.size());
}

YAML::Node explored(const std::string& name, std::vector<std::string> options = {}) {
    std::vector<std::string> words{"explore", "--format", "yaml"};
    words.insert(words.end(), options.begin(), options.end());
    if (std::find(words.begin(), words.end(), "--schedules") == words.end())
        words.insert(words.end(), {"--schedules", "500"});
    words.push_back((tiny / (name + ".cpp")).string());
    return YAML::Load(Program().run(words, tiny).output);
}

std::string claim(const YAML::Node& told) {
    return told["claim"].as<std::string>("");
}

class ExplorerTiny : public ::testing::TestWithParam<std::string> {};

TEST_P(ExplorerTiny, IsSearchedToItsEnd) {
    const YAML::Node told = explored(GetParam(), {"--strategy", "exhaustive"});
    const std::string diagnosis = promised(GetParam(), "finds");
    EXPECT_EQ(told["diagnosis"].as<std::string>(""), diagnosis);
    EXPECT_EQ(told["status"].as<std::string>(""), diagnosis.empty() ? "passed" : "failed");
    if (const std::string classes = promised(GetParam(), "classes"); !classes.empty()) {
        EXPECT_EQ(told["schedules"].as<std::string>(""), classes);
        const std::string runs = classes + (classes == "1" ? " run" : " runs");
        EXPECT_NE(claim(told).find("every sequentially consistent interleaving, in " + runs +
                                   ", one per equivalence class"),
                  std::string::npos)
            << claim(told);
    } else {
        EXPECT_EQ(claim(told).find("every"), std::string::npos) << claim(told);
    }
}

INSTANTIATE_TEST_SUITE_P(Programs, ExplorerTiny, ::testing::ValuesIn(programs()),
                         [](const auto& info) {
                             std::string name = info.param;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

TEST(ExplorerClaim, CountsWeakExchangesThatFailWhereTheCompilerTellsThem) {
    const TempFolder folder;
    const std::string object = (folder.path() / "weak.o").string();
    const std::string program = (folder.path() / "weak").string();
    const std::string build = "g++ -std=c++20 -g -fsanitize=thread -c " +
                              (tiny / "weak-exchange-loop.cpp").string() + " -o " + object +
                              " && g++ " + object + " -o " + program +
                              " -pthread -rdynamic -Wl,--whole-archive " PROGRAMS_DIR
                              "/libthreadlab-explorer.a -Wl,--no-whole-archive -ldl";
    ASSERT_EQ(std::system(build.c_str()), 0) << build;
    const ProgramRun run = Program().run(
        {"explore", "--format", "yaml", "--strategy", "exhaustive", "--", program}, tiny);
    const YAML::Node told = YAML::Load(run.output);
    EXPECT_EQ(told["schedules"].as<std::string>(""),
              promised("weak-exchange-loop", "classes with g++"));
    EXPECT_NE(claim(told).find("or weak compare-exchange failure"), std::string::npos)
        << run.output << run.error;
}

TEST(ExplorerClaim, IsCompleteAlsoWhereNobodyAskedForIt) {
    const YAML::Node told = explored("turns");
    EXPECT_EQ(told["schedules"].as<int>(0), 10);
    EXPECT_NE(claim(told).find("every sequentially consistent interleaving"), std::string::npos)
        << claim(told);
}

TEST(ExplorerClaim, SaysWhatWasNotTried) {
    EXPECT_NE(claim(explored("publication")).find("stale reads"), std::string::npos);
    EXPECT_EQ(claim(explored("two-adders")).find("stale reads"), std::string::npos);
}

TEST(ExplorerClaim, SaysHowManyPreemptionsThereWere) {
    const YAML::Node right =
        explored("turns-up-to-five", {"--strategy", "exhaustive", "--preemptions", "2"});
    EXPECT_EQ(right["status"].as<std::string>(""), "passed");
    EXPECT_NE(claim(right).find("with at most 2 preemptions"), std::string::npos) << claim(right);
    const YAML::Node wrong =
        explored("turns-up-to-five", {"--strategy", "exhaustive", "--preemptions", "3"});
    EXPECT_EQ(wrong["diagnosis"].as<std::string>(""), "wrong-result");
}

TEST(ExplorerClaim, OfASampleIsTheBoundThatItsPapersGive) {
    const YAML::Node told = explored("sleeper", {"--schedules", "40"});
    EXPECT_NE(claim(told).find("40 schedules of 3 threads"), std::string::npos) << claim(told);
    EXPECT_NE(claim(told).find("a bug of depth 2"), std::string::npos) << claim(told);
}

} // namespace
