// What the explorer has to say of a program, for people and for programs.
#pragma once

#include "scorecard/scorecard.hpp"

#include <string>
#include <vector>

namespace threadlab::report {

struct Explored {
    std::string status;    // passed, failed, ungraded
    std::string diagnosis; // failed: the cause
    std::string message;   // failed, ungraded
    std::string at;        // failed: "file:line", where known
    std::vector<std::string> also;
    unsigned schedules = 0; // how many were run; 0: a single one, again
    std::vector<scorecard::Step> steps;
    std::string replay;    // failed: the token
    std::string claim;     // passed: what that means
    std::string printed;   // failed: what it printed meanwhile
    std::string only_file; // the program's one source file; empty if there are several
};

// A YAML document with those fields, the empty ones left out.
std::string explored_yaml(const Explored& result);

// At most 80 columns.
std::string explored_text(const Explored& result);

} // namespace threadlab::report
