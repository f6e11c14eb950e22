// The parts of the terminal report, from top to bottom. Only terminal.cpp puts them together.
#pragma once

#include "report/page.hpp"
#include "report/terminal.hpp"

#include <string>
#include <string_view>

namespace threadlab::report {

// What every part is written from.
struct View {
    const scorecard::Scorecard& card;
    const course::Exercise& exercise;
    const TerminalOptions& options;
};

struct TaskName {
    std::string number; // "task 2", or the id of a task that the exercise does not have
    std::string title;  // may be empty
};

TaskName task_name(const View& view, std::string_view task);

// Are this check's details kept from students?
bool is_hidden(const View& view, std::string_view check);

// "1 check", "2 checks".
std::string counted(std::size_t n, std::string_view noun);

void write_table(Page& page, const View& view);
void write_verdict(Page& page, const View& view);
void write_failures(Page& page, const View& view);
void write_timing(Page& page, const View& view);
void write_advice(Page& page, const View& view);
void write_ending(Page& page, const View& view);

} // namespace threadlab::report
