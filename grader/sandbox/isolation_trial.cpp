#include "sandbox/isolation_trial.hpp"

#include "sandbox/descriptor.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <variant>

namespace threadlab::sandbox {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const char* step) {
    throw std::system_error(errno, std::generic_category(), step);
}

// A process of this machine that does nothing but live.
class Victim {
public:
    Victim() : pid_(fork()) {
        if (pid_ < 0) {
            fail("cannot start a process");
        }
        if (pid_ == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            while (true) {
                pause();
            }
        }
    }
    ~Victim() {
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
    Victim(const Victim&) = delete;
    Victim& operator=(const Victim&) = delete;

    std::string number() const { return std::to_string(pid_); }

private:
    pid_t pid_;
};

// A port of this machine on which somebody listens.
class Listener {
public:
    Listener() : end_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* any = reinterpret_cast<sockaddr*>(&address);
        if (!end_ || bind(end_.get(), any, size) != 0 || listen(end_.get(), 1) != 0 ||
            getsockname(end_.get(), any, &size) != 0) {
            fail("cannot listen on a port");
        }
        port_ = ntohs(address.sin_port);
    }

    std::string port() const { return std::to_string(port_); }

private:
    Descriptor end_;
    int port_ = 0;
};

constexpr const char* stayer = "lab-stay-behind"; // as long as the name of a process can be

bool is_running(const std::string& name) {
    std::error_code gone;
    return std::ranges::any_of(fs::directory_iterator("/proc", gone), [&](const auto& entry) {
        std::ifstream file(entry.path() / "comm");
        std::string found;
        return std::getline(file, found) && found == name;
    });
}

Limits narrow() {
    Limits limits;
    limits.cpu_seconds = 0.2;
    limits.wall_seconds = 2;
    limits.memory_bytes = std::int64_t{64} << 20;
    limits.processes = 16;
    return limits;
}

// What the attempt came to; empty if it was refused, or ended by a limit or the filter of calls.
std::string got_through(const Outcome& outcome) {
    if (const auto* exited = std::get_if<Exited>(&outcome.ending)) {
        const std::string said = outcome.output.substr(0, outcome.output.find('\n'));
        return exited->status == 0 ? "" : "it " + (said.empty() ? "did not say what it did" : said);
    }
    if (const auto* fault = std::get_if<MachineFault>(&outcome.ending)) {
        return "it could not be tried: " + fault->why;
    }
    if (std::holds_alternative<Starved>(outcome.ending)) {
        return "it could not be tried: the machine is too busy";
    }
    return "";
}

constexpr const char* breakout = "breakout";     // of the sandbox
constexpr const char* unconfined = "unconfined"; // by a harness, as the code that it judges is

struct Attempt {
    const char* promise;
    const char* name;
    std::string argument;
    const char* program = breakout;
};

} // namespace

std::vector<Guarantee> try_to_break_out(Sandbox& sandbox, const fs::path& programs) {
    const Victim victim;
    const Listener listener;
    const std::vector<Attempt> attempts{
        {"its system calls are filtered", "filter", ""},
        {"it cannot read the machine's secrets", "read", "/etc/shadow"},
        {"it cannot read the grader's own files", "read", programs.string()},
        {"it sees nothing of the grader's environment", "environment", ""},
        {"it inherits no open files", "descriptors", ""},
        {"it sees no process but its own", "see", victim.number()},
        {"it cannot end others' processes", "kill", victim.number()},
        {"it cannot look into its parent", "trace", ""},
        {"it reaches no network", "connect", listener.port()},
        {"it writes nowhere but to its scratch folders", "write", ""},
        {"it makes no user namespace", "namespace", ""},
        {"it mounts nothing", "mount", ""},
        {"it gets no more memory than its limit", "memory", "256"},
        {"it has no more processes than its limit", "processes", "64"},
        {"it is ended at its limit, whatever it ignores", "spin", ""},
        {"nothing of it is alive after its end", "stay", stayer},
        {"it makes system calls by the libraries' code alone", "calls", "", unconfined},
        {"it opens no files that its harness keeps to itself", "files", "", unconfined}};
    std::vector<Guarantee> found;
    found.reserve(attempts.size());
    for (const Attempt& attempt : attempts) {
        Command command;
        const std::string program = attempt.program;
        command.argv = {"./" + program, attempt.name, attempt.argument};
        command.files = {{programs / ("threadlab-" + program), program}};
        command.calls = Calls::processes;
        std::string instead = got_through(sandbox.run(command, narrow()));
        if (attempt.argument == stayer && is_running(stayer)) {
            instead = "a process of it lives on";
        }
        found.push_back({attempt.promise, instead.empty(), instead});
    }
    return found;
}

} // namespace threadlab::sandbox
