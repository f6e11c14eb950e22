#include "harness/processes/origins.hpp"

#include "harness/loaded_submission.hpp"
#include "harness/processes/ledger.hpp"

#include <algorithm>
#include <execinfo.h>
#include <span>
#include <sys/stat.h>
#include <unistd.h>

namespace threadlab::harness {

namespace {

using Process = Origins::Process;

Caller own(Caller caller) {
    return is_in_submission(caller) ? caller : nullptr;
}

// The part of a table that is in use. (No std::ranges::subrange: clang 14 cannot compile it.)
template <typename Table>
auto used_of(Table& table, std::size_t used) {
    return std::span(table).first(std::min(used, table.size()));
}

// By number, which may be given again: the last one.
const Process* find_process(pid_t pid) {
    if (pid <= 0) {
        return nullptr;
    }
    const auto used = used_of(ledger->origins.processes, ledger->origins.processes_used);
    for (auto next = used.end(); next != used.begin();) {
        if ((--next)->pid == pid) {
            return &*next;
        }
    }
    return nullptr;
}

// The one of the check's own process that it is or descends from; null if that is not known.
const Process* started_by_owner(const Process* process) {
    for (std::size_t i = 0; process != nullptr && i < ledger->origins.processes.size(); ++i) {
        if (process->parent == ledger->owner) {
            return process;
        }
        process = find_process(process->parent);
    }
    return nullptr;
}

Origins::Descriptor* place_of_descriptor(int descriptor) {
    auto& all = ledger->origins.descriptors;
    const bool fits = descriptor >= 0 && static_cast<std::size_t>(descriptor) < all.size();
    return fits ? &all[static_cast<std::size_t>(descriptor)] : nullptr;
}

// The number of the file that the descriptor stands for; 0 if it is closed.
ino_t object_of(int descriptor) {
    struct stat about{};
    return fstat(descriptor, &about) == 0 ? about.st_ino : 0;
}

const void* memory_of(const Origins::Mapping& mapping) {
    return mapping.memory;
}

Caller first_process() {
    return origin_of_start(1);
}

Caller first_stray() {
    const std::size_t first = ledger->origins.first_stray;
    return first == Origins::no_process ? nullptr : ledger->origins.processes[first].caller.load();
}

Caller first_mapping() {
    return ledger->origins.first_mapping;
}

// That nobody made again.
Caller interrupted() {
    for (const Origins::Interruption& one : ledger->origins.interruptions) {
        if (const Caller caller = one.caller) {
            return caller;
        }
    }
    return nullptr;
}

struct Usual {
    std::string_view code;
    Caller (*place)();
};
constexpr std::array usual_places{
    Usual{"no-process", first_process}, Usual{"no-work-in-child", first_process},
    Usual{"stray-child", first_stray}, Usual{"not-shared", first_mapping},
    Usual{"wrong-result", interrupted}};

const Origins::Shown* find_shown(std::string_view code) {
    const auto found =
        std::ranges::find_if(ledger->origins.shown, [&](const Origins::Shown& shown) {
            return shown.ready && code == shown.code.data();
        });
    return found == ledger->origins.shown.end() ? nullptr : &*found;
}

} // namespace

std::size_t note_start(Caller caller) {
    if (ledger == nullptr) {
        return Origins::no_process;
    }
    const std::size_t start = ledger->origins.processes_used++;
    if (start < ledger->origins.processes.size()) {
        ledger->origins.processes[start].caller = own(caller);
        ledger->origins.processes[start].parent = getpid();
    }
    return start;
}

void note_process(std::size_t start, pid_t pid) {
    if (ledger != nullptr && start < ledger->origins.processes.size()) {
        ledger->origins.processes[start].pid = pid;
    }
}

void note_stray() {
    const Process* process = started_by_owner(find_process(getpid()));
    if (process == nullptr) {
        return;
    }
    const auto start = static_cast<std::size_t>(process - ledger->origins.processes.data());
    std::size_t first = ledger->origins.first_stray;
    while (start < first && !ledger->origins.first_stray.compare_exchange_weak(first, start)) {
    }
}

void note_descriptor(int descriptor, Caller caller) {
    Origins::Descriptor* place = is_owner() ? place_of_descriptor(descriptor) : nullptr;
    if (place != nullptr) {
        place->object = object_of(descriptor);
        place->caller = own(caller);
    }
}

void note_mapping(const void* memory, bool shared, Caller caller) {
    caller = own(caller);
    if (ledger == nullptr || caller == nullptr) {
        return;
    }
    Origins& origins = ledger->origins;
    Caller none = nullptr;
    origins.first_mapping.compare_exchange_strong(none, caller);
    if (!shared || is_foreign_process()) {
        return;
    }
    const std::size_t place = origins.mappings_used++;
    if (place < origins.mappings.size()) {
        origins.mappings[place].caller = caller;
        origins.mappings[place].memory = memory;
    }
}

void note_unmapping(const void* memory) {
    if (!is_owner()) {
        return;
    }
    for (Origins::Mapping& mapping : ledger->origins.mappings) {
        const void* noted = memory;
        mapping.memory.compare_exchange_strong(noted, nullptr);
    }
}

void note_interruption(Interruptible kind, unsigned long object, Caller caller) {
    Origins::Interruption& one = ledger->origins.interruptions[static_cast<std::size_t>(kind)];
    one.object = object;
    one.caller = own(caller);
}

bool is_interruption_open(Interruptible kind) {
    const auto index = static_cast<std::size_t>(kind);
    return ledger->interrupt[index] || ledger->origins.interruptions[index].caller != nullptr;
}

void note_attempt(Interruptible kind, unsigned long object) {
    Origins::Interruption& one = ledger->origins.interruptions[static_cast<std::size_t>(kind)];
    if (one.object == object) {
        one.caller = nullptr;
    }
}

Caller origin_of_process(pid_t pid) {
    const Process* process = started_by_owner(find_process(pid));
    return process == nullptr ? nullptr : process->caller.load();
}

Caller origin_of_start(int number) {
    for (const Process& process :
         used_of(ledger->origins.processes, ledger->origins.processes_used)) {
        const Caller caller = process.caller;
        if (caller != nullptr && process.pid != 0 && --number == 0) {
            return caller;
        }
    }
    return nullptr;
}

Caller origin_of_descriptor(int descriptor) {
    const Origins::Descriptor* place = place_of_descriptor(descriptor);
    return place != nullptr && place->object == object_of(descriptor) ? place->caller.load()
                                                                      : nullptr;
}

Caller origin_of_mapping(const void* memory) {
    const auto used = used_of(ledger->origins.mappings, ledger->origins.mappings_used);
    const auto found = std::ranges::find(used, memory, memory_of);
    return found == used.end() ? nullptr : found->caller.load();
}

Caller origin_of_this_call() {
    std::array<void*, ProcessTrace::max_frames> addresses{};
    const int count = backtrace(addresses.data(), ProcessTrace::max_frames);
    const auto stack = used_of(addresses, static_cast<std::size_t>(count));
    const auto found = std::ranges::find_if(stack, is_in_submission);
    return found == stack.end() ? nullptr : *found;
}

void show(std::string_view code, Caller caller) {
    if (ledger == nullptr || caller == nullptr || find_shown(code) != nullptr) {
        return;
    }
    const std::size_t index = ledger->origins.shown_used++;
    if (index < ledger->origins.shown.size()) {
        Origins::Shown& shown = ledger->origins.shown[index];
        code.copy(shown.code.data(), Origins::Shown::most_letters);
        shown.caller = caller;
        shown.ready = true;
    }
}

Caller shown_for(std::string_view code) {
    if (ledger == nullptr) {
        return nullptr;
    }
    if (const Origins::Shown* shown = find_shown(code)) {
        return shown->caller;
    }
    const auto* usual = std::ranges::find(usual_places, code, &Usual::code);
    return usual == usual_places.end() ? nullptr : usual->place();
}

Blocked::Blocked(Caller caller) {
    if (ledger != nullptr && gettid() == ledger->owner) {
        is_noted_ = true;
        outer_ = ledger->origins.blocked.exchange(own(caller));
    }
}

Blocked::~Blocked() {
    if (is_noted_) {
        ledger->origins.blocked = outer_;
    }
}

} // namespace threadlab::harness
