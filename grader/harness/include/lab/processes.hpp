// Checks about processes (kind native, `allow: [processes]`): what a call starts, shares and leaves
// behind, seen from outside; gates and meetings that work between processes; calls of the system
// that are made to fail. All memory is shared before the submission's code is called.
#pragma once

#include "lab/expect.hpp"
#include "lab/left_behind.hpp"
#include "lab/threads.hpp"

#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <new>
#include <set>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// Exported by the harness of kind native, see harness/processes/.
extern "C" {
int threadlab_check_process() __attribute__((weak));
void threadlab_end_stray() __attribute__((weak));
int threadlab_process_count(int which) __attribute__((weak));
void threadlab_make_fail(int what, int value) __attribute__((weak));
bool threadlab_wait_for_event(bool (*holds)(const void*), const void* argument)
    __attribute__((weak));
void threadlab_announce_event() __attribute__((weak));
const char* threadlab_standstill() __attribute__((weak));
int threadlab_living_processes(const int* spared, int count) __attribute__((weak));
void threadlab_left_behind(const int* spared, int count, lab::LeftBehind* left)
    __attribute__((weak));
void threadlab_show_process(const char* code, int pid) __attribute__((weak));
void threadlab_show_start(const char* code, int number) __attribute__((weak));
void threadlab_show_descriptor(const char* code, int descriptor) __attribute__((weak));
void threadlab_show_mapping(const char* code, const void* memory) __attribute__((weak));
void threadlab_show_this_call(const char* code) __attribute__((weak));
bool threadlab_others_asleep() __attribute__((weak));
double threadlab_children_cpu_seconds() __attribute__((weak));
}

namespace lab {

// Whether the caller runs in the check's own process.
inline bool in_caller() {
    return getpid() == threadlab_check_process();
}

// How many processes were started so far, by fork, vfork, clone or posix_spawn; of those, how many
// not by the check's own process; how many came out of the submission's code and were ended for it;
// how often a signal to every process was tried (and stopped).
inline int processes_started() {
    return threadlab_process_count(0);
}
inline int processes_started_by_others() {
    return threadlab_process_count(1);
}
inline int strays() {
    return threadlab_process_count(2);
}
inline int signals_to_everybody() {
    return threadlab_process_count(3);
}

// Whether a mutex, semaphore, rwlock, barrier or futex in a shared mapping was used that works
// within one process only. The failure private-lock-shared then shows the line.
inline bool private_lock_used() {
    return threadlab_process_count(4) != 0;
}

// Seconds of CPU time that other processes of the check have used so far, ended ones included.
inline double children_cpu_seconds() {
    return threadlab_children_cpu_seconds();
}

// Makes a call of the submission's fail from now on, as it may on any machine.
// The how manieth process from now on cannot be started (EAGAIN); only that one.
inline void refuse_process(int how_manieth) {
    threadlab_make_fail(0, how_manieth);
}
// In the check's own process, the next blocking wait for a child, the next blocking read of a pipe
// or stream socket, and the next poll or epoll_wait end with EINTR, each once.
inline void interrupt_calls(bool interrupt) {
    threadlab_make_fail(1, interrupt ? 1 : 0);
}
// read and write of pipes and stream sockets move at most PIPE_BUF bytes, in all processes. What is
// no larger stays in one piece, as pipes promise.
inline void transfer_in_pieces(bool pieces) {
    threadlab_make_fail(2, pieces ? 1 : 0);
}

// The failure of `code` shows the line of the submission from which the caller was called; or that
// where the submission started its `number`th process, from 1. Unless it shows one already.
// Of themselves show a line: zombie, orphan, fd-leak, map-leak and stray-child, by ProcessWatch;
// not-overlapped and pipe-hang, after somebody has given up, where the check's own process waited;
// no-process and no-work-in-child, where the first process was started; not-shared, the first
// mapping; wrong-result, the call that interrupt_calls() ended and nobody made again.
inline void show_this_call(const char* code) {
    if (threadlab_show_this_call != nullptr) {
        threadlab_show_this_call(code);
    }
}
inline void show_start(const char* code, int number) {
    threadlab_show_start(code, number);
}

// A T in memory of its own that all processes share which are forked later.
template <typename T>
class Shared {
public:
    template <typename... Arguments>
    explicit Shared(Arguments&&... arguments)
        : memory_(
              mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) {
        if (memory_ == MAP_FAILED) {
            throw std::bad_alloc();
        }
        object_ = new (memory_) T(std::forward<Arguments>(arguments)...);
    }
    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;
    ~Shared() {
        std::destroy_at(object_);
        munmap(memory_, sizeof(T));
    }

    T& operator*() const { return *object_; }
    T* operator->() const { return object_; }

private:
    void* memory_;
    T* object_ = nullptr;
};

using SharedCount = Shared<std::atomic<int>>;

namespace detail {

template <typename Holds>
bool wait_for_event(const Holds& holds) {
    return threadlab_wait_for_event(
        [](const void* argument) { return (*static_cast<const Holds*>(argument))(); }, &holds);
}

} // namespace detail

// A gate, shut at first, for processes. Whoever waits at it gives up once no process of the check
// has been given a core for a second: then nobody is left to open it.
class ProcessGate {
public:
    // Blocks until the gate is open and returns true; false: gave up.
    bool pass() {
        ++state_->arrived;
        threadlab_announce_event();
        return detail::wait_for_event([this] { return is_open(); });
    }

    // Lets everybody through, now and later.
    void open() {
        state_->open = true;
        threadlab_announce_event();
    }

    bool is_open() const { return state_->open; }
    int arrived() const { return state_->arrived; }

    // Blocks until `count` have come and returns true; false: gave up.
    bool wait_for_arrivals(int count) {
        return detail::wait_for_event([this, count] { return arrived() >= count; });
    }

private:
    struct State {
        std::atomic<bool> open{false};
        std::atomic<int> arrived{0};
    };
    Shared<State> state_;
};

// A meeting of `count` calls, for processes: proof that they are under way at the same time.
class ProcessRendezvous {
public:
    explicit ProcessRendezvous(int count) : count_(count) {}

    // Blocks until `count` calls are inside and returns true; false: gave up, as ProcessGate does.
    // Later calls return true at once.
    bool meet() {
        // whoever comes after somebody has given up is too late
        if (++state_->arrived >= count_ && !state_->given_up) {
            state_->met = true;
        }
        threadlab_announce_event();
        const bool met = detail::wait_for_event([this] { return has_met(); });
        state_->given_up = state_->given_up || !met;
        return met;
    }

    bool has_met() const { return state_->met; }
    int arrived() const { return state_->arrived; }

private:
    struct State {
        std::atomic<int> arrived{0};
        std::atomic<bool> met{false};
        std::atomic<bool> given_up{false};
    };
    int count_;
    Shared<State> state_;
};

// Counts something that others wait for: an event at a time.
class ProcessTally {
public:
    void add() {
        ++*count_;
        threadlab_announce_event();
    }
    int count() const { return *count_; }
    // Blocks until that many were added and returns true; false: gave up, as ProcessGate does.
    bool wait_for(int count) const {
        return detail::wait_for_event([this, count] { return *count_ >= count; });
    }

private:
    SharedCount count_;
};

// Once somebody has given up: why nothing moved, where that can be seen from outside (pipe-hang,
// private-lock-shared, deadlock); else `otherwise`.
inline std::string why_still(const std::string& otherwise) {
    const std::string seen = threadlab_standstill();
    return seen.empty() ? otherwise : seen;
}

// Blocks until every other process of the check is found asleep, twice, but not for ever: for a
// child that wants to see what is started beside it. No right answer hangs on it.
inline void others_settled() {
    constexpr int looks = 1000;
    for (int look = 0, asleep = 0; look < looks && asleep < 2; ++look) {
        asleep = threadlab_others_asleep() ? asleep + 1 : 0;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

namespace detail {

// Numbers of all open descriptors.
inline std::set<int> open_descriptors() {
    std::set<int> open;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", error)) {
        const int number = std::atoi(entry.path().filename().c_str());
        if (std::filesystem::is_symlink(entry.symlink_status(error))) {
            open.insert(number);
        }
    }
    // the one that listed them is gone
    std::erase_if(open, [](int number) {
        return !std::filesystem::exists(
            std::filesystem::symlink_status("/proc/self/fd/" + std::to_string(number)));
    });
    return open;
}

// Where the mappings begin that this process shares with others.
inline std::set<const void*> shared_mappings() {
    std::ifstream maps("/proc/self/maps");
    std::set<const void*> begins;
    for (std::string line; std::getline(maps, line);) {
        std::istringstream words(line);
        std::uintptr_t begin = 0;
        std::string end;
        std::string rights;
        words >> std::hex >> begin >> end >> rights;
        if (rights.size() == 4 && rights[3] == 's') {
            begins.insert(reinterpret_cast<const void*>(begin));
        }
    }
    return begins;
}

// What is in the first set and not in the second.
template <typename T>
std::vector<T> without(const std::set<T>& all, const std::set<T>& known) {
    std::vector<T> rest;
    std::ranges::set_difference(all, known, std::back_inserter(rest));
    return rest;
}

} // namespace detail

// Watches calls of the submission's: makes sure that only the check's own process comes back from
// them, and compares what there is before and after.
class ProcessWatch {
public:
    // `bystanders`: children of the check's own, which are to be left alone.
    explicit ProcessWatch(std::vector<pid_t> bystanders = {})
        : bystanders_(std::move(bystanders)), descriptors_(detail::open_descriptors()),
          mappings_(detail::shared_mappings()), threads_(live_threads()), strays_(strays()) {}

    // Calls `function`. Another process that comes out of it, by return or by exception, is a
    // stray: it is counted and ended on the spot.
    template <typename Function>
    auto call(const Function& function) {
        try {
            if constexpr (std::is_void_v<decltype(function())>) {
                function();
                end_if_stray();
            } else {
                auto result = function();
                end_if_stray();
                return result;
            }
        } catch (...) {
            end_if_stray();
            throw;
        }
    }

    // Expects that no process of `name` has run on into its caller's program.
    void expect_no_stray(const std::string& name) {
        settle();
        LAB_EXPECT("stray-child", strays() == strays_)
            << "expected only the caller to come back from " << name
            << ", a child came back, too, and would have run on in the caller's program";
    }

    // Expects no process, thread, descriptor or shared mapping more than before.
    void expect_nothing_left(const std::string& name) {
        settle();
        const std::string no = "expected " + name + " to leave ";
        LAB_EXPECT("zombie", left_.zombies == 0)
            << no << "no child that has ended but was not waited for, got " << left_.zombies;
        LAB_EXPECT("orphan", left_.living == 0) << no << "no process running, got " << left_.living;
        threads_fall_to(threads_);
        const int threads = live_threads() - threads_;
        LAB_EXPECT("leaked-thread", threads <= 0) << no << "no thread, got " << threads;
        const auto open = detail::without(detail::open_descriptors(), descriptors_);
        LAB_EXPECT("fd-leak", open.empty()) << no << "no descriptor open, got " << open.size();
        // What is made once for all calls may be made anew.
        const auto now = detail::shared_mappings();
        const int mapped = static_cast<int>(now.size()) - static_cast<int>(mappings_.size());
        LAB_EXPECT("map-leak", mapped <= 0)
            << no << "no shared memory mapped, got " << mapped << " mappings";
        show_where_they_come_from(open, detail::without(now, mappings_));
    }

    // How many other processes of the check's are alive now.
    int living() const {
        return threadlab_living_processes(bystanders_.data(), static_cast<int>(bystanders_.size()));
    }

    // Waits until what is left has ended, or sleeps and will not end.
    void settle() {
        threadlab_left_behind(bystanders_.data(), static_cast<int>(bystanders_.size()), &left_);
    }

private:
    static void end_if_stray() {
        if (!in_caller()) {
            threadlab_end_stray();
        }
    }

    void show_where_they_come_from(const std::vector<int>& open,
                                   const std::vector<const void*>& mapped) const {
        threadlab_show_process("zombie", left_.first_zombie);
        threadlab_show_process("orphan", left_.first_living);
        if (!open.empty()) {
            threadlab_show_descriptor("fd-leak", open.front());
        }
        if (!mapped.empty()) {
            threadlab_show_mapping("map-leak", mapped.front());
        }
    }

    std::vector<pid_t> bystanders_;
    std::set<int> descriptors_;
    std::set<const void*> mappings_;
    int threads_;
    int strays_;
    LeftBehind left_;
};

} // namespace lab
