// Runs one command under limits and says what happened to it. The one seam behind which processes
// are started: tests put a fake here.
#pragma once

#include "sandbox/calls.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace threadlab::sandbox {

// How well a command is kept apart from the machine.
// full: own namespaces, read-only system, no network, filtered system calls, limits. limits: limits
// and a process group of its own, and filtered system calls where the kernel can; same files and
// network as the caller. none: nothing but the clock.
enum class Level { none, limits, full };

std::string to_string(Level level);
std::optional<Level> parse_level(const std::string& word);

struct Limits {
    double cpu_seconds = 10;  // over all processes of the command
    double wall_seconds = 10; // time spent ready to run, but waiting for a core, does not count
    std::int64_t memory_bytes = std::int64_t{512} << 20;
    int processes = 64; // processes and threads alive at once
    std::int64_t file_bytes = std::int64_t{64} << 20;
    std::int64_t output_bytes = std::int64_t{64} << 10;
};

// A file of the caller's that the command finds, read-only, under the relative path `inside`.
struct File {
    std::filesystem::path host;
    std::string inside;
};

// What to run. Its working directory holds `files` and an empty, writable folder `out`; all paths
// in `argv` but argv[0] are relative to it, so that the same command works at every level.
struct Command {
    std::vector<std::string> argv; // argv[0]: absolute, or relative to the working directory
    std::vector<File> files;
    std::string input;                             // its standard input, at most 4 KiB
    std::vector<std::string> environment;          // "NAME=value"; nothing else is passed on
    std::vector<std::filesystem::path> hide;       // folders of the system it must not see (full)
    std::optional<std::filesystem::path> keep_out; // where the contents of `out` go afterwards
    bool fixed_addresses = false;                  // switch address-space randomisation off
    Calls calls = Calls::tools;                    // where the kernel has filters for them
    bool forks = false;                            // children, whatever `calls` says
    bool dump_on_limit = false; // when time is up, send SIGXCPU and allow a moment to answer
};

struct Exited {
    int status = 0;
};
struct Signalled {
    int signal = 0;
};
enum class Limit { cpu, wall, memory, output };
struct LimitReached {
    Limit which{};
};
// The machine's fault, never the command's: it could not be started, or could not be watched.
struct MachineFault {
    std::string why;
};
// The wall limit was reached, but mostly because the machine gave the command no core.
struct Starved {};

using Ending = std::variant<Exited, Signalled, LimitReached, MachineFault, Starved>;

struct Outcome {
    Ending ending;
    std::string output; // standard output and error, in order, cut at exactly output_bytes
    std::string record; // what it wrote to descriptor 3
    std::string report; // what it wrote to descriptor 4
    double cpu_seconds = 0;
    double wall_seconds = 0;
    double starved_seconds = 0; // of those, ready to run while others had the cores
};

class Sandbox {
public:
    virtual ~Sandbox() = default;

    // Runs the command to its end or to a limit. Afterwards none of its processes is alive and
    // nothing but `keep_out` is left on disk. May be called from several threads at once. Throws
    // nothing but std::bad_alloc: what goes wrong on the machine is a MachineFault.
    virtual Outcome run(const Command& command, const Limits& limits) = 0;

    virtual Level level() const = 0;

    // What its level promises and this machine's kernel has not got, in one word each: "landlock"
    // (see landlock.hpp). Runs are as strictly kept otherwise.
    virtual std::vector<std::string> missing() const { return {}; }
};

// What this machine can do, and if that is less than `full`, why and what mends it.
struct Probe {
    Level level = Level::none;
    std::string why;  // empty at full
    std::string mend; // a command to run, or empty
};

// Tries the real thing once, a few milliseconds. `launcher` is the program threadlab-launch.
Probe probe(const std::filesystem::path& launcher);

std::unique_ptr<Sandbox> make_sandbox(Level level, const std::filesystem::path& launcher);

} // namespace threadlab::sandbox
