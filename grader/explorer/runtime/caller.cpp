// Where in the program a call comes from.

#include "explorer/runtime/library_code.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"

#include <algorithm>
#include <array>
#include <link.h>
#include <unwind.h>

namespace threadlab::explorer {
namespace {

using arena::Range;

// Constant-initialised: filled before the program begins.
constinit std::array<Range, 4> program{};
constinit std::size_t objects = 0;
constinit bool unwinding = false;

bool in_program(std::uintptr_t pc) {
    return std::any_of(program.begin(), program.begin() + objects,
                       [&](const Range& range) { return pc >= range.begin && pc < range.end; });
}

Range code_of(const dl_phdr_info& info) {
    Range code;
    for (int i = 0; i < info.dlpi_phnum; ++i) {
        const auto& segment = info.dlpi_phdr[i];
        if (segment.p_type == PT_LOAD && (segment.p_flags & PF_X) != 0) {
            code = {info.dlpi_addr + segment.p_vaddr,
                    info.dlpi_addr + segment.p_vaddr + segment.p_memsz};
        }
    }
    return code;
}

// The object that is loaded at `base`; null: the first. Returns, once it is found, whether it could
// be read.
enum Taken { not_found, read, unreadable };
int take(dl_phdr_info* info, std::size_t, void* base) {
    if (base != nullptr && reinterpret_cast<void*>(info->dlpi_addr) != base) {
        return not_found;
    }
    if (objects == program.size()) {
        return unreadable;
    }
    program[objects++] = code_of(*info);
    const char* path = *info->dlpi_name == '\0' ? "/proc/self/exe" : info->dlpi_name;
    return find_library_code(path, info->dlpi_addr) ? read : unreadable;
}

#if defined(__x86_64__)
std::uintptr_t return_address_below(std::uintptr_t frame_end) {
    return *reinterpret_cast<const std::uintptr_t*>(frame_end - sizeof(std::uintptr_t));
}
constexpr bool returns_through_memory = true;
#else
std::uintptr_t return_address_below(std::uintptr_t) {
    return 0;
}
constexpr bool returns_through_memory = false; // at a fixed place
#endif

// A library function's frame is always of the same size at the same place, so its caller is known
// without unwinding once it was found.
KnownCaller& known_caller(std::uintptr_t pc) {
    auto& known = world->engine.board().known_callers;
    return known[mixed(pc) % known.size()];
}

struct Search {
    std::uintptr_t from = 0;    // the frames of the runtime itself come before
    std::uintptr_t frame = 0;   // where the frame begins that is looked at; 0: not known
    std::uintptr_t outside = 0; // where the one before it, outside of the program, is
    std::uintptr_t found = 0;
};

_Unwind_Reason_Code look_at(_Unwind_Context* context, void* argument) {
    auto& search = *static_cast<Search*>(argument);
    const std::uintptr_t pc = _Unwind_GetIP(context);
    const bool is_first = pc == search.from || pc + 1 == search.from; // the latter after a signal
    if (search.outside == 0 && !is_first) {
        return _URC_NO_REASON;
    }
    if (search.outside != 0 && search.frame != 0 && returns_through_memory) {
        const std::uintptr_t begin = _Unwind_GetCFA(context); // as libgcc has it
        known_caller(search.outside) = {search.outside, begin - search.frame};
        search.frame = begin;
    }
    if (in_program(pc)) {
        search.found = pc;
        return _URC_END_OF_STACK;
    }
    search.outside = pc;
    return _URC_NO_REASON;
}

// From frame to frame as long as they are known; 0 if that does not lead to the program.
std::uintptr_t follow_known(std::uintptr_t pc, std::uintptr_t frame) {
    while (frame != 0 && !in_program(pc)) {
        const KnownCaller& known = known_caller(pc);
        if (known.pc != pc || known.size == 0) {
            return 0;
        }
        frame += known.size;
        pc = return_address_below(frame);
    }
    return frame == 0 ? 0 : pc;
}

struct Callers {
    bool (*wanted)(std::uintptr_t);
    int left = 16; // a library's own calls are no deeper
    bool found = false;
};

_Unwind_Reason_Code look_for(_Unwind_Context* context, void* argument) {
    auto& callers = *static_cast<Callers*>(argument);
    callers.found = callers.wanted(_Unwind_GetIP(context));
    return callers.found || --callers.left == 0 ? _URC_END_OF_STACK : _URC_NO_REASON;
}

} // namespace

bool is_called_from(bool (*wanted)(std::uintptr_t)) {
    Callers callers{wanted};
    unwinding = true;
    _Unwind_Backtrace(look_for, &callers);
    unwinding = false;
    return callers.found;
}

bool add_program(const void* base) {
    return dl_iterate_phdr(take, const_cast<void*>(base)) == read;
}

void locate_program() {
    if (objects == 0 && !add_program(nullptr)) { // itself, which comes first
        system::give_up("the program's own file cannot be read");
    }
}

bool is_unwinding() {
    return unwinding;
}

std::uintptr_t caller_in_program(std::uintptr_t pc, std::uintptr_t frame) {
    if (in_program(pc) || world == nullptr || unwinding) {
        return pc;
    }
    if (const std::uintptr_t found = follow_known(pc, frame); found != 0) {
        return found;
    }
    Search search{pc, frame};
    unwinding = true;
    _Unwind_Backtrace(look_at, &search);
    unwinding = false;
    return search.found == 0 ? pc : search.found;
}

} // namespace threadlab::explorer
