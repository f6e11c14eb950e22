#include "sandbox/supervise.hpp"

#include "sandbox/process_tree.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <map>
#include <optional>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <utility>

namespace threadlab::sandbox {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t record_cap = std::size_t{1} << 20;
constexpr std::size_t report_cap = std::size_t{8} << 20;
constexpr std::size_t status_cap = 4096;
// How often the process tree is looked at.
constexpr double look_seconds = 0.05;
constexpr double look_seconds_polling_memory = 0.01;
// Near a limit: the kernel counts CPU time in hundredths of a second.
constexpr double shortest_look_seconds = 0.005;
// How long after its limit a process that was asked where it is may take to answer, not counting
// what it had to wait for a core, and how much of that is borne.
constexpr double answer_seconds = 0.06;
constexpr double most_patience_seconds = 2;
// How much longer than its limit a starved command may run before the machine is blamed.
constexpr double starved_factor = 10;
// How long after the command's end its pipes are waited for.
constexpr double drain_seconds = 2;

struct Stream {
    Descriptor* source;
    std::string* text;
    std::size_t cap;
    bool overflow = false;
};

// A command that was asked where it is; `starved`: how long it had been by then.
struct Asked {
    double at = 0;
    double until = 0;
    double starved = 0;
};

class Supervisor {
public:
    Supervisor(Running running, const Limits& limits, const Cgroup* group, bool dump)
        : running_(std::move(running)), limits_(limits), group_(group), dump_(dump),
          started_(Clock::now()) {
        next_look_ = until_next_look(0);
        streams_ = {Stream{&running_.output, &outcome_.output,
                           static_cast<std::size_t>(limits.output_bytes)},
                    Stream{&running_.record, &outcome_.record, record_cap},
                    Stream{&running_.report, &outcome_.report, report_cap},
                    Stream{&running_.status, &status_, status_cap}};
    }

    Supervised run() {
        while (!ended_) {
            wait_for_something();
            watch();
        }
        drain();
        outcome_.wall_seconds = elapsed();
        outcome_.starved_seconds = starved_;
        outcome_.ending = ending();
        return {std::move(outcome_), std::move(out_)};
    }

private:
    double elapsed() const {
        return std::chrono::duration<double>(Clock::now() - started_).count();
    }

    // Waits until a pipe has data, the command has ended or it is time for a look.
    void wait_for_something() {
        const auto wait =
            std::chrono::duration<double>(std::clamp(next_look_ - elapsed(), 0.0, look_seconds));
        if (poll_once(std::chrono::ceil<std::chrono::microseconds>(wait), true) && !ended_) {
            reap();
        }
    }

    // Reads what is there. Returns whether the process has ended.
    bool poll_once(std::chrono::microseconds most, bool with_process) {
        std::array<pollfd, 5> waiting{};
        for (std::size_t i = 0; i < streams_.size(); ++i) {
            waiting[i] = {streams_[i].source->get(), POLLIN, 0};
        }
        waiting[4] = {with_process ? running_.pidfd.get() : -1, POLLIN, 0};
        const timespec time{0, std::chrono::nanoseconds(most).count()};
        if (ppoll(waiting.data(), waiting.size(), &time, nullptr) < 0) {
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
        const bool status = stream.source == &running_.status;
        const ssize_t size = status ? receive_status(buffer)
                                    : read(stream.source->get(), buffer.data(), buffer.size());
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

    // Only threadlab-launch has the other end: it is closed before the command begins.
    ssize_t receive_status(std::array<char, 65536>& buffer) {
        iovec text{buffer.data(), buffer.size()};
        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
        msghdr message{};
        message.msg_iov = &text;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        const ssize_t size = recvmsg(running_.status.get(), &message, MSG_CMSG_CLOEXEC);
        const cmsghdr* header = size > 0 ? CMSG_FIRSTHDR(&message) : nullptr;
        if (header != nullptr && header->cmsg_type == SCM_RIGHTS) {
            int folder = -1;
            std::memcpy(&folder, CMSG_DATA(header), sizeof folder);
            out_ = Descriptor(folder);
        }
        return size;
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
        if (group_ != nullptr) {
            outcome_.cpu_seconds =
                std::max(outcome_.cpu_seconds, group_->cpu_seconds().value_or(0));
        }
        // A peak that came and went between two looks. What a child has before it is another program
        // is ours, and the kernel counts it, too.
        rusage own{};
        getrusage(RUSAGE_SELF, &own);
        constexpr std::int64_t kilobyte = 1024;
        const bool is_the_commands = usage.ru_maxrss > own.ru_maxrss;
        if (group_ == nullptr && is_the_commands &&
            usage.ru_maxrss * kilobyte > limits_.memory_bytes && !forced_) {
            forced_ = LimitReached{Limit::memory};
        }
    }

    // Looks at the command's processes now and then, and ends it when a limit is reached.
    void watch() {
        if (ended_ || elapsed() < next_look_) {
            return;
        }
        const std::vector<Process> tree = glance_at_tree(running_.pid);
        std::int64_t resident = 0;
        for (const Process& process : tree) {
            resident += process.resident_bytes;
        }
        count_starvation(tree, count_cpu(tree));
        const double cpu = outcome_.cpu_seconds;
        const bool has_begun = !status_.empty(); // what is there before is ours
        if (group_ == nullptr && has_begun && resident > limits_.memory_bytes) {
            stop(LimitReached{Limit::memory});
        } else if (asked_) {
            watch_answer();
        } else if (cpu >= limits_.cpu_seconds) {
            ask_then_stop(LimitReached{Limit::cpu}, tree);
        } else if (elapsed() >= limits_.wall_seconds) {
            watch_wall(cpu, tree);
        }
        next_look_ = elapsed() + until_next_look(cpu);
    }

    // So that no limit passes unseen: all cores may be computing.
    double until_next_look(double cpu) const {
        const double usual = group_ == nullptr ? look_seconds_polling_memory : look_seconds;
        if (asked_) {
            return std::clamp(asked_->until - elapsed(), 0.001, shortest_look_seconds);
        }
        const double wall_left = limits_.wall_seconds + starved_ - elapsed();
        const double cpu_left = (limits_.cpu_seconds - cpu) / cores_;
        // The wall's is exact to come to, the CPU's is not.
        return std::min(
            {usual, std::max(wall_left, 0.001), std::max(cpu_left, shortest_look_seconds)});
    }

    // Adds to the CPU time what was used since the last look, and returns that.
    double count_cpu(const std::vector<Process>& tree) {
        double now = 0;
        for (const Process& process : tree) {
            now += process.cpu_seconds;
        }
        // The group also knows of those that have come and gone.
        if (const auto counted = group_ == nullptr ? std::nullopt : group_->cpu_seconds()) {
            now = *counted;
        }
        const double before =
            std::exchange(outcome_.cpu_seconds, std::max(outcome_.cpu_seconds, now));
        return outcome_.cpu_seconds - before;
    }

    // Adds what the worst off thread had to wait for a core since the last look, as far as others
    // had it: what its own kin took from it does not count, or many of them could live for ever.
    void count_starvation(const std::vector<Process>& tree, double used) {
        double most = 0;
        for (const auto& [thread, seconds] : waits_for_core(tree)) {
            double& before = waits_[thread];
            most = std::max(most, seconds - before);
            before = seconds;
        }
        const double now = elapsed();
        const double passed = now - std::exchange(last_look_, now);
        starved_ += std::clamp(most, 0.0, std::max(passed - used / cores_, 0.0));
    }

    void watch_wall(double cpu, const std::vector<Process>& tree) {
        const double given = elapsed() - starved_;
        if (given >= limits_.wall_seconds) {
            // One thread that computes without a pause comes to both limits at about the same time.
            const bool computing = cpu > given / 2;
            ask_then_stop(LimitReached{computing ? Limit::cpu : Limit::wall}, tree);
        } else if (elapsed() > limits_.wall_seconds * starved_factor) {
            stop(Starved{});
        }
    }

    void ask_then_stop(const Ending& why, const std::vector<Process>& tree) {
        if (!dump_) {
            stop(why);
            return;
        }
        if (!forced_) {
            forced_ = why;
        }
        for (const Process& process : tree) {
            if (process.name != "bwrap" && process.name != "threadlab-launc") {
                kill(process.pid, SIGXCPU);
            }
        }
        asked_ = Asked{elapsed(), elapsed() + answer_seconds, starved_};
    }

    // Who was asked may take longer by what it waited for a core that others had.
    void watch_answer() {
        const double starved = starved_ - asked_->starved;
        asked_->until = asked_->at + answer_seconds + std::min(starved, most_patience_seconds);
        if (elapsed() >= asked_->until) {
            kill_all();
        }
    }

    void stop(const Ending& why) {
        if (!forced_) {
            forced_ = why;
        }
        kill_all();
    }

    void kill_all() const {
        if (group_ != nullptr) {
            group_->kill_all(drain_seconds); // where all are, but for one that has yet to join
            if (!ended_) {
                kill(running_.pid, SIGKILL);
            }
        } else if (!ended_) {
            // Children first: what a dying parent leaves behind would no longer be found.
            std::vector<Process> tree = process_tree(running_.pid);
            for (auto process = tree.rbegin(); process != tree.rend(); ++process) {
                kill(process->pid, SIGKILL);
            }
        }
    }

    void drain() {
        if (group_ != nullptr) {
            group_->kill_all(drain_seconds);
        }
        const double give_up = elapsed() + drain_seconds;
        const auto open = [](const Stream& stream) { return static_cast<bool>(*stream.source); };
        while (std::any_of(streams_.begin(), streams_.end(), open) && elapsed() < give_up) {
            poll_once(std::chrono::milliseconds(10), false);
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
    Descriptor out_;
    std::array<Stream, 4> streams_{};
    double next_look_ = 0;
    double last_look_ = 0;
    std::map<pid_t, double> waits_; // by thread, when it was last seen
    double starved_ = 0;            // seconds without a core, so far
    std::optional<Ending> forced_;
    std::optional<Asked> asked_;
    double cores_ = std::max(1U, std::thread::hardware_concurrency());
    bool ended_ = false;
    int exit_status_ = 0;
};

} // namespace

Supervised supervise(Running running, const Limits& limits, const Cgroup* group,
                     bool dump_on_limit) {
    return Supervisor(std::move(running), limits, group, dump_on_limit).run();
}

} // namespace threadlab::sandbox
