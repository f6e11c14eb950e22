// The explorer on small programs, wrong ones and right ones: each wrong one is found, with its own
// diagnosis and a line of its own, and found again from its token; no right one is accused.

#include "built_program.hpp"

#include <algorithm>
#include <cstdlib>
#include <gtest/gtest.h>
#include <set>
#include <sstream>
#include <yaml-cpp/yaml.h>

namespace {

namespace fs = std::filesystem;
using namespace threadlab;
using namespace threadlab::testing;

const fs::path corpus = fs::path(TESTS_DIR) / "data/explorer";

// As `make test-explorer` sets it.
bool whole_corpus() {
    return std::getenv("WHOLE_CORPUS") != nullptr;
}

// Every eighth (or `step`th), which is what there is time for among the other tests; of the whole
// corpus, all.
std::vector<std::string> programs_in(const std::string& folder, std::size_t step = 8) {
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator(corpus / folder))
        names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    if (!whole_corpus()) {
        std::size_t index = 0;
        std::erase_if(names, [&](const std::string&) { return index++ % step != 0; });
    }
    return names;
}

Built build_corpus(const std::string& folder, const std::string& name) {
    return {corpus / folder, name, read_text(corpus / folder / (name + ".cpp"))};
}

std::string promised_diagnosis(const std::string& text) {
    constexpr std::string_view mark = "// finds: ";
    const std::size_t begin = text.find(mark) + mark.size();
    return text.substr(begin, text.find('\n', begin) - begin);
}

std::set<std::string> guilty_places(const std::string& name, const std::string& text) {
    std::set<std::string> places;
    std::istringstream lines(text);
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (line.find("// HERE") != std::string::npos)
            places.insert(name + ".cpp:" + std::to_string(number));
    }
    return places;
}

class WrongProgram : public ::testing::TestWithParam<std::string> {};

TEST_P(WrongProgram, IsFoundWithItsDiagnosisAndFoundAgainFromItsToken) {
    const Built program = build_corpus("wrong", GetParam());
    const ProgramRun first = program.explore();
    EXPECT_EQ(first.status, 1) << first.output << first.error;
    const YAML::Node told = YAML::Load(first.output);
    EXPECT_EQ(told["status"].as<std::string>(""), "failed");
    EXPECT_EQ(told["diagnosis"].as<std::string>(""), promised_diagnosis(program.text()));
    const std::set<std::string> guilty = guilty_places(GetParam(), program.text());
    EXPECT_TRUE(guilty.contains(told["at"].as<std::string>(""))) << first.output;

    EXPECT_EQ(program.explore().output, first.output) << "not the same twice";
    const ProgramRun again = program.explore({"--replay", told["replay"].as<std::string>("")});
    const YAML::Node replayed = YAML::Load(again.output);
    for (const char* key : {"status", "diagnosis", "message", "at", "steps", "replay"})
        EXPECT_EQ(YAML::Dump(replayed[key]), YAML::Dump(told[key])) << key;
}

TEST_P(WrongProgram, IsFoundAgainFromTheDecisionsThatWereTakenBeforeTheyWereMinimised) {
    const Built program = build_corpus("wrong", GetParam());
    const std::string found = program.record("minimise=no");
    EXPECT_EQ(field(found, "status"), "failed") << found;
    if (found.find("\nreplay\t") == std::string::npos)
        GTEST_SKIP() << "so many decisions that the record leaves them out";
    const std::string again = program.record("minimise=no,replay=" + field(found, "replay"));
    for (const char* name : {"status", "hash", "harm", "at", "race", "race-with", "replay"})
        EXPECT_EQ(field(again, name), field(found, name)) << name;
}

class RightProgram : public ::testing::TestWithParam<std::string> {};

TEST_P(RightProgram, IsNeverAccused) {
    const Built program = build_corpus("right", GetParam());
    const ProgramRun run = program.explore();
    EXPECT_EQ(run.status, 0) << run.output << run.error;
    EXPECT_NE(run.output.find("status: passed"), std::string::npos) << run.output;
}

class EveryProgram : public ::testing::TestWithParam<std::string> {};

// What libstdc++ does inside of an atomic<shared_ptr> is only told by its callers, which schedules
// that share a process do not follow: these programs begin anew, once.
bool uses_atomic_pointer(const std::string& text) {
    return text.find("std::atomic<std::shared_ptr") != std::string::npos;
}

TEST_P(EveryProgram, RunsTheSameWhetherItsSchedulesShareAProcessOrNot) {
    const fs::path path = GetParam();
    const Built program = build_corpus(path.parent_path().string(), path.filename().string());
    const int schedules = whole_corpus() ? 1100 : 120;
    const std::string each = program.record("each", schedules);
    EXPECT_NE(each.find("\nhashes\t"), std::string::npos) << each;
    const std::string many = program.record("many", schedules);
    EXPECT_EQ(without_ways(many), without_ways(each));
    // Without a word, where they disagree, only processes of their own would count.
    EXPECT_LE(ways_of(many).disagreements, uses_atomic_pointer(program.text()) ? 1U : 0U) << many;
    EXPECT_EQ(ways_of(each).together, 0U) << each;
}

TEST(AProgramLinkedElsewhere, IsToldInItsOwnLinesWhateverItsName) {
    const Program threadlab;
    const TempFolder folder;
    folder.write("racy.c", "#include <pthread.h>\n"
                           "int n;\n"
                           "static void* add(void* p) { n++; return p; }\n"
                           "int main(void) {\n"
                           "    pthread_t a, b;\n"
                           "    pthread_create(&a, 0, add, 0);\n"
                           "    pthread_create(&b, 0, add, 0);\n"
                           "    pthread_join(a, 0);\n"
                           "    return pthread_join(b, 0);\n"
                           "}\n");
    const std::string flags = threadlab.run({"explore", "--flags"}, repository).output;
    const RealToolchain real;
    std::string compiler = real.toolchain.value().compiler.string();
    compiler.replace(compiler.rfind("clang++"), 7, "clang"); // the C compiler beside it
    const std::string build =
        "cd " + folder.path().string() + " && " + compiler + " racy.c -o strange-name " + flags;
    ASSERT_EQ(std::system(build.c_str()), 0) << build;
    const ProgramRun run = threadlab.run(
        {"explore", "--format", "yaml", "--", (folder.path() / "strange-name").string()},
        repository);
    EXPECT_EQ(run.status, 1) << run.output << run.error;
    const YAML::Node told = YAML::Load(run.output);
    EXPECT_EQ(told["diagnosis"].as<std::string>(""), "data-race");
    EXPECT_EQ(told["at"].as<std::string>(""), "racy.c:3") << run.output;
}

TEST(ExploreByItself, RefusesWhatItCannotDo) {
    struct Row {
        std::vector<std::string> words;
        const char* says;
    };
    const Row rows[] = {
        {{}, "explore what?"},
        {{"absent.cpp"}, "there is no file absent.cpp"},
        {{"--strategy", "luck", "a.cpp"}, "--strategy takes"},
        {{"--schedules", "0", "a.cpp"}, "--schedules takes 1 or more"},
        {{"--preemptions", "2", "--strategy", "pct", "a.cpp"}, "--preemptions bounds"},
        {{"--allow", "files", "a.cpp"}, "--allow takes processes"},
        {{"--", "absent"}, "there is no program absent"},
    };
    for (const Row& row : rows) {
        std::vector<std::string> words{"explore"};
        words.insert(words.end(), row.words.begin(), row.words.end());
        const ProgramRun run = Program().run(words, repository);
        EXPECT_EQ(run.status, 2) << row.says;
        EXPECT_NE(run.error.find(row.says), std::string::npos) << run.error;
    }
    const ProgramRun foreign = Program().run({"explore", "--", "/bin/true"}, repository);
    EXPECT_EQ(foreign.status, 3);
    EXPECT_NE(foreign.output.find("was not linked with the explorer's runtime"), std::string::npos)
        << foreign.output;
}

std::vector<std::string> every_program() {
    std::vector<std::string> names;
    for (const std::string folder : {"right", "wrong"})
        for (const std::string& name : programs_in(folder, 11))
            names.push_back(fs::path(folder) / name);
    return names;
}

const auto by_name = [](const auto& info) {
    std::string name = info.param;
    std::replace(name.begin(), name.end(), '/', '_');
    return name;
};
INSTANTIATE_TEST_SUITE_P(Explorer, EveryProgram, ::testing::ValuesIn(every_program()), by_name);
INSTANTIATE_TEST_SUITE_P(Explorer, WrongProgram, ::testing::ValuesIn(programs_in("wrong")),
                         by_name);
INSTANTIATE_TEST_SUITE_P(Explorer, RightProgram, ::testing::ValuesIn(programs_in("right")),
                         by_name);

} // namespace
