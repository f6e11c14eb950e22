// A submission of tests/attacks that tries something, and what it must get for it. CONTRIBUTING.md
// says how one is written.
#pragma once

#include "program.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace threadlab::testing {

// The submission as a whole gets no points: rejected, does-not-build or forged.
struct Condemned {
    std::string status, diagnosis;
};
// Exactly these checks fail, each with its diagnosis.
struct Fails {
    std::map<std::string, std::string> checks;
};
// Full marks.
struct Safe {};
using Deserved = std::variant<Condemned, Fails, Safe>;

struct Attack {
    std::string name; // "A_exit_in_a_call"
    std::string exercise = "01";
    std::string check; // what is graded, with what it needs; empty: everything
    Deserved deserved;
    std::string text;                  // what is handed in
    std::set<std::string> marked;      // "attacked.cpp:14": the lines that say HERE
    std::vector<std::string> messages; // parts of the message of what is wrong
    std::vector<std::string> in_report, in_scorecard;
};

// Where the attacks and their course are. A run by another user has its own copy.
inline fs::path attacks_folder() {
    const char* other = std::getenv("ATTACKS_FOLDER");
    return other != nullptr ? fs::path(other) : fs::path(TESTS_DIR) / "attacks";
}

namespace detail {

constexpr std::string_view own_part = "#include \"parts/";

// `text` with the files of parts/ in place of the lines that include them.
inline std::string with_own_parts(std::string text) {
    for (std::size_t at = text.find(own_part); at != std::string::npos;
         at = text.find(own_part, at)) {
        const std::size_t end = text.find("\"\n", at + own_part.size());
        if (end == std::string::npos)
            throw std::runtime_error("an #include of a part does not end");
        const std::size_t name = at + std::string_view("#include \"").size();
        const std::string part = read_text(attacks_folder() / text.substr(name, end - name));
        text.replace(at, end + 2 - at, part);
    }
    return text;
}

inline std::set<std::string> marked_lines(const std::string& text) {
    std::set<std::string> marked;
    std::istringstream lines(text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number)
        if (line.ends_with("// HERE") || line.find("/* HERE */") != std::string::npos)
            marked.insert("attacked.cpp:" + std::to_string(number));
    return marked;
}

// "answer (crash), adds-up (deadlock)"
inline Fails read_fails(const std::string& text) {
    Fails fails;
    std::istringstream words(text);
    std::string check;
    std::string diagnosis;
    while (words >> check >> diagnosis) {
        const std::size_t end = diagnosis.find(')');
        if (!diagnosis.starts_with('(') || end == std::string::npos)
            throw std::runtime_error("no diagnosis for " + check);
        fails.checks[check] = diagnosis.substr(1, end - 1);
    }
    if (fails.checks.empty())
        throw std::runtime_error("no check that fails");
    return fails;
}

inline Deserved read_deserved(const std::string& text) {
    static const std::map<std::string, Condemned> condemned{
        {"rejected", {"rejected", "forbidden-call"}},
        {"does-not-build", {"does-not-build", "does-not-build"}},
        {"forged", {"forged", "forged-result"}}};
    if (text == "safe")
        return Safe{};
    constexpr std::string_view fails = "fails: ";
    if (text.starts_with(fails))
        return read_fails(text.substr(fails.size()));
    const auto found = condemned.find(text);
    if (found == condemned.end())
        throw std::runtime_error("no outcome: " + text);
    return found->second;
}

// "A" of "A-ending-early"; others stay as they are.
inline std::string group_name(const std::string& folder) {
    return folder[1] == '-' ? folder.substr(0, 1) : folder;
}

inline void read_head_line(Attack& attack, const std::string& key, const std::string& value) {
    if (key == "gets")
        attack.deserved = read_deserved(value);
    else if (key == "exercise")
        attack.exercise = value;
    else if (key == "check")
        attack.check = value;
    else if (key == "message")
        attack.messages.push_back(value);
    else if (key == "report")
        attack.in_report.push_back(value);
    else if (key == "scorecard")
        attack.in_scorecard.push_back(value);
    else if (key != "attack")
        throw std::runtime_error("unknown key: " + key);
}

} // namespace detail

// Reads one file: its head, lines of the form `// key: value`, ends with the first other line.
// Throws std::runtime_error where the head says something else than CONTRIBUTING.md explains.
inline Attack read_attack(const fs::path& file) {
    Attack attack;
    attack.name =
        detail::group_name(file.parent_path().filename().string()) + "_" + file.stem().string();
    const std::string text = read_text(file);
    std::set<std::string> keys;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line) && line.starts_with("// ");) {
        const std::size_t colon = line.find(": ");
        if (colon == std::string::npos)
            throw std::runtime_error(file.string() + ": no key: " + line);
        keys.insert(line.substr(3, colon - 3));
        try {
            detail::read_head_line(attack, line.substr(3, colon - 3), line.substr(colon + 2));
        } catch (const std::runtime_error& error) {
            throw std::runtime_error(file.string() + ": " + error.what());
        }
    }
    if (!keys.contains("attack") || !keys.contains("gets"))
        throw std::runtime_error(file.string() + " does not say what it tries and what it gets");
    attack.text = detail::with_own_parts(text);
    attack.marked = detail::marked_lines(attack.text);
    return attack;
}

// Those in the folders of attacks_folder() that `wanted` takes, in the order of their names.
template <typename Wanted>
std::vector<Attack> read_attacks_of(const Wanted& wanted) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& group : fs::directory_iterator(attacks_folder())) {
        if (!group.is_directory() || !wanted(group.path().filename().string()))
            continue;
        for (const fs::directory_entry& file : fs::directory_iterator(group))
            files.push_back(file.path());
    }
    std::ranges::sort(files);
    std::vector<Attack> attacks;
    attacks.reserve(files.size());
    for (const fs::path& file : files)
        attacks.push_back(read_attack(file));
    return attacks;
}

inline std::vector<Attack> read_attacks() {
    // Those of intake are archives, which tests of their own make.
    return read_attacks_of(
        [](const std::string& group) { return group[1] == '-' && group[0] != 'G'; });
}

// Honest submissions, right and wrong ones.
inline std::vector<Attack> read_classmates() {
    return read_attacks_of([](const std::string& group) { return group == "classmates"; });
}

} // namespace threadlab::testing
