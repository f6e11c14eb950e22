// The matrix of an exercise: a row an answer, a column a check.
#pragma once

#include "cli/answers.hpp"
#include "course/course.hpp"
#include "scorecard/scorecard.hpp"

#include <map>
#include <string>
#include <vector>

namespace threadlab::cli {

struct Row {
    Answer answer;
    scorecard::Scorecard card;
    std::map<std::string, std::string> faults; // of find_faults, and of find_changes
    bool is_ungraded = false; // the machine failed it, or one of its checks, at least once
};

// The word of exercise.yaml: "explore".
const char* kind_word(course::Kind kind);

// "rejected/detach.cpp: join-waits must fail as dangling, but passes": a line a fault.
std::vector<std::string> lines_of_faults(const Row& row);

// The kinds of the checks that a rejected answer failed as it must, in the order of course::Kind.
std::vector<course::Kind> kinds_that_caught(const Row& row, const course::Exercise& exercise);

// Prints the checks with their numbers, the matrix, and below it what is not as it must be.
void print_matrix(const course::Exercise& exercise, const std::vector<Row>& rows);

} // namespace threadlab::cli
