// Who may include whom, in the grader's own sources.

#include "temp_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using threadlab::testing::TempFolder;
using Words = std::vector<std::string>;
using Graph = std::map<std::string, std::set<std::string>>;

// What checks include is found from here, too, as "lab/...".
const std::string checks_headers = "harness/include/";

// Data of the grader, no part of it: what `threadlab new` copies.
const std::string templates = "template/";

// Which files each file below `root` includes, by paths relative to `root`; headers of the system
// and of libraries are left out.
Graph read_includes(const fs::path& root) {
    Graph files;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        const fs::path& path = entry.path();
        const std::string relative = fs::relative(path, root).string();
        if ((path.extension() != ".hpp" && path.extension() != ".cpp") ||
            relative.starts_with(templates))
            continue;
        std::set<std::string>& included = files[relative];
        std::ifstream source(path);
        const std::string start = "#include \"";
        for (std::string line; std::getline(source, line);) {
            if (!line.starts_with(start))
                continue;
            std::string name = line.substr(start.size(), line.rfind('"') - start.size());
            if (fs::exists(root / checks_headers / name))
                name.insert(0, checks_headers);
            included.insert(name);
        }
    }
    return files;
}

std::string folder_of(const std::string& file) {
    return file.substr(0, file.find('/'));
}

Graph between_folders(const Graph& files) {
    Graph folders;
    for (const auto& [file, included] : files) {
        folders[folder_of(file)];
        for (const std::string& other : included)
            if (folder_of(other) != folder_of(file))
                folders[folder_of(file)].insert(folder_of(other));
    }
    return folders;
}

// "a -> b -> a", each circle once for the node at which it was met.
Words circles(const Graph& graph) {
    Words found;
    std::set<std::string> done;
    Words path;
    const std::function<void(const std::string&)> follow = [&](const std::string& node) {
        const auto start = std::find(path.begin(), path.end(), node);
        if (start != path.end()) {
            std::string circle;
            std::for_each(start, path.end(),
                          [&](const auto& step) { circle.append(step).append(" -> "); });
            found.push_back(circle + node);
            return;
        }
        if (done.contains(node) || !graph.contains(node))
            return;
        path.push_back(node);
        for (const std::string& next : graph.at(node))
            follow(next);
        path.pop_back();
        done.insert(node);
    };
    for (const auto& [node, ignored] : graph)
        follow(node);
    return found;
}

std::string told(const std::string& file, const std::string& other) {
    return file + " includes " + other;
}

// The includes that cross from a folder to one that it may not use.
Words forbidden(const Graph& files, const Graph& allowed) {
    Words found;
    for (const auto& [file, included] : files)
        for (const std::string& other : included) {
            const auto row = allowed.find(folder_of(file));
            const bool fine = folder_of(file) == folder_of(other) ||
                              (row != allowed.end() && row->second.contains(folder_of(other)));
            if (!fine)
                found.push_back(told(file, other));
        }
    return found;
}

Words absent(const Graph& files) {
    Words found;
    for (const auto& [file, included] : files)
        for (const std::string& other : included)
            if (!files.contains(other))
                found.push_back(told(file, other));
    return found;
}

// Data flows one way: a folder knows those that come before it, and of those only the ones it
// needs.
const Graph allowed{
    {"course", {}},
    {"sandbox", {}},
    {"scorecard", {}},
    {"harness", {"explorer"}},
    {"explorer", {}},
    {"build", {"course", "sandbox"}},
    {"judge", {"course", "build", "sandbox", "scorecard", "harness"}},
    {"report", {"course", "scorecard"}},
    {"batch", {"build", "sandbox", "scorecard"}},
    {"cli", {"course", "build", "sandbox", "judge", "scorecard", "report", "batch"}},
};

const Graph& grader() {
    static const Graph files = read_includes(fs::path(TESTS_DIR).parent_path() / "grader");
    return files;
}

TEST(Layering, HasFoldersThatKnowOnlyTheOnesBeforeThem) {
    EXPECT_EQ(forbidden(grader(), allowed), Words{});
    for (const auto& [folder, used] : between_folders(grader()))
        EXPECT_TRUE(allowed.contains(folder)) << folder << " has no row in this test";
}

TEST(Layering, GoesRoundInNoCircle) {
    EXPECT_EQ(circles(between_folders(grader())), Words{});
    EXPECT_EQ(circles(grader()), Words{});
    EXPECT_EQ(circles(allowed), Words{});
}

TEST(Layering, SharesOnlyWhatTheyTellEachOtherBetweenHarnessAndJudge) {
    const Words shared{"harness/challenge.hpp", "harness/record.hpp"};
    for (const auto& [file, included] : grader())
        for (const std::string& other : included)
            if (folder_of(file) != "harness" && folder_of(other) == "harness") {
                EXPECT_NE(std::ranges::find(shared, other), shared.end()) << file << ": " << other;
            }
}

TEST(Layering, LetsAHarnessKnowOnlyTheDoorToTheExplorersRuntime) {
    for (const auto& [file, included] : grader())
        for (const std::string& other : included)
            if (folder_of(file) == "harness" && folder_of(other) == "explorer") {
                EXPECT_EQ(other, "explorer/program.hpp") << file;
            }
}

TEST(Layering, GivesChecksNothingOfTheGrader) {
    for (const auto& [file, included] : grader()) {
        if (!file.starts_with(checks_headers))
            continue;
        for (const std::string& other : included)
            EXPECT_TRUE(other.starts_with(checks_headers)) << file << " includes " << other;
    }
}

TEST(Layering, IncludesEveryFileByItsPathFromTheGradersFolder) {
    EXPECT_EQ(absent(grader()), Words{});
}

TEST(SourceLayout, HasNoFileOfMoreThanFourHundredLines) {
    const fs::path root = fs::path(TESTS_DIR).parent_path() / "grader";
    ASSERT_GT(grader().size(), 50U) << "the sources were not found";
    for (const auto& [name, ignored] : grader()) {
        std::ifstream file(root / name);
        const auto lines = std::count(std::istreambuf_iterator<char>(file), {}, '\n');
        EXPECT_LE(lines, 400) << name;
    }
}

// The same rules, on trees that break them.

Graph tree(const std::vector<std::pair<std::string, std::string>>& files) {
    const TempFolder folder;
    for (const auto& [name, text] : files)
        folder.write(name, text);
    return read_includes(folder.path());
}

TEST(LayeringRules, FindAnIncludeAgainstTheFlow) {
    const Graph files = tree({{"course/a.hpp", "#pragma once\n#include \"judge/b.hpp\"\n"},
                              {"judge/b.hpp", "#include <vector>\n"}});
    EXPECT_EQ(forbidden(files, allowed), Words{"course/a.hpp includes judge/b.hpp"});
}

TEST(LayeringRules, FindAFolderThatHasNoRow) {
    const Graph files = tree({{"odd/a.cpp", "#include \"course/b.hpp\"\n"}, {"course/b.hpp", ""}});
    EXPECT_EQ(forbidden(files, allowed), Words{"odd/a.cpp includes course/b.hpp"});
}

TEST(LayeringRules, FindTwoFoldersThatKnowEachOther) {
    const Graph files = tree({{"a/1.hpp", "#include \"b/1.hpp\"\n"},
                              {"b/1.hpp", ""},
                              {"b/2.cpp", "#include \"a/1.hpp\"\n"}});
    EXPECT_EQ(circles(files), Words{});
    EXPECT_EQ(circles(between_folders(files)), Words{"a -> b -> a"});
}

TEST(LayeringRules, FindFilesThatIncludeEachOther) {
    const Graph files = tree({{"a/1.hpp", "#include \"a/2.hpp\"\n"},
                              {"a/2.hpp", "#include \"a/3.hpp\"\n"},
                              {"a/3.hpp", "#include \"a/1.hpp\"\n"},
                              {"a/4.hpp", "#include \"a/1.hpp\"\n#include \"a/2.hpp\"\n"}});
    EXPECT_EQ(circles(files), Words{"a/1.hpp -> a/2.hpp -> a/3.hpp -> a/1.hpp"});
    EXPECT_EQ(circles(tree({{"a/1.hpp", "#include \"a/1.hpp\"\n"}})), Words{"a/1.hpp -> a/1.hpp"});
}

TEST(LayeringRules, FindAnIncludeByAnotherPath) {
    const Graph files = tree({{"a/1.hpp", "#include \"2.hpp\"\n"}, {"a/2.hpp", ""}});
    EXPECT_EQ(absent(files), Words{"a/1.hpp includes 2.hpp"});
}

TEST(LayeringRules, FindWhatTheHeadersForChecksInclude) {
    const Graph files = tree({{"harness/include/lab/a.hpp", "#include \"lab/b.hpp\"\n"},
                              {"harness/include/lab/b.hpp", ""}});
    EXPECT_EQ(files.at("harness/include/lab/a.hpp"),
              std::set<std::string>{"harness/include/lab/b.hpp"});
}

} // namespace
