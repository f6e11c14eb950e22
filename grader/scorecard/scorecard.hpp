// The result of grading one submission against one exercise.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace threadlab::scorecard {

enum class CheckStatus { passed, failed, skipped, ungraded };
enum class SubmissionStatus { graded, does_not_build, rejected, forged, ungraded };

// One step of the story that a failure tells. `does` is one of the words in docs/scorecard.md.
struct Step {
    int thread = 0; // 0: the caller's thread; else in order of creation
    std::string does;
    std::string what; // what was accessed, as the source spells it; may be empty
    std::string saw;  // the value; may be empty
    std::string at;   // "file:line"; may be empty

    bool operator==(const Step&) const = default;
};

struct CheckResult {
    std::string id;
    std::string says;
    std::string task;
    std::string visibility; // empty for a visible check, else "hidden" or "after_due_date"
    CheckStatus status = CheckStatus::skipped;
    std::string reason; // skipped, ungraded: why
    int points = 0;
    int max = 0;
    bool varies = false;    // true: points hang on the clock of the machine (timing with points)
    std::string diagnosis;  // failed: a code of diagnosis.hpp
    std::string at;         // failed: "file:line" of the submission, where known
    std::string message;    // failed: what was expected, and what happened
    unsigned schedules = 0; // explore, virtual: how many were run
    std::string claim;      // passed: what that means
    std::string figure;     // passed: a lecture's example, and what it came to here
    std::vector<Step> steps;
    std::vector<std::string> also;  // failed: other diagnoses that may follow from this one
    std::vector<std::string> notes; // advice that costs nothing
    std::string replay;             // failed: the token that leads there again

    bool operator==(const CheckResult&) const = default;
};

// A figure of the wall clock: true of this run on this machine, no part of the grade.
struct TimingFigure {
    std::string check;
    std::string says;
    CheckStatus status = CheckStatus::ungraded;
    std::string reason; // ungraded, skipped: why
    std::string of, to; // names of the measures
    double seconds_of = 0, seconds_to = 0;
    double ratio = 0, at_most = 0;

    bool operator==(const TimingFigure&) const = default;
};

// What the submission printed while a check failed. Part of the run, as threads print in any order.
struct Printed {
    std::string check;
    std::string text;

    bool operator==(const Printed&) const = default;
};

// The only block that may differ when the same submission is graded again.
struct Run {
    std::string started; // ISO 8601, UTC
    double seconds = 0;
    std::string host;
    std::vector<TimingFigure> timing;
    std::vector<Printed> printed;

    bool operator==(const Run&) const = default;
};

// What is wrong with a submission as a whole (does-not-build, forged-result, ...).
struct Verdict {
    std::string diagnosis;
    std::string message;
    std::string at;

    bool operator==(const Verdict&) const = default;
};

// What somebody should look at, although it costs nothing.
struct Flag {
    std::string says; // a sentence
    std::string at;   // "file:line", or empty

    bool operator==(const Flag&) const = default;
};

struct Scorecard {
    std::string exercise;
    std::string file;   // the submission's file name
    std::string sha256; // of its bytes, in hex; empty if there was no file
    std::string compiler;
    std::string standard;
    std::string isolation;                    // full | limits | none
    std::vector<std::string> isolation_lacks; // landlock: what that promises and the kernel lacked
    SubmissionStatus status = SubmissionStatus::graded;
    std::string reason; // ungraded: why
    std::optional<Verdict> verdict;
    std::vector<Flag> flags; // of the submission as a whole
    int score = 0;
    int max = 0;
    std::vector<CheckResult> checks;
    Run run;

    bool operator==(const Scorecard&) const = default;
};

// Whether the machine failed the submission as a whole, or one of its checks.
bool has_ungraded(const Scorecard& card);

// The words of the YAML: "passed", "does-not-build", ...
std::string to_string(CheckStatus status);
std::string to_string(SubmissionStatus status);

} // namespace threadlab::scorecard
