#include "sandbox/supervise.hpp"

#include "sandbox/process_tree.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <map>
#include <optional>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>

namespace threadlab::sandbox {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t record_cap = std::size_t{1} << 20;
constexpr std::size_t report_cap = std::size_t{8} << 20;
constexpr std::size_t status_cap = 4096;
// How often the process tree is looked at.
constexpr double look_seconds = 0.05;
constexpr double look_seconds_polling_memory = 0.01;
// How long a process that was asked where it is may take to answer, and how much longer than its
// limit a starved command may run before the machine is blamed.
constexpr double answer_seconds = 1;
constexpr double starved_factor = 10;
// How long after the command's end its pipes are waited for.
constexpr double drain_seconds = 2;

struct Stream {
    Descriptor* source;
    std::string* text;
    std::size_t cap;
    bool overflow = false;
};

class Supervisor {
public:
    Supervisor(Running running, const Limits& limits, const Cgroup* group, bool dump)
        : running_(std::move(running)), limits_(limits), group_(group), dump_(dump),
          started_(Clock::now()) {
        streams_ = {Stream{&running_.output, &outcome_.output,
                           static_cast<std::size_t>(limits.output_bytes)},
                    Stream{&running_.record, &outcome_.record, record_cap},
                    Stream{&running_.report, &outcome_.report, report_cap},
                    Stream{&running_.status, &status_, status_cap}};
    }

    Outcome run() {
        while (!ended_) {
            wait_for_something();
            watch();
        }
        drain();
        outcome_.wall_seconds = elapsed();
        outcome_.ending = ending();
        return std::move(outcome_);
    }

private:
    double elapsed() const {
        return std::chrono::duration<double>(Clock::now() - started_).count();
    }

    // Waits until a pipe has data, the command has ended or it is time for a look.
    void wait_for_something() {
        const double wait = next_look_ - elapsed();
        const int milliseconds = std::clamp(static_cast<int>(wait * 1000) + 1, 1, 1000);
        if (poll_once(milliseconds, true) && !ended_) {
            reap();
        }
    }

    // Reads what is there. Returns whether the process has ended.
    bool poll_once(int milliseconds, bool with_process) {
        std::array<pollfd, 5> waiting{};
        for (std::size_t i = 0; i < streams_.size(); ++i) {
            waiting[i] = {streams_[i].source->get(), POLLIN, 0};
        }
        waiting[4] = {with_process ? running_.pidfd.get() : -1, POLLIN, 0};
        if (poll(waiting.data(), waiting.size(), milliseconds) < 0) {
            return false;
        }
        for (std::size_t i = 0; i < streams_.size(); ++i) {
            if (waiting[i].revents != 0) {
                read_some(streams_[i]);
            }
        }
        return waiting[4].revents != 0;
    }

    void read_some(Stream& stream) {
        std::array<char, 65536> buffer;
        const ssize_t size = read(stream.source->get(), buffer.data(), buffer.size());
        if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR)) {
            stream.source->reset();
            return;
        }
        if (size < 0) {
            return;
        }
        const std::size_t room = stream.cap - stream.text->size();
        const auto count = static_cast<std::size_t>(size);
        stream.text->append(buffer.data(), std::min(count, room));
        if (count > room && !stream.overflow) {
            stream.overflow = true;
            stop(LimitReached{Limit::output});
        }
    }

    void reap() {
        int status = 0;
        rusage usage{};
        while (wait4(running_.pid, &status, 0, &usage) < 0 && errno == EINTR) {
        }
        ended_ = true;
        exit_status_ = status;
        const auto seconds = [](const timeval& time) {
            return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
        };
        outcome_.cpu_seconds =
            std::max(outcome_.cpu_seconds, seconds(usage.ru_utime) + seconds(usage.ru_stime));
        // A peak that came and went between two looks.
        constexpr std::int64_t kilobyte = 1024;
        if (group_ == nullptr && usage.ru_maxrss * kilobyte > limits_.memory_bytes && !forced_) {
            forced_ = LimitReached{Limit::memory};
        }
    }

    // Looks at the command's processes now and then, and ends it when a limit is reached.
    void watch() {
        if (ended_ || elapsed() < next_look_) {
            return;
        }
        const bool polling_memory = group_ == nullptr;
        next_look_ = elapsed() + (polling_memory ? look_seconds_polling_memory : look_seconds);
        if (asked_at_) {
            if (elapsed() > *asked_at_ + answer_seconds) {
                kill_all();
            }
            return;
        }
        const std::vector<Process> tree = glance_at_tree(running_.pid);
        double cpu = 0;
        std::int64_t resident = 0;
        for (const Process& process : tree) {
            cpu += process.cpu_seconds;
            resident += process.resident_bytes;
        }
        outcome_.cpu_seconds = std::max(outcome_.cpu_seconds, cpu);
        count_starvation(tree);
        if (polling_memory && resident > limits_.memory_bytes) {
            stop(LimitReached{Limit::memory});
        } else if (cpu > limits_.cpu_seconds) {
            ask_then_stop(LimitReached{Limit::cpu});
        } else if (elapsed() > limits_.wall_seconds) {
            watch_wall(cpu);
        }
    }

    // Adds what the worst off thread had to wait for a core since the last look.
    void count_starvation(const std::vector<Process>& tree) {
        double most = 0;
        for (const auto& [thread, seconds] : waits_for_core(tree)) {
            double& before = waits_[thread];
            most = std::max(most, seconds - before);
            before = seconds;
        }
        starved_ += most;
    }

    void watch_wall(double cpu) {
        const double given = elapsed() - starved_;
        if (given > limits_.wall_seconds) {
            // One thread that computes without a pause comes to both limits at about the same time.
            const bool computing = cpu > given / 2;
            ask_then_stop(LimitReached{computing ? Limit::cpu : Limit::wall});
        } else if (elapsed() > limits_.wall_seconds * starved_factor) {
            stop(Starved{});
        }
    }

    void ask_then_stop(const Ending& why) {
        if (!dump_) {
            stop(why);
            return;
        }
        if (!forced_) {
            forced_ = why;
        }
        asked_at_ = elapsed();
        for (const Process& process : process_tree(running_.pid)) {
            if (process.name != "bwrap" && process.name != "threadlab-launc") {
                kill(process.pid, SIGXCPU);
            }
        }
    }

    void stop(const Ending& why) {
        if (!forced_) {
            forced_ = why;
        }
        kill_all();
    }

    void kill_all() const {
        if (!ended_) {
            // Children first: what a dying parent leaves behind would no longer be found.
            std::vector<Process> tree = process_tree(running_.pid);
            for (auto process = tree.rbegin(); process != tree.rend(); ++process) {
                kill(process->pid, SIGKILL);
            }
        }
        if (group_ != nullptr) {
            group_->kill_all(drain_seconds);
        }
    }

    void drain() {
        if (group_ != nullptr) {
            group_->kill_all(drain_seconds);
        }
        const double give_up = elapsed() + drain_seconds;
        const auto open = [](const Stream& stream) { return static_cast<bool>(*stream.source); };
        while (std::any_of(streams_.begin(), streams_.end(), open) && elapsed() < give_up) {
            poll_once(10, false);
        }
    }

    Ending ending() const {
        if (group_ != nullptr && group_->memory_limit_reached()) {
            return LimitReached{Limit::memory};
        }
        if (forced_) {
            return *forced_;
        }
        if (status_ != "S") {
            return MachineFault{why_not_started()};
        }
        constexpr int signal_base = 128;
        constexpr int last_signal = 64;
        if (WIFSIGNALED(exit_status_)) {
            return Signalled{WTERMSIG(exit_status_)};
        }
        const int status = WEXITSTATUS(exit_status_);
        if (status > signal_base && status <= signal_base + last_signal) {
            return Signalled{status - signal_base};
        }
        return Exited{status};
    }

    std::string why_not_started() const {
        const std::size_t error = status_.find('E');
        if (error != std::string::npos) {
            return "the sandbox could not start the command: " + status_.substr(error + 1);
        }
        std::string said = outcome_.output.substr(0, outcome_.output.find('\n'));
        return "the sandbox did not start" + (said.empty() ? "" : ": " + said);
    }

    Running running_;
    Limits limits_;
    const Cgroup* group_;
    bool dump_;
    Clock::time_point started_;
    Outcome outcome_;
    std::string status_;
    std::array<Stream, 4> streams_{};
    double next_look_ = look_seconds;
    std::map<pid_t, double> waits_; // by thread, when it was last seen
    double starved_ = 0;            // seconds without a core, so far
    std::optional<Ending> forced_;
    std::optional<double> asked_at_;
    bool ended_ = false;
    int exit_status_ = 0;
};

} // namespace

Outcome supervise(Running running, const Limits& limits, const Cgroup* group, bool dump_on_limit) {
    return Supervisor(std::move(running), limits, group, dump_on_limit).run();
}

} // namespace threadlab::sandbox
