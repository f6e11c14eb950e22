// How well the mistakes of the rejected answers are found: a line an exercise.
#pragma once

#include "cli/matrix.hpp"
#include "course/course.hpp"

#include <map>
#include <string>
#include <vector>

namespace threadlab::cli {

// Of one exercise's matrix.
struct Mistakes {
    std::string exercise;
    int accepted = 0;
    int rejected = 0;
    int not_as_they_must = 0; // answers of any kind
    // Rejected answers that a check of that kind catches; several kinds may catch one.
    std::map<course::Kind, int> caught_by;
    // Over all checks that a rejected answer must fail.
    int failures = 0;
    int right_code = 0;
    int right_line = 0; // one that is marked
};

Mistakes count_mistakes(const course::Exercise& exercise, const std::vector<Row>& rows);

// The table over all exercises, with a line of sums where there are several.
void print_mistakes(const std::vector<Mistakes>& all);

} // namespace threadlab::cli
