// fails: isolated-outcomes (wrong-result)
#include "multiprocessing.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <new>
#include <poll.h>
#include <stdexcept>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
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

} // namespace

std::vector<ChildResult> run_children(std::span<const long> inputs, const Work& work) {
    std::vector<Child> children;
    try {
        for (const long input : inputs) {
            children.push_back(start([&] {
                const long value = work(input);
                return std::string(reinterpret_cast<const char*>(&value), sizeof value);
            }));
        }
    } catch (...) {
        end_all(children);
        throw;
    }
    std::vector<ChildResult> results;
    for (std::size_t i = 0; i < children.size(); ++i) {
        std::string text;
        while (read_some(children[i].result.get(), text)) {
        }
        const int status = wait_for(children[i].pid);
        ChildResult result{children[i].pid, inputs[i], std::nullopt, -1, 0};
        if (long value = 0; text.size() == sizeof value) {
            std::memcpy(&value, text.data(), sizeof value);
            result.value = value;
        }
        if (WIFSIGNALED(status)) {
            result.signal = WTERMSIG(status);
        } else {
            result.exit_code = WEXITSTATUS(status);
        }
        results.push_back(result);
    }
    return results;
}

MemoryView compare_memory(int start, int child_adds) {
    struct Seen {
        int shared = 0;
        int child_private = 0;
        const void* address = nullptr;
    };
    const SharedMemory<Seen> seen;
    volatile int ours = start;
    seen->shared = start;
    const pid_t pid = fork();
    if (pid < 0) {
        fail("fork");
    }
    if (pid == 0) {
        ours = ours + child_adds;
        seen->shared += child_adds;
        seen->child_private = ours;
        seen->address = const_cast<const int*>(&ours);
        _exit(0);
    }
    wait_for(pid);
    return {ours, seen->child_private, seen->shared, seen->address == &ours};
}

long shared_count(unsigned processes, long increments_each) {
    const SharedMemory<std::atomic<long>> count;
    std::vector<Child> children;
    try {
        for (unsigned i = 0; i < processes; ++i) {
            children.push_back(start([&] {
                for (long n = 0; n < increments_each; ++n) {
                    count->fetch_add(1);
                }
                return std::string();
            }));
        }
    } catch (...) {
        end_all(children);
        throw;
    }
    for (const Child& child : children) {
        wait_for(child.pid);
    }
    return count->load();
}

std::vector<std::string> process_map(std::span<const std::string> tasks, unsigned workers,
                                     const std::function<std::string(const std::string&)>& work) {
    std::vector<std::string> results(tasks.size());
    std::vector<Child> children; // running now
    std::vector<std::size_t> task_of;
    std::size_t next = 0;
    try {
        while (next < tasks.size() || !children.empty()) {
            if (next < tasks.size() && children.size() < workers) {
                children.push_back(start([&] { return work(tasks[next]); }));
                task_of.push_back(next++);
                continue;
            }
            std::vector<pollfd> ready;
            for (const Child& child : children) {
                ready.push_back({child.result.get(), POLLIN, 0});
            }
            if (poll(ready.data(), ready.size(), -1) < 0) {
                continue;
            }
            for (std::size_t i = ready.size(); i-- > 0;) {
                if (ready[i].revents == 0 ||
                    read_some(children[i].result.get(), results[task_of[i]])) {
                    continue;
                }
                const int status = wait_for(children[i].pid);
                children.erase(children.begin() + static_cast<std::ptrdiff_t>(i));
                task_of.erase(task_of.begin() + static_cast<std::ptrdiff_t>(i));
                if (!ended_well(status)) {
                    throw std::runtime_error("a task failed");
                }
            }
        }
    } catch (...) {
        end_all(children);
        throw;
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
    // HERE
    if (!ended_well(status)) {
        return {Outcome::Kind::failed, "", WEXITSTATUS(status)};
    }
    return {Outcome::Kind::ok, std::move(job.text), 0};
}

} // namespace

std::vector<Outcome> run_isolated(std::span<const std::function<std::string()>> jobs, // HERE
                                  std::chrono::milliseconds limit) {
    std::vector<Job> running;
    std::vector<Outcome> outcomes;
    try {
        for (const auto& job : jobs) {
            running.push_back(start_job(job));
        }
    } catch (...) {
        for (Job& job : running) {
            outcome_of(job);
        }
        throw;
    }
    const Clock::time_point end = Clock::now() + limit;
    const auto has_ended = [](const Job& job) { return job.ended; };
    while (!std::ranges::all_of(running, has_ended) && Clock::now() < end) {
        attend(running, end);
    }
    for (Job& job : running) {
        outcomes.push_back(outcome_of(job));
    }
    return outcomes;
}

} // namespace lab::procs
