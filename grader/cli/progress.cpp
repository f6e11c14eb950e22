#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace threadlab::cli {

ProgressLine::ProgressLine(std::string title)
    : title_(std::move(title)), shown_(isatty(STDERR_FILENO) != 0) {
    say("compiling");
}

ProgressLine::~ProgressLine() {
    if (shown_) {
        fmt::print(stderr, "\r\x1b[K");
    }
}

void ProgressLine::say(const std::string& text) {
    const std::lock_guard lock(mutex_);
    if (shown_) {
        fmt::print(stderr, "\r\x1b[K{}: {} ...", title_, text);
    }
}

void ProgressLine::announce(const std::string& text) {
    say(text);
    if (!shown_) {
        fmt::print(stderr, "threadlab: {} ...\n", text);
    }
}

void ProgressLine::note(const std::string& line) {
    const std::lock_guard lock(mutex_);
    fmt::print(stderr, "{}{}\n", shown_ ? "\r\x1b[K" : "", line);
}

void ProgressLine::count(std::size_t done, std::size_t all) {
    say(fmt::format("{} of {} checks", done, all));
}

} // namespace threadlab::cli
