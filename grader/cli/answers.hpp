// The answers that an exercise ships to test its checks with, and what each must get.
#pragma once

#include "course/course.hpp"
#include "scorecard/scorecard.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace threadlab::cli {

enum class AnswerKind { stub, reference, accepted, rejected };

struct Answer {
    AnswerKind kind = AnswerKind::stub;
    std::string name; // "rejected/detach.cpp"
    std::filesystem::path file;
    std::string text;                         // what is in the file
    std::map<std::string, std::string> fails; // rejected: check id -> diagnosis
    std::set<int> guilty;                     // rejected: the lines that end in // HERE
};

// Stub, reference, accepted/ and rejected/ of `exercise`, in that order, by name. Throws UsageError
// if there is no reference, or a rejected answer does not say what it fails, or names a check or a
// diagnosis that does not exist.
std::vector<Answer> find_answers(const course::Exercise& exercise);

// The line of "threading.cpp:14", or 0.
int line_of(const std::string& at);

// What is not as it must be, check id -> sentence; the empty id is the scorecard as a whole.
// `stub_earns` is the most that a stub may get.
std::map<std::string, std::string>
find_faults(const Answer& answer, const scorecard::Scorecard& card, int stub_earns = 0);

// What the same answer got otherwise in its grading number `time`, check id -> sentence. What may
// differ, as it hangs on the clock, is left out.
std::map<std::string, std::string> find_changes(const course::Exercise& exercise,
                                                const scorecard::Scorecard& first,
                                                const scorecard::Scorecard& again, int time);

} // namespace threadlab::cli
