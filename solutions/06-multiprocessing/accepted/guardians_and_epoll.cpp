// A futex in shared memory, epoll, and a guardian process for each job.
#include "multiprocessing.hpp"

#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <linux/futex.h>
#include <map>
#include <memory>
#include <new>
#include <poll.h>
#include <stdexcept>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace lab::procs {

namespace {

std::system_error error(const char* what) {
    return {errno, std::generic_category(), what};
}

struct Fd {
    int number = -1;
    explicit Fd(int n = -1) : number(n) {}
    Fd(Fd&& o) noexcept : number(std::exchange(o.number, -1)) {}
    Fd& operator=(Fd&& o) noexcept {
        std::swap(number, o.number);
        return *this;
    }
    ~Fd() { shut(); }
    void shut() {
        if (number >= 0) {
            close(std::exchange(number, -1));
        }
    }
};

bool put(int fd, const void* data, std::size_t size) {
    auto* at = static_cast<const std::byte*>(data);
    while (size != 0) {
        const auto n = write(fd, at, size);
        if (n >= 0) {
            at += n;
            size -= static_cast<std::size_t>(n);
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

// What came, and whether that was all.
bool drain(int fd, std::string& into) {
    char room[1 << 12];
    ssize_t n;
    while ((n = read(fd, room, sizeof room)) != 0) {
        if (n > 0) {
            into.append(room, static_cast<std::size_t>(n));
        } else if (errno == EAGAIN) {
            return false;
        } else if (errno != EINTR) {
            throw error("read");
        }
    }
    return true;
}

int bury(pid_t pid) {
    int status = -1;
    while (waitpid(pid, &status, 0) != pid && errno == EINTR) {
    }
    return status;
}

// A child with a pipe to us.
struct Child {
    pid_t pid = -1;
    Fd from{};
    std::string text{};

    template <typename Body>
    explicit Child(const Body& body) {
        int two[2];
        if (pipe(two) < 0) {
            throw error("pipe");
        }
        from = Fd(two[0]);
        Fd to(two[1]);
        pid = fork();
        if (pid < 0) {
            throw error("fork");
        }
        if (pid == 0) {
            from.shut();
            int code = 7;
            try {
                code = body(to.number);
            } catch (...) {
            }
            _exit(code);
        }
        fcntl(from.number, F_SETFL, fcntl(from.number, F_GETFL) | O_NONBLOCK);
    }
    Child(Child&&) = delete;
    ~Child() {
        if (pid > 0) {
            kill(pid, SIGKILL);
            bury(pid);
        }
    }
    int end() { return bury(std::exchange(pid, -1)); }
};

// Reads from all of them until one after the other comes to its end.
class Ears {
public:
    Ears() {
        if (epoll_.number < 0) {
            throw error("epoll_create1");
        }
    }
    void listen(Child& child) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = &child;
        if (epoll_ctl(epoll_.number, EPOLL_CTL_ADD, child.from.number, &event) != 0) {
            throw error("epoll_ctl");
        }
    }
    Child& next_to_end() {
        for (;;) {
            epoll_event event{};
            const int n = epoll_wait(epoll_.number, &event, 1, -1);
            if (n < 0 && errno != EINTR) {
                throw error("epoll_wait");
            }
            if (n != 1) {
                continue;
            }
            Child& child = *static_cast<Child*>(event.data.ptr);
            if (drain(child.from.number, child.text)) {
                epoll_ctl(epoll_.number, EPOLL_CTL_DEL, child.from.number, nullptr);
                child.from.shut();
                return child;
            }
        }
    }

private:
    Fd epoll_{epoll_create1(EPOLL_CLOEXEC)};
};

template <typename T>
struct Common {
    T* object;
    Common() {
        void* page =
            mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (page == MAP_FAILED) {
            throw error("mmap");
        }
        object = ::new (page) T{};
    }
    Common(const Common&) = delete;
    ~Common() { munmap(object, sizeof(T)); }
};

// For several processes: a futex without FUTEX_PRIVATE_FLAG.
class Lock {
public:
    void lock() {
        int seen = 0;
        if (state_.compare_exchange_strong(seen, 1)) {
            return;
        }
        while (state_.exchange(2) != 0) {
            syscall(SYS_futex, &state_, FUTEX_WAIT, 2, nullptr, nullptr, 0);
        }
    }
    void unlock() {
        if (state_.exchange(0) == 2) {
            syscall(SYS_futex, &state_, FUTEX_WAKE, 1, nullptr, nullptr, 0);
        }
    }

private:
    std::atomic<int> state_{0};
};

} // namespace

std::vector<ChildResult> run_children(std::span<const long> inputs, const Work& work) {
    std::deque<Child> children;
    Ears ears;
    std::map<const Child*, std::size_t> place;
    for (const long input : inputs) {
        Child& child = children.emplace_back([&](int to) {
            const long value = work(input);
            return put(to, &value, sizeof value) ? 0 : 1;
        });
        place[&child] = place.size();
        ears.listen(child);
    }
    std::vector<ChildResult> results(inputs.size());
    for (std::size_t n = inputs.size(); n-- != 0;) {
        Child& child = ears.next_to_end();
        const std::size_t i = place.at(&child);
        ChildResult& result = results[i];
        result.pid = child.pid;
        result.input = inputs[i];
        const int status = child.end();
        result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        result.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
        if (child.text.size() == sizeof(long)) {
            result.value.emplace();
            std::memcpy(&*result.value, child.text.data(), sizeof(long));
        }
    }
    return results;
}

MemoryView compare_memory(int start, int child_adds) {
    Common<int> shared;
    *shared.object = start;
    int own = start;
    Child child([&](int to) {
        volatile int* mine = &own;
        *mine = *mine + child_adds;
        *shared.object += child_adds;
        const int seen = *mine;
        const int* const address = &own;
        const iovec parts[] = {{const_cast<int*>(&seen), sizeof seen},
                               {const_cast<const int**>(&address), sizeof address}};
        return writev(to, parts, 2) == sizeof seen + sizeof address ? 0 : 1;
    });
    pollfd ready{child.from.number, POLLIN, 0};
    while (!drain(child.from.number, child.text)) {
        poll(&ready, 1, -1);
    }
    child.end();
    MemoryView view{own, 0, *shared.object, false};
    const int* address = nullptr;
    if (child.text.size() == sizeof(int) + sizeof address) {
        std::memcpy(&view.child_private, child.text.data(), sizeof(int));
        std::memcpy(&address, child.text.data() + sizeof(int), sizeof address);
    }
    view.same_address = address == &own;
    return view;
}

long shared_count(unsigned processes, long increments_each) {
    struct Counter {
        Lock lock{};
        long value = 0;
    };
    Common<Counter> counter;
    {
        std::deque<Child> children;
        for (unsigned p = 0; p < processes; ++p) {
            children.emplace_back([&](int) {
                for (long n = 0; n != increments_each; ++n) {
                    counter.object->lock.lock();
                    counter.object->value += 1;
                    counter.object->lock.unlock();
                }
                return 0;
            });
        }
        for (Child& child : children) {
            if (child.end() != 0) {
                throw std::runtime_error("a counter died");
            }
        }
    }
    return counter.object->value;
}

std::vector<std::string> process_map(std::span<const std::string> tasks, unsigned workers,
                                     const std::function<std::string(const std::string&)>& work) {
    std::vector<std::string> results(tasks.size());
    std::map<const Child*, std::pair<std::size_t, std::unique_ptr<Child>>> running;
    Ears ears;
    for (std::size_t next = 0; next != tasks.size() || !running.empty();) {
        if (next != tasks.size() && running.size() < workers) {
            auto child = std::make_unique<Child>([&](int to) {
                const std::string text = work(tasks[next]);
                return put(to, text.data(), text.size()) ? 0 : 1;
            });
            ears.listen(*child);
            const Child* key = child.get();
            running.emplace(key, std::pair{next, std::move(child)});
            ++next;
            continue;
        }
        Child& child = ears.next_to_end();
        const int status = child.end();
        if (status != 0) {
            throw std::runtime_error(WIFSIGNALED(status) ? "a worker was killed" : "work failed");
        }
        const auto entry = running.find(&child);
        results[entry->second.first] = std::move(child.text);
        running.erase(entry);
    }
    return results;
}

namespace {

struct Verdict {
    Outcome::Kind kind;
    int detail;
};

// All processes below this one; the job may have put some where no group finds them.
void kill_all_below() {
    for (;;) {
        std::string list;
        const std::string name = "/proc/self/task/" + std::to_string(getpid()) + "/children";
        Fd file(open(name.c_str(), O_RDONLY));
        if (file.number < 0) {
            break;
        }
        drain(file.number, list);
        if (list.empty()) {
            break;
        }
        const char* at = list.c_str();
        char* after = nullptr;
        for (long pid = std::strtol(at, &after, 10); after != at;
             at = after, pid = std::strtol(at, &after, 10)) {
            kill(static_cast<pid_t>(pid), SIGKILL);
            bury(static_cast<pid_t>(pid));
        }
    }
    while (waitpid(-1, nullptr, 0) > 0 || errno == EINTR) {
    }
}

int guard(const std::function<std::string()>& job, std::chrono::milliseconds limit, int to) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    const auto end = std::chrono::steady_clock::now() + limit;
    Child child([&](int out) {
        close(to);
        setpgid(0, 0);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        const std::string text = job();
        return put(out, text.data(), text.size()) ? 0 : 1;
    });
    setpgid(child.pid, child.pid);
    const Fd process(static_cast<int>(syscall(SYS_pidfd_open, child.pid, 0)));
    bool over = false;
    bool eof = false;
    while (!over) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        if (left.count() <= 0) {
            break;
        }
        pollfd both[] = {{process.number, POLLIN, 0}, {eof ? -1 : child.from.number, POLLIN, 0}};
        if (poll(both, 2, static_cast<int>(left.count())) < 0) {
            continue;
        }
        over = both[0].revents != 0;
        if (both[1].revents != 0) {
            eof = drain(child.from.number, child.text);
        }
    }
    kill(-child.pid, SIGKILL);
    if (over && !eof) {
        drain(child.from.number, child.text);
    }
    const int status = child.end();
    kill_all_below();
    Verdict verdict{Outcome::Kind::ok, 0};
    if (!over) {
        verdict = {Outcome::Kind::timed_out, 0};
    } else if (WIFSIGNALED(status)) {
        verdict = {Outcome::Kind::crashed, WTERMSIG(status)};
    } else if (WEXITSTATUS(status) != 0) {
        verdict = {Outcome::Kind::failed, WEXITSTATUS(status)};
    }
    put(to, &verdict, sizeof verdict);
    if (verdict.kind == Outcome::Kind::ok) {
        put(to, child.text.data(), child.text.size());
    }
    return 0;
}

} // namespace

std::vector<Outcome> run_isolated(std::span<const std::function<std::string()>> jobs,
                                  std::chrono::milliseconds limit) {
    std::deque<Child> guardians;
    Ears ears;
    std::map<const Child*, std::size_t> place;
    for (const auto& job : jobs) {
        Child& child = guardians.emplace_back([&](int to) { return guard(job, limit, to); });
        place[&child] = place.size();
        ears.listen(child);
    }
    std::vector<Outcome> outcomes(jobs.size());
    for (std::size_t n = 0; n < jobs.size(); ++n) {
        Child& child = ears.next_to_end();
        child.end();
        Verdict verdict{};
        if (child.text.size() < sizeof verdict) {
            throw std::runtime_error("a guardian died");
        }
        std::memcpy(&verdict, child.text.data(), sizeof verdict);
        outcomes[place.at(&child)] = {verdict.kind, child.text.substr(sizeof verdict),
                                      verdict.detail};
    }
    return outcomes;
}

} // namespace lab::procs
