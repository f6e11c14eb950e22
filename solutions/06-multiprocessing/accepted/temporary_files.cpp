// Results in temporary files that are gone at the end; a file lock; a timer thread in the parent.
#include "multiprocessing.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <new>
#include <poll.h>
#include <stdexcept>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace lab::procs {

namespace {

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

// A descriptor that closes itself.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        reset();
        number_ = std::exchange(other.number_, -1);
        return *this;
    }
    ~Descriptor() { reset(); }
    int get() const { return number_; }
    void reset() {
        if (number_ >= 0) {
            close(std::exchange(number_, -1));
        }
    }

private:
    int number_ = -1;
};

struct Pipe {
    Descriptor reading, writing;
};

Pipe make_pipe() {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) {
        fail("pipe");
    }
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

// True: all of it was written.
bool write_all(int descriptor, const char* data, std::size_t size) {
    while (size > 0) {
        const ssize_t written = write(descriptor, data, size);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return false;
        }
        data += written;
        size -= static_cast<std::size_t>(written);
    }
    return true;
}

// Adds what there is to `text`. False: that was the end of it.
bool read_some(int descriptor, std::string& text) {
    std::array<char, 65536> buffer{};
    const ssize_t size = read(descriptor, buffer.data(), buffer.size());
    if (size > 0) {
        text.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return size > 0 || (size < 0 && errno == EINTR);
}

int wait_for(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

bool ended_well(int status) {
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

struct Child {
    pid_t pid = -1;
    Descriptor result; // where it writes to
};

// Starts a child that writes what `produce` returns and exits with 0, or with 1 if it throws.
template <typename Produce>
Child start(const Produce& produce) {
    Pipe pipe = make_pipe();
    const pid_t pid = fork();
    if (pid < 0) {
        fail("fork");
    }
    if (pid == 0) {
        int code = 1;
        try {
            pipe.reading.reset();
            const std::string text = produce();
            code = write_all(pipe.writing.get(), text.data(), text.size()) ? 0 : 1;
        } catch (...) {
            code = 1;
        }
        _exit(code);
    }
    // Our copy of the writing end is closed before the next child could inherit it.
    return {pid, std::move(pipe.reading)};
}

void end_all(std::vector<Child>& children) {
    for (Child& child : children) {
        kill(child.pid, SIGKILL);
        wait_for(child.pid);
    }
    children.clear();
}

// Memory that children share with us, gone when this goes.
template <typename T>
class SharedMemory {
public:
    SharedMemory() {
        void* memory =
            mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) {
            fail("mmap");
        }
        object_ = new (memory) T();
    }
    SharedMemory(const SharedMemory&) = delete;
    SharedMemory& operator=(const SharedMemory&) = delete;
    ~SharedMemory() { munmap(object_, sizeof(T)); }
    T& operator*() const { return *object_; }
    T* operator->() const { return object_; }

private:
    T* object_ = nullptr;
};

void set_status(ChildResult& result, int status) {
    result.exit_code = WIFSIGNALED(status) ? -1 : WEXITSTATUS(status);
    result.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

// A temporary file without a name.
Descriptor make_file() {
    std::string name = "/tmp/result-XXXXXX";
    const int file = mkstemp(name.data());
    if (file < 0) {
        fail("mkstemp");
    }
    unlink(name.c_str());
    return Descriptor(file);
}

std::string contents(const Descriptor& file) {
    lseek(file.get(), 0, SEEK_SET);
    std::string text;
    while (read_some(file.get(), text)) {
    }
    return text;
}

} // namespace

std::vector<ChildResult> run_children(std::span<const long> inputs, const Work& work) {

    std::vector<ChildResult> results;
    std::vector<Descriptor> files;
    int refused = 0;
    for (const long input : inputs) {
        files.push_back(make_file());
        const pid_t pid = fork();
        if (pid == 0) {
            try {
                const std::string text = std::to_string(work(input));
                write_all(files.back().get(), text.data(), text.size());
            } catch (...) {
                _exit(1);
            }
            _exit(0);
        }
        if (pid < 0) {
            refused = errno;
            break;
        }
        results.push_back({pid, input, std::nullopt, -1, 0});
    }
    for (std::size_t i = 0; i < results.size(); ++i) {
        set_status(results[i], wait_for(results[i].pid));
        if (const std::string text = contents(files[i]); !text.empty()) {
            results[i].value = std::stol(text);
        }
    }
    if (refused != 0) {
        errno = refused;
        fail("fork");
    }
    return results;
}

MemoryView compare_memory(int start, int child_adds) {

    // The shared variable lives in a file that both map.
    struct Seen {
        int shared, child_private;
        const void* address;
    };
    const Descriptor file = make_file();
    const Seen first{start, 0, nullptr};
    write_all(file.get(), reinterpret_cast<const char*>(&first), sizeof first);
    auto* ours = new int(start);
    const pid_t pid = fork();
    if (pid < 0) {
        fail("fork");
    }
    if (pid == 0) {
        void* memory =
            mmap(nullptr, sizeof(Seen), PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
        auto* seen = static_cast<Seen*>(memory);
        *ours += child_adds;
        seen->shared += child_adds;
        seen->child_private = *ours;
        seen->address = ours;
        _exit(0);
    }
    wait_for(pid);
    Seen seen{};
    if (pread(file.get(), &seen, sizeof seen, 0) != sizeof seen) {
        fail("pread");
    }
    const MemoryView view{*ours, seen.child_private, seen.shared, seen.address == ours};
    delete ours;
    return view;
}

// Each child leaves its count at a place of its own in one file.
long shared_count(unsigned processes, long increments_each) {
    std::string name = "/tmp/count-XXXXXX";
    const Descriptor file(mkstemp(name.data()));
    unlink(name.c_str());
    std::vector<Child> children;
    const auto place = [](unsigned child) { return static_cast<off_t>(child * sizeof(long)); };
    for (unsigned i = 0; i < processes; ++i) {
        children.push_back(start([&, i] {
            long count = 0;
            for (long n = 0; n < increments_each; ++n) {
                ++count;
            }
            if (pwrite(file.get(), &count, sizeof count, place(i)) != sizeof count) {
                _exit(1);
            }
            return std::string();
        }));
    }
    long total = 0;
    for (unsigned i = 0; i < processes; ++i) {
        wait_for(children[i].pid);
        long count = 0;
        if (pread(file.get(), &count, sizeof count, place(i)) != sizeof count) {
            fail("pread");
        }
        total += count;
    }
    return total;
}

std::vector<std::string> process_map(std::span<const std::string> tasks, unsigned workers,
                                     const std::function<std::string(const std::string&)>& work) {

    std::vector<std::string> results(tasks.size());
    struct Running {
        pid_t pid;
        std::size_t task;
        Descriptor file;
    };
    std::vector<Running> running;
    bool failed = false;
    for (std::size_t next = 0; (next < tasks.size() && !failed) || !running.empty();) {
        if (next < tasks.size() && running.size() < workers && !failed) {
            Descriptor file = make_file();
            const pid_t pid = fork();
            if (pid == 0) {
                try {
                    const std::string text = work(tasks[next]);
                    _exit(write_all(file.get(), text.data(), text.size()) ? 0 : 1);
                } catch (...) {
                    _exit(1);
                }
            }
            failed = pid < 0;
            if (pid > 0) {
                running.push_back({pid, next++, std::move(file)});
            }
            continue;
        }
        // look now and then which one has ended
        for (std::size_t i = running.size(); i-- > 0;) {
            int status = 0;
            if (waitpid(running[i].pid, &status, WNOHANG) != running[i].pid) {
                continue;
            }
            failed = failed || !ended_well(status);
            results[running[i].task] = contents(running[i].file);
            running.erase(running.begin() + static_cast<std::ptrdiff_t>(i));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    if (failed) {
        throw std::runtime_error("a task failed");
    }
    return results;
}

namespace {

using Clock = std::chrono::steady_clock;

int milliseconds_until(Clock::time_point end) {
    using namespace std::chrono;
    return static_cast<int>(std::max<long>(0, ceil<milliseconds>(end - Clock::now()).count()));
}

// A job under way: its process leads a group, so that what it starts can be ended with it.
struct Job {
    Child child;
    Descriptor process; // readable once it has ended
    std::string text;
    bool ended = false;
};

Job start_job(const std::function<std::string()>& job) {
    Job started{start([&] {
                    setpgid(0, 0);
                    return job();
                }),
                {},
                {},
                false};
    setpgid(started.child.pid, started.child.pid);
    started.process = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, started.child.pid, 0)));
    fcntl(started.child.result.get(), F_SETFL, O_NONBLOCK);
    return started;
}

// Waits until something happens to one of them, and takes in what they wrote.
void attend(std::vector<Job>& jobs, Clock::time_point end) {
    std::vector<pollfd> ready;
    for (const Job& job : jobs) {
        ready.push_back({job.ended ? -1 : job.child.result.get(), POLLIN, 0});
        ready.push_back({job.ended ? -1 : job.process.get(), POLLIN, 0});
    }
    if (poll(ready.data(), ready.size(), milliseconds_until(end)) <= 0) {
        return;
    }
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        Job& job = jobs[i];
        job.ended = job.ended || ready[2 * i + 1].revents != 0;
        const bool more = ready[2 * i].revents != 0 || ready[2 * i + 1].revents != 0;
        while (more && job.child.result.get() >= 0 && read_some(job.child.result.get(), job.text)) {
        }
        // at its end, or empty for now
        if (ready[2 * i].revents != 0 && (ready[2 * i].revents & POLLIN) == 0) {
            job.child.result.reset();
        }
    }
}

Outcome outcome_of(Job& job) {
    const bool timed_out = !job.ended;
    kill(-job.child.pid, SIGKILL);
    const int status = wait_for(job.child.pid);
    if (timed_out) {
        return {Outcome::Kind::timed_out, "", SIGKILL};
    }
    if (WIFSIGNALED(status)) {
        return {Outcome::Kind::crashed, "", WTERMSIG(status)};
    }
    if (!ended_well(status)) {
        return {Outcome::Kind::failed, "", WEXITSTATUS(status)};
    }
    return {Outcome::Kind::ok, std::move(job.text), 0};
}

} // namespace

std::vector<Outcome> run_isolated(std::span<const std::function<std::string()>> jobs,
                                  std::chrono::milliseconds limit) {

    struct Running {
        pid_t pid;
        Descriptor file;
    };
    std::vector<Running> running;
    for (const auto& job : jobs) {
        Descriptor file = make_file();
        const pid_t pid = fork();
        if (pid == 0) {
            setpgid(0, 0);
            try {
                const std::string text = job();
                _exit(write_all(file.get(), text.data(), text.size()) ? 0 : 1);
            } catch (...) {
                _exit(1);
            }
        }
        setpgid(pid, pid);
        running.push_back({pid, std::move(file)});
    }
    std::mutex mutex;
    std::condition_variable changed;
    bool all_ended = false;
    std::vector<std::atomic<bool>> killed(running.size());
    std::jthread timer([&] {
        std::unique_lock lock(mutex);
        if (!changed.wait_for(lock, limit, [&] { return all_ended; })) {
            for (std::size_t i = 0; i < running.size(); ++i) {
                siginfo_t about{};
                waitid(P_PID, static_cast<id_t>(running[i].pid), &about,
                       WEXITED | WNOHANG | WNOWAIT);
                killed[i] = about.si_pid == 0;
                kill(-running[i].pid, SIGKILL);
            }
        }
    });
    for (const Running& one : running) {
        siginfo_t about{};
        while (waitid(P_PID, static_cast<id_t>(one.pid), &about, WEXITED | WNOWAIT) != 0) {
        }
    }
    {
        const std::scoped_lock lock(mutex);
        all_ended = true;
    }
    changed.notify_all();
    timer.join();
    std::vector<Outcome> outcomes;
    for (std::size_t i = 0; i < running.size(); ++i) {
        kill(-running[i].pid, SIGKILL);
        const int status = wait_for(running[i].pid);
        if (killed[i]) {
            outcomes.push_back({Outcome::Kind::timed_out, "", SIGKILL});
        } else if (WIFSIGNALED(status)) {
            outcomes.push_back({Outcome::Kind::crashed, "", WTERMSIG(status)});
        } else if (!ended_well(status)) {
            outcomes.push_back({Outcome::Kind::failed, "", WEXITSTATUS(status)});
        } else {
            outcomes.push_back({Outcome::Kind::ok, contents(running[i].file), 0});
        }
    }
    return outcomes;
}

} // namespace lab::procs
