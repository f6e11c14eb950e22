#include "course/check_rules.hpp"

#include "course/source_file.hpp"
#include "course/suggest.hpp"
#include "course/test_names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

namespace threadlab::course {

namespace {

std::string place(const CheckFile& file, int line) {
    return fmt::format("{}:{}", file.log.file().filename().string(), line);
}

// The checks of all files as a graph: from each check to those that it needs.
class Needs {
public:
    explicit Needs(const std::vector<CheckFile>& files) : files_(files) {
        for (const CheckFile& file : files_)
            for (const CheckEntry& entry : file.entries)
                nodes_.emplace(entry.check.id, Placed{&entry, &file});
    }

    void resolve() const {
        for (const CheckFile& file : files_)
            for (const CheckEntry& entry : file.entries)
                for (const Text& need : entry.needs)
                    resolve(file, entry, need);
    }

    // Each cycle once, told from the check that comes first in its file.
    void find_cycles() const {
        std::set<std::string> done;
        for (const CheckFile& file : files_)
            for (const CheckEntry& entry : file.entries) {
                std::vector<std::string> path;
                follow(entry.check.id, path, done);
            }
    }

    void find_empty_promises() const {
        for (const CheckFile& file : files_)
            for (const CheckEntry& entry : file.entries) {
                std::set<std::string> seen;
                if (is_first(entry) && !has_proof(entry, seen))
                    report_empty_promise(file, entry);
            }
    }

private:
    struct Placed {
        const CheckEntry* entry;
        const CheckFile* file;
    };

    // Whether `entry` is what its id means: of checks with equal ids the first is.
    bool is_first(const CheckEntry& entry) const {
        return nodes_.at(entry.check.id).entry == &entry;
    }

    void resolve(const CheckFile& file, const CheckEntry& entry, const Text& need) const {
        const auto found = nodes_.find(need.text);
        if (need.text == entry.check.id)
            file.log.add(need.line,
                         fmt::format("'{}' needs itself: remove it from 'needs'", need.text));
        else if (found == nodes_.end())
            file.log.add(
                need.line,
                fmt::format("'{}' needs the unknown check '{}': {}", entry.check.id, need.text,
                            suggestion(need.text, ids_but(entry.check.id), "the checks are")));
        else if (&file == &files_.front() && found->second.file != &file)
            file.log.add(need.line,
                         fmt::format("'{}' is visible but needs the hidden check '{}', which "
                                     "students do not have: need a visible one",
                                     entry.check.id, need.text));
        else if (found->second.entry->check.kind == Kind::timing)
            file.log.add(need.line,
                         fmt::format("'{}' needs the timing check '{}', which the clock decides: "
                                     "need another one",
                                     entry.check.id, need.text));
    }

    std::vector<std::string> ids_but(const std::string& id) const {
        std::vector<std::string> ids;
        for (const CheckFile& file : files_)
            for (const CheckEntry& entry : file.entries)
                if (entry.check.id != id)
                    ids.push_back(entry.check.id);
        return ids;
    }

    // Goes on from `id`, to which `path` leads. `done` are the checks of which all has been told.
    void follow(const std::string& id, std::vector<std::string>& path,
                std::set<std::string>& done) const {
        const auto found = nodes_.find(id);
        if (found == nodes_.end() || done.contains(id))
            return;
        path.push_back(id);
        for (const Text& need : found->second.entry->needs) {
            const auto start = std::find(path.begin(), path.end(), need.text);
            if (need.text == id)
                continue; // resolve() has told
            if (start == path.end())
                follow(need.text, path, done);
            else
                report_cycle({start, path.end()}, need.line, *found->second.file);
        }
        path.pop_back();
        done.insert(id);
    }

    static void report_cycle(std::vector<std::string> cycle, int line, const CheckFile& file) {
        cycle.push_back(cycle.front());
        file.log.add(line, fmt::format("'needs' goes in a circle: {}; remove one of these needs",
                                       fmt::join(cycle, " -> ")));
    }

    // Whether `entry` or what it needs, directly or not, is of a kind whose checks expect something
    // to be done. What is itself in error counts as such, so that one slip is told once.
    bool has_proof(const CheckEntry& entry, std::set<std::string>& seen) const {
        const Kind kind = entry.check.kind;
        if (!entry.kind_known || (kind != Kind::race && kind != Kind::timing))
            return true;
        seen.insert(entry.check.id);
        return std::any_of(entry.needs.begin(), entry.needs.end(), [&](const Text& need) {
            const auto found = nodes_.find(need.text);
            if (found == nodes_.end())
                return true;
            return !seen.contains(need.text) && has_proof(*found->second.entry, seen);
        });
    }

    static void report_empty_promise(const CheckFile& file, const CheckEntry& entry) {
        const bool race = entry.check.kind == Kind::race;
        file.log.add(entry.id_line,
                     fmt::format("an empty answer would keep the promise of '{}': {}. Let it need, "
                                 "directly or through others, a check of kind 'native', 'explore' "
                                 "or 'virtual'",
                                 entry.check.id,
                                 race ? "code without threads has no races"
                                      : "code that does nothing is fast"));
    }

    const std::vector<CheckFile>& files_;
    std::map<std::string, Placed> nodes_;
};

// Its names and keywords, whatever stands between them.
std::set<std::string> words_of(std::string_view code) {
    const auto in_word = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
    std::set<std::string> words;
    auto end = code.begin();
    while (end != code.end()) {
        const auto begin = std::find_if(end, code.end(), in_word);
        end = std::find_if_not(begin, code.end(), in_word);
        if (begin != end)
            words.emplace(begin, end);
    }
    return words;
}

} // namespace

void check_ids(const std::vector<CheckFile>& files) {
    std::map<std::string, std::string> places;
    for (const CheckFile& file : files)
        for (const CheckEntry& entry : file.entries) {
            if (entry.check.id.empty())
                continue;
            const auto [first, added] = places.emplace(entry.check.id, place(file, entry.id_line));
            if (!added)
                file.log.add(entry.id_line,
                             fmt::format("the id '{}' is already that of the check at {}: give "
                                         "this one another",
                                         entry.check.id, first->second));
        }
}

void check_tasks(const std::vector<CheckFile>& files, const std::vector<Task>& tasks) {
    std::vector<std::string> ids;
    ids.reserve(tasks.size());
    for (const Task& task : tasks)
        ids.push_back(task.id);
    for (const CheckFile& file : files)
        for (const CheckEntry& entry : file.entries)
            if (entry.task && std::find(ids.begin(), ids.end(), entry.task->text) == ids.end())
                file.log.add(entry.task->line,
                             fmt::format("unknown task '{}': {}", entry.task->text,
                                         suggestion(entry.task->text, ids, "the tasks are")));
}

void check_needs(const std::vector<CheckFile>& files) {
    const Needs needs(files);
    needs.resolve();
    needs.find_cycles();
    needs.find_empty_promises();
}

void check_functions(const std::vector<Text>& names, const std::filesystem::path& header,
                     ProblemLog& log) {
    const SourceFile code = read_source(header);
    if (!code.text)
        return;
    const std::set<std::string> declared = words_of(*code.text);
    for (const Text& name : names)
        for (const std::string& word : words_of(name.text)) {
            if (declared.contains(word))
                continue;
            const auto near = nearest(word, {declared.begin(), declared.end()});
            log.add(name.line,
                    fmt::format("'about' must name a function of {}, which has no '{}'{}",
                                header.filename().string(), word,
                                near ? fmt::format(": did you mean '{}'?", *near) : ""));
        }
}

void check_tests(const CheckFile& file, const std::filesystem::path& source, int line) {
    const SourceFile code = read_source(source);
    const std::string name = source.filename().string();
    if (!code.text) {
        file.log.add(line, fmt::format("{}, where the tests of these checks must be: {}", name,
                                       code.problem));
        return;
    }
    const std::vector<std::string> tests = test_names(*code.text);
    for (const CheckEntry& entry : file.entries) {
        if (!entry.test || std::find(tests.begin(), tests.end(), entry.test->text) != tests.end())
            continue;
        file.log.add(entry.test->line,
                     fmt::format("{} has no test '{}': {}", name, entry.test->text,
                                 suggestion(entry.test->text, tests, "its tests are")));
    }
}

} // namespace threadlab::course
