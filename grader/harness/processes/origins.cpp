#include "harness/processes/origins.hpp"

#include "harness/processes/ledger.hpp"
#include "harness/witness.hpp"

#include <algorithm>
#include <execinfo.h>
#include <unistd.h>

namespace threadlab::harness {

namespace {

using Process = Origins::Process;

bool is_owner() {
    return ledger != nullptr && !is_foreign_process();
}

Caller own(Caller caller) {
    return is_in_submission(caller) ? caller : nullptr;
}

// The part of a table that is in use.
template <typename Table>
auto used_of(Table& table, std::size_t used) {
    return std::ranges::subrange(
        table.begin(), table.begin() + static_cast<std::ptrdiff_t>(std::min(used, table.size())));
}

const Process* find_process(pid_t pid) {
    const auto used = used_of(ledger->origins.processes, ledger->origins.processes_used);
    const auto found =
        std::ranges::find(used, pid, [](const Process& one) { return one.pid.load(); });
    return found == used.end() ? nullptr : &*found;
}

const void* memory_of(const Origins::Mapping& mapping) {
    return mapping.memory;
}

Caller first_process() {
    return ledger->origins.processes.front().caller;
}

Caller last_process() {
    const auto used = used_of(ledger->origins.processes, ledger->origins.processes_used);
    return used.empty() ? nullptr : used.back().caller.load();
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
    Usual{"over-parallel", last_process}, Usual{"not-shared", first_mapping},
    Usual{"wrong-result", interrupted}};

const Origins::Shown* find_shown(std::string_view code) {
    const auto found =
        std::ranges::find_if(ledger->origins.shown, [&](const Origins::Shown& shown) {
            return shown.ready && code == shown.code.data();
        });
    return found == ledger->origins.shown.end() ? nullptr : &*found;
}

} // namespace

void note_process(pid_t pid, pid_t parent, Caller caller) {
    if (ledger == nullptr || find_process(pid) != nullptr) {
        return;
    }
    const std::size_t index = ledger->origins.processes_used++;
    if (index < ledger->origins.processes.size()) {
        Process& process = ledger->origins.processes[index];
        process.caller = own(caller);
        process.parent = parent;
        process.pid = pid;
    }
}

void note_descriptor(int descriptor, Caller caller) {
    if (is_owner() && descriptor >= 0 &&
        static_cast<std::size_t>(descriptor) < ledger->origins.descriptors.size()) {
        ledger->origins.descriptors[static_cast<std::size_t>(descriptor)] = own(caller);
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
    const auto used = used_of(origins.mappings, origins.mappings_used);
    auto place = std::ranges::find(used, memory, memory_of);
    if (place == used.end() && origins.mappings_used < origins.mappings.size()) {
        place = origins.mappings.begin() + static_cast<std::ptrdiff_t>(origins.mappings_used++);
    }
    if (place != origins.mappings.end()) {
        place->memory = memory;
        place->caller = caller;
    }
}

void note_interruption(Interruptible kind, long object, Caller caller) {
    Origins::Interruption& one = ledger->origins.interruptions[static_cast<std::size_t>(kind)];
    one.object = object;
    one.caller = own(caller);
}

void note_attempt(Interruptible kind, long object) {
    Origins::Interruption& one = ledger->origins.interruptions[static_cast<std::size_t>(kind)];
    if (one.object == object) {
        one.caller = nullptr;
    }
}

Caller origin_of_process(pid_t pid) {
    const Process* process = find_process(pid);
    while (process != nullptr && process->parent != ledger->owner) {
        process = find_process(process->parent);
    }
    return process == nullptr ? nullptr : process->caller.load();
}

Caller origin_of_descriptor(int descriptor) {
    const auto& all = ledger->origins.descriptors;
    return descriptor >= 0 && static_cast<std::size_t>(descriptor) < all.size()
               ? all[static_cast<std::size_t>(descriptor)].load()
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
    if (is_owner() && gettid() == ledger->owner) {
        is_noted_ = true;
        ledger->origins.blocked = own(caller);
    }
}

Blocked::~Blocked() {
    if (is_noted_) {
        ledger->origins.blocked = nullptr;
    }
}

} // namespace threadlab::harness
