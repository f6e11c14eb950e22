// One line on standard error that tells how far the work is, for a person who looks.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>

namespace threadlab::cli {

class ProgressLine {
public:
    explicit ProgressLine(std::string title);
    ~ProgressLine(); // wipes the line
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void say(const std::string& text);

    // For work that takes minutes: without a terminal, a line of its own.
    void announce(const std::string& text);

    // For what is found on the way and stays: a line of its own in any case.
    void note(const std::string& line);
    void count(std::size_t done, std::size_t all);

private:
    std::string title_;
    bool shown_;
    std::mutex mutex_; // calls come from the judge's workers
};

} // namespace threadlab::cli
