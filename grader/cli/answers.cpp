#include "cli/answers.hpp"

#include "build/cache.hpp"
#include "cli/session.hpp"
#include "scorecard/diagnosis.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <regex>
#include <sstream>

namespace threadlab::cli {

namespace fs = std::filesystem;

namespace {

using scorecard::CheckResult;
using scorecard::CheckStatus;
using scorecard::Scorecard;

// The first line of a rejected answer: `// fails: check-id (diagnosis), check-id (diagnosis)`.
std::map<std::string, std::string> read_fails(const std::string& text, const std::string& where) {
    const std::string line = text.substr(0, text.find('\n'));
    static const std::regex whole(
        R"(// fails: *[a-z0-9-]+ \([a-z-]+\)(, *[a-z0-9-]+ \([a-z-]+\))*\s*)");
    if (!std::regex_match(line, whole)) {
        throw UsageError(where +
                         ":1: the first line must be `// fails: check-id (diagnosis), ...`");
    }
    static const std::regex one(R"(([a-z0-9-]+) \(([a-z-]+)\))");
    std::map<std::string, std::string> fails;
    for (std::sregex_iterator match(line.begin(), line.end(), one); match != std::sregex_iterator();
         ++match) {
        fails[(*match)[1]] = (*match)[2];
    }
    return fails;
}

std::set<int> read_guilty_lines(const std::string& text) {
    std::set<int> lines;
    std::istringstream stream(text);
    std::string line;
    for (int number = 1; std::getline(stream, line); ++number) {
        if (line.ends_with("// HERE")) {
            lines.insert(number);
        }
    }
    return lines;
}

void validate(const Answer& answer, const course::Exercise& exercise) {
    for (const auto& [id, code] : answer.fails) {
        if (exercise.find_check(id) == nullptr) {
            throw UsageError(answer.file.string() + ":1: there is no check " + id);
        }
        if (scorecard::find_diagnosis(code) == nullptr) {
            throw UsageError(answer.file.string() + ":1: there is no diagnosis " + code);
        }
    }
}

std::vector<fs::path> sources_in(const fs::path& folder) {
    std::vector<fs::path> files;
    if (fs::is_directory(folder)) {
        for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
            if (entry.path().extension() == ".cpp") {
                files.push_back(entry.path());
            }
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

Answer rejected_answer(const fs::path& file, const course::Exercise& exercise) {
    const std::string text = build::read_file(file);
    Answer answer{AnswerKind::rejected,
                  "rejected/" + file.filename().string(),
                  file,
                  text,
                  read_fails(text, file.string()),
                  read_guilty_lines(text)};
    validate(answer, exercise);
    return answer;
}

std::string fault_of_failure(const Answer& answer, const CheckResult& check) {
    const auto expected = answer.fails.find(check.id);
    if (expected == answer.fails.end()) {
        return fmt::format("must not fail, but does: {}: {}", check.diagnosis, check.message);
    }
    if (expected->second != check.diagnosis) {
        return fmt::format("must fail as {}, but fails as {}: {}", expected->second,
                           check.diagnosis, check.message);
    }
    if (check.at.empty()) {
        return "is found, but no line is: say in the manifest which function it is 'about'";
    }
    if (const int line = line_of(check.at); !answer.guilty.contains(line)) {
        return fmt::format("is found at line {}, which is not marked // HERE", line);
    }
    return "";
}

std::string fault_of_check(const Answer& answer, const CheckResult& check) {
    switch (check.status) {
    case CheckStatus::ungraded:
        return "could not be graded: " + check.reason;
    case CheckStatus::failed:
        return answer.kind == AnswerKind::stub ? "" : fault_of_failure(answer, check);
    case CheckStatus::passed:
        if (const auto expected = answer.fails.find(check.id); expected != answer.fails.end()) {
            return "must fail as " + expected->second + ", but passes";
        }
        return "";
    case CheckStatus::skipped:
        break;
    }
    if (answer.fails.contains(check.id)) {
        return "must fail, but is skipped: " + check.reason;
    }
    const bool all_must_pass =
        answer.kind == AnswerKind::reference || answer.kind == AnswerKind::accepted;
    return all_must_pass ? "must pass, but is skipped: " + check.reason : "";
}

// "failed as data-race at locks.cpp:14: ..."
std::string in_words(const CheckResult& check) {
    if (check.status != CheckStatus::failed) {
        return scorecard::to_string(check.status) +
               (check.reason.empty() ? "" : ": " + check.reason);
    }
    return fmt::format("failed as {} at {}: {}", check.diagnosis,
                       check.at.empty() ? "no line" : check.at, check.message);
}

// What of a check differs beside what in_words tells.
std::string what_differs(const CheckResult& first, const CheckResult& again) {
    if (first.steps != again.steps) {
        return "its steps";
    }
    if (first.also != again.also) {
        return "what else is found";
    }
    if (first.notes != again.notes) {
        return "its advice";
    }
    if (first.figure != again.figure) {
        return "its figure";
    }
    if (first.claim != again.claim) {
        return "its claim";
    }
    return first.replay != again.replay ? "its schedule" : "how many schedules it tells of";
}

std::string change_between(const CheckResult& first, const CheckResult& again, int time) {
    const std::string before = in_words(first);
    const std::string after = in_words(again);
    return before == after
               ? fmt::format("differs in grading {}: {}", time, what_differs(first, again))
               : fmt::format("was {}; in grading {} it was {}", before, time, after);
}

std::string in_words(const std::optional<scorecard::Verdict>& verdict) {
    return verdict ? fmt::format("{}: {}", verdict->diagnosis, verdict->message) : "graded";
}

} // namespace

int line_of(const std::string& at) {
    const std::size_t colon = at.rfind(':');
    int line = 0;
    if (colon != std::string::npos) {
        std::from_chars(at.data() + colon + 1, at.data() + at.size(), line);
    }
    return line;
}

std::vector<Answer> find_answers(const course::Exercise& exercise) {
    if (!exercise.solutions || !fs::exists(*exercise.solutions / exercise.edit)) {
        throw UsageError("there is no reference answer solutions/" + exercise.id + "/" +
                         exercise.edit);
    }
    std::vector<Answer> answers;
    const auto add = [&](AnswerKind kind, const std::string& name, const fs::path& file) {
        answers.push_back({kind, name, file, build::read_file(file), {}, {}});
    };
    add(AnswerKind::stub, "stub", exercise.folder / exercise.edit);
    add(AnswerKind::reference, "reference", *exercise.solutions / exercise.edit);
    for (const fs::path& file : sources_in(*exercise.solutions / "accepted")) {
        add(AnswerKind::accepted, "accepted/" + file.filename().string(), file);
    }
    for (const fs::path& file : sources_in(*exercise.solutions / "rejected")) {
        answers.push_back(rejected_answer(file, exercise));
    }
    return answers;
}

std::map<std::string, std::string> find_faults(const Answer& answer, const Scorecard& card,
                                               int stub_earns) {
    std::map<std::string, std::string> faults;
    if (card.verdict && answer.kind != AnswerKind::rejected) {
        faults[""] = card.verdict->diagnosis + ": " + card.verdict->message;
        return faults;
    }
    for (const CheckResult& check : card.checks) {
        if (std::string fault = fault_of_check(answer, check); !fault.empty()) {
            faults[check.id] = std::move(fault);
        }
    }
    if (answer.kind == AnswerKind::stub && card.score > stub_earns) {
        faults[""] = fmt::format(
            "the stub must earn {}, but earns {}",
            stub_earns == 0 ? "nothing" : fmt::format("at most {}", stub_earns), card.score);
    }
    return faults;
}

std::map<std::string, std::string> find_changes(const course::Exercise& exercise,
                                                const Scorecard& first, const Scorecard& again,
                                                int time) {
    std::map<std::string, std::string> changes;
    if (first.verdict != again.verdict || first.checks.size() != again.checks.size()) {
        changes[""] = fmt::format("was {}; in grading {} it was {}", in_words(first.verdict), time,
                                  in_words(again.verdict));
        return changes;
    }
    for (std::size_t i = 0; i < first.checks.size(); ++i) {
        const CheckResult& before = first.checks[i];
        const CheckResult& after = again.checks[i];
        if (exercise.find_check(before.id)->kind != course::Kind::timing && before != after) {
            changes[before.id] = change_between(before, after, time);
        }
    }
    return changes;
}

} // namespace threadlab::cli
