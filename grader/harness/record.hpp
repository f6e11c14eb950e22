// The record that a harness sends to the judge: one a process, over a socket. Shared by both sides.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace threadlab::harness {

// Where the sandbox takes the record from, and ThreadSanitizer's report.
inline constexpr int record_descriptor = 3;
inline constexpr int report_descriptor = 4;
// Where a harness moves the first of these, out of a submission's reach.
inline constexpr int own_record = 500;

// How the check came to its end, as seen from inside the process.
enum class Ended {
    finished,   // the test ran to its end, passed or not
    no_test,    // there is no test of that name
    skipped,    // the test skipped itself
    unloadable, // the submission could not be loaded; `what` says why
    no_checks,  // the checks could not be loaded; `what` says why
    unconfined, // nothing was loaded, as the process could not be confined; `what` says why
    terminate,  // std::terminate was called; `what` is the exception's text, if there was one
    signal,     // a fatal signal; `what` is its number
    exit,       // somebody called exit(); `what` is empty
    stopped     // time was up; the stacks show where each thread was
};

// A code address inside a module, as the loader placed it.
struct Frame {
    std::string module;   // file name without folders: "submission.so"
    unsigned long offset; // from the module's load address
    bool operator==(const Frame&) const = default;
};

struct Failure {
    std::string code;          // a diagnosis
    std::string message;       // a sentence
    std::optional<Frame> at{}; // the place that it is about, where one is known
    bool operator==(const Failure&) const = default;
};

struct Stack {
    int thread = 0;            // 0: the main thread
    std::vector<Frame> frames; // innermost first
    bool operator==(const Stack&) const = default;
};

struct Record {
    std::string nonce;
    Ended ended = Ended::finished;
    std::string what;
    std::vector<Failure> failures;
    std::vector<std::pair<std::string, double>> measures;
    std::vector<Stack> stacks;
    int threads_refused = 0; // thread starts that the limit on threads turned down
    bool operator==(const Record&) const = default;
};

// What the race harness writes to the channel for reports before it loads anything.
inline constexpr std::string_view race_started = "threadlab: race harness started\n";

// The first line of every record.
inline constexpr std::string_view record_header = "threadlab-record 1";

// The record as lines of text, ending in the line "end".
std::string write_record(const Record& record);

// A field of a record as it was before tabs, new lines and backslashes were escaped in it; nothing
// if it is none.
std::optional<std::string> unescaped(std::string_view field);

// Exactly one record, byte for byte as write_record writes it, or nothing.
std::optional<Record> read_record(std::string_view text);

} // namespace threadlab::harness
