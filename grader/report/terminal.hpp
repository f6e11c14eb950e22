// A scorecard as text for a terminal: what a student reads at midnight.
#pragma once

#include "course/course.hpp"
#include "scorecard/scorecard.hpp"

#include <string>

namespace threadlab::report {

struct TerminalOptions {
    bool colour = false;
    bool hints = false; // show the manifest's hints and the general ladder for what failed
    int width = 80;     // columns; lines are wrapped at words
    std::string source; // the text of the submission's file, to quote the lines that are named
    std::string again = "make check"; // the command that shows a failure again
    std::string replay;               // the command that replays a schedule; empty: there is none
    bool claims = false;              // what it means that a check passed, where the explorer says
};

// The whole report, ending in a newline. Escape sequences and control characters in text that the
// submission chose are made visible, never passed on. Details of hidden checks are left out.
std::string terminal_report(const scorecard::Scorecard& card, const course::Exercise& exercise,
                            const TerminalOptions& options);

} // namespace threadlab::report
