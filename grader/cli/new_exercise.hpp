// threadlab new: the folders of a new exercise, from the template.
#pragma once

#include <string>

namespace threadlab::cli {

struct NewOptions {
    std::string id; // "07-example"
};

// Copies grader/template/ to exercises/<id> and solutions/<id> with the exercise's names filled in,
// and adds a line to course.yaml. What comes out is a small complete exercise that `verify`
// accepts. Changes nothing and throws UsageError if the id is no exercise id, or is taken.
int run_new(const NewOptions& options);

} // namespace threadlab::cli
