// Where in the submission's code something comes from that a check may find fault with: the call
// that started a process, opened a descriptor, mapped memory, or was made to fail.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <sys/types.h>

namespace threadlab::harness {

// A return address; null where the call was not the submission's own.
using Caller = const void*;

// Of the ledger: shared by all processes of a check. What does not fit has no place, and the
// verdict does not depend on one.
struct Origins {
    struct Process {
        std::atomic<pid_t> pid{0}; // 0: it could not be started
        std::atomic<pid_t> parent{0};
        std::atomic<Caller> caller{nullptr};
    };
    struct Mapping {
        std::atomic<const void*> memory{nullptr};
        std::atomic<Caller> caller{nullptr};
    };
    struct Descriptor {
        std::atomic<ino_t> object{0}; // numbers are given again
        std::atomic<Caller> caller{nullptr};
    };
    // A call that a check has ended with EINTR, and nobody has made again yet.
    struct Interruption {
        std::atomic<Caller> caller{nullptr};
        std::atomic<unsigned long> object{0};
    };
    // What the failure of a code shows.
    struct Shown {
        static constexpr std::size_t most_letters = 31;
        std::atomic<bool> ready{false};
        std::array<char, most_letters + 1> code{};
        Caller caller = nullptr;
    };

    std::array<Process, 1024> processes; // in the order in which they were started
    std::atomic<std::size_t> processes_used{0};
    std::atomic<std::size_t> first_stray{no_process};
    std::array<Mapping, 64> mappings; // shared ones of the check's own process
    std::atomic<std::size_t> mappings_used{0};
    std::array<Descriptor, 256> descriptors;    // of the check's own process, by number
    std::atomic<Caller> first_mapping{nullptr}; // by anybody, of whatever kind
    std::array<Interruption, 3> interruptions;  // by kind of call
    std::atomic<Caller> blocked{nullptr};       // where the check's own process waits
    std::array<Shown, 16> shown;
    std::atomic<std::size_t> shown_used{0};

    static constexpr std::size_t no_process = ~std::size_t{0};
};

// What stands in front of a call notes it, with its own return address. None of these does anything
// where processes are not looked after.

// Before a process is started, and once it is: by its parent and, if it can, by itself, as either
// may be the first to go on.
std::size_t note_start(Caller caller);
void note_process(std::size_t start, pid_t pid);

// The caller is a stray.
void note_stray();

void note_descriptor(int descriptor, Caller caller);
void note_mapping(const void* memory, bool shared, Caller caller);
void note_unmapping(const void* memory);

// Calls that can be interrupted; each is about an object, or 0.
enum class Interruptible : std::uint8_t { wait, read, poll };

// A check has ended the call; or it is made, perhaps again.
void note_interruption(Interruptible kind, unsigned long object, Caller caller);
void note_attempt(Interruptible kind, unsigned long object);

// Whether such a call is to be ended, or one was and nobody has made it again yet: only then is it
// worth asking what it is about. Where processes are looked after.
bool is_interruption_open(Interruptible kind);

// Of the processes that the check's own process started, the one that `pid` is or descends from;
// null if none is known.
Caller origin_of_process(pid_t pid);
// Of the one that the submission started as the `number`th, from 1.
Caller origin_of_start(int number);
Caller origin_of_descriptor(int descriptor);
Caller origin_of_mapping(const void* memory);

// The innermost call of the submission's that the caller was reached by.
Caller origin_of_this_call();

// The failure of `code` shows the place, unless it has one already, or `caller` is null.
void show(std::string_view code, Caller caller);

// What the failure of `code` shows: what was shown for it, else what such a failure is mostly
// about; null if there is nothing.
Caller shown_for(std::string_view code);

// While it lives, the check's own process waits in a call of `caller`'s. For its main thread: of
// several that wait, none would be the same one every time.
class Blocked {
public:
    explicit Blocked(Caller caller);
    ~Blocked();
    Blocked(const Blocked&) = delete;
    Blocked& operator=(const Blocked&) = delete;

private:
    bool is_noted_ = false;
    Caller outer_ = nullptr; // where it waits already: in a call that a signal has interrupted
};

} // namespace threadlab::harness
