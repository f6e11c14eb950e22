// Slots in shared memory, one private count each, workers that draw numbers, and a polling parent.
#include "multiprocessing.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <new>
#include <poll.h>
#include <stdexcept>
#include <sys/mman.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace lab::procs {

namespace {

[[noreturn]] void complain(const char* what) {
    throw std::system_error(errno, std::system_category(), what);
}

template <typename T>
auto shared_array(std::size_t count) {
    const std::size_t bytes = std::max<std::size_t>(1, count * sizeof(T));
    void* where = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (where == MAP_FAILED) {
        complain("mmap");
    }
    T* first = static_cast<T*>(where);
    for (std::size_t i = 0; i < count; ++i) {
        new (first + i) T();
    }
    const auto unmap = [bytes](T* p) { munmap(p, bytes); };
    return std::unique_ptr<T[], decltype(unmap)>(first, unmap);
}

int reap(pid_t pid) {
    int status = 0;
    pid_t got = 0;
    do {
        got = waitpid(pid, &status, 0);
    } while (got == -1 && errno == EINTR);
    return status;
}

// Children that are killed and reaped if nobody has asked for them.
struct Brood {
    std::vector<pid_t> pids{};
    Brood() = default;
    Brood(const Brood&) = delete;
    Brood& operator=(const Brood&) = delete;
    ~Brood() {
        for (const pid_t pid : pids) {
            if (pid > 0) {
                kill(pid, SIGKILL);
            }
        }
        for (const pid_t pid : pids) {
            if (pid > 0) {
                reap(pid);
            }
        }
    }
    int end_of(std::size_t i) {
        const int status = reap(pids[i]);
        pids[i] = -1;
        return status;
    }
    template <typename F>
    pid_t add(F body) {
        pids.reserve(pids.size() + 1);
        const pid_t pid = fork();
        if (pid == -1) {
            complain("fork");
        }
        if (pid == 0) {
            try {
                body();
            } catch (...) {
                _exit(1);
            }
            _exit(0);
        }
        pids.push_back(pid);
        return pid;
    }
};

struct Pipe {
    int ends[2] = {-1, -1};
    Pipe() {
        if (pipe2(ends, O_CLOEXEC) != 0) {
            complain("pipe");
        }
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
        shut(0);
        shut(1);
    }
    void shut(int end) {
        if (ends[end] >= 0) {
            close(ends[end]);
        }
        ends[end] = -1;
    }
    void send(const void* data, std::size_t size) const {
        const char* p = static_cast<const char*>(data);
        while (size > 0) {
            const ssize_t n = write(ends[1], p, size);
            if (n > 0) {
                p += n;
                size -= static_cast<std::size_t>(n);
            } else if (errno != EINTR) {
                complain("write");
            }
        }
    }
    // More than 0: so many bytes. 0: the end. Less: nothing just now.
    ssize_t receive(std::string& text) const {
        char buffer[8192];
        ssize_t n = 0;
        do {
            n = read(ends[0], buffer, sizeof buffer);
        } while (n < 0 && errno == EINTR);
        if (n > 0) {
            text.append(buffer, static_cast<std::size_t>(n));
        }
        if (n < 0 && errno != EAGAIN) {
            complain("read");
        }
        return n;
    }
};

} // namespace

std::vector<ChildResult> run_children(std::span<const long> inputs, const Work& work) {
    struct Slot {
        long value = 0;
        bool there = false;
    };
    const auto slots = shared_array<Slot>(inputs.size());
    Brood brood;
    std::vector<ChildResult> results;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const pid_t pid = brood.add([&] {
            slots[i].value = work(inputs[i]);
            slots[i].there = true;
        });
        results.push_back({pid, inputs[i], std::nullopt, -1, 0});
    }
    for (std::size_t i = inputs.size(); i-- > 0;) {
        const int status = brood.end_of(i);
        if (slots[i].there) {
            results[i].value = slots[i].value;
        }
        if (WIFEXITED(status)) {
            results[i].exit_code = WEXITSTATUS(status);
        } else {
            results[i].signal = WTERMSIG(status);
        }
    }
    return results;
}

MemoryView compare_memory(int start, int child_adds) {
    struct Board {
        int shared = 0;
        int child = 0;
        int* where = nullptr;
    };
    const auto board = shared_array<Board>(1);
    board[0].shared = start;
    const auto ours = std::make_unique<int>(start);
    Brood brood;
    brood.add([&] {
        *ours += child_adds;
        board[0].shared += child_adds;
        board[0].child = *ours;
        board[0].where = ours.get();
    });
    brood.end_of(0);
    return MemoryView{*ours, board[0].child, board[0].shared, board[0].where == ours.get()};
}

long shared_count(unsigned processes, long increments_each) {
    Pipe pipe;
    Brood brood;
    for (unsigned p = 0; p < processes; ++p) {
        brood.add([&] {
            volatile long mine = 0;
            for (long n = increments_each; n > 0; --n) {
                mine = mine + 1;
            }
            const long result = mine;
            pipe.send(&result, sizeof result);
        });
    }
    pipe.shut(1);
    std::string bytes;
    while (pipe.receive(bytes) != 0) {
    }
    long sum = 0;
    for (std::size_t at = 0; at + sizeof sum <= bytes.size(); at += sizeof sum) {
        long part = 0;
        std::memcpy(&part, bytes.data() + at, sizeof part);
        sum += part;
    }
    for (std::size_t i = 0; i < processes; ++i) {
        brood.end_of(i);
    }
    return sum;
}

std::vector<std::string> process_map(std::span<const std::string> tasks, unsigned workers,
                                     const std::function<std::string(const std::string&)>& work) {
    struct Head {
        std::size_t index;
        std::size_t size;
    };
    const auto next = shared_array<std::atomic<std::size_t>>(1);
    std::vector<std::string> results(tasks.size());
    std::size_t arrived = 0;
    const std::size_t crew = std::min<std::size_t>(workers, tasks.size());
    std::vector<std::unique_ptr<Pipe>> pipes;
    std::vector<std::string> pending(crew);
    Brood brood;
    for (std::size_t w = 0; w < crew; ++w) {
        pipes.push_back(std::make_unique<Pipe>());
        brood.add([&] {
            pipes[w]->shut(0);
            for (std::size_t i = (*next.get())++; i < tasks.size(); i = (*next.get())++) {
                const std::string text = work(tasks[i]);
                const Head head{i, text.size()};
                pipes[w]->send(&head, sizeof head);
                pipes[w]->send(text.data(), text.size());
            }
        });
        pipes[w]->shut(1);
    }
    for (std::size_t open = crew; open > 0;) {
        std::vector<pollfd> polled;
        for (const auto& pipe : pipes) {
            polled.push_back({pipe->ends[0], POLLIN, 0});
        }
        if (poll(polled.data(), polled.size(), -1) < 0) {
            continue;
        }
        for (std::size_t w = 0; w < crew; ++w) {
            if (polled[w].revents == 0) {
                continue;
            }
            std::string& text = pending[w];
            if (pipes[w]->receive(text) == 0) {
                pipes[w]->shut(0);
                --open;
                const int status = brood.end_of(w);
                if (status != 0) {
                    throw std::runtime_error("a worker failed");
                }
            }
            Head head{};
            while (text.size() >= sizeof head && (std::memcpy(&head, text.data(), sizeof head),
                                                  text.size() - sizeof head >= head.size)) {
                results[head.index] = text.substr(sizeof head, head.size);
                text.erase(0, sizeof head + head.size);
                ++arrived;
            }
        }
    }
    if (arrived != tasks.size()) {
        throw std::runtime_error("a result is missing");
    }
    return results;
}

std::vector<Outcome> run_isolated(std::span<const std::function<std::string()>> jobs,
                                  std::chrono::milliseconds limit) {
    using Clock = std::chrono::steady_clock;
    struct Run {
        pid_t pid;
        std::unique_ptr<Pipe> pipe;
        Clock::time_point end;
        std::string text{};
        bool over = false;
    };
    struct All : std::vector<Run> {
        All() = default;
        All(const All&) = delete;
        All& operator=(const All&) = delete;
        ~All() {
            for (const Run& run : *this) {
                if (!run.over) {
                    kill(-run.pid, SIGKILL);
                    kill(run.pid, SIGKILL);
                    reap(run.pid);
                }
            }
        }
    } runs;
    runs.reserve(jobs.size());
    std::vector<Outcome> outcomes(jobs.size());
    for (const auto& job : jobs) {
        auto pipe = std::make_unique<Pipe>();
        const pid_t pid = fork();
        if (pid < 0) {
            complain("fork");
        }
        if (pid == 0) {
            try {
                setpgid(0, 0);
                pipe->shut(0);
                const std::string text = job();
                pipe->send(text.data(), text.size());
            } catch (...) {
                _exit(3);
            }
            _exit(0);
        }
        setpgid(pid, pid);
        pipe->shut(1);
        fcntl(pipe->ends[0], F_SETFL, O_NONBLOCK);
        runs.push_back({pid, std::move(pipe), Clock::now() + limit});
    }
    for (std::size_t left = runs.size(); left > 0;) {
        for (std::size_t i = 0; i < runs.size(); ++i) {
            Run& run = runs[i];
            if (run.over) {
                continue;
            }
            const bool late = Clock::now() >= run.end; // looked at first
            siginfo_t info{};
            const bool ended = waitid(P_PID, static_cast<id_t>(run.pid), &info,
                                      WEXITED | WNOWAIT | WNOHANG) == 0 &&
                               info.si_pid == run.pid;
            if (ended || late) {
                kill(-run.pid, SIGKILL);
                kill(run.pid, SIGKILL);
            }
            while (run.pipe->receive(run.text) > 0) {
            }
            if (!ended && !late) {
                continue;
            }
            const int status = reap(run.pid);
            run.over = true;
            --left;
            using enum Outcome::Kind;
            if (!ended) {
                outcomes[i] = {timed_out, "", 0};
            } else if (WIFSIGNALED(status)) {
                outcomes[i] = {crashed, "", WTERMSIG(status)};
            } else if (WEXITSTATUS(status) != 0) {
                outcomes[i] = {failed, "", WEXITSTATUS(status)};
            } else {
                outcomes[i] = {ok, std::move(run.text), 0};
            }
        }
        if (left > 0) {
            poll(nullptr, 0, 3);
        }
    }
    return outcomes;
}

} // namespace lab::procs
