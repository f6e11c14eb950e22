// Where in the program a call comes from.

#include "explorer/runtime/world.hpp"

#include <algorithm>
#include <array>
#include <link.h>
#include <unwind.h>

namespace threadlab::explorer {
namespace {

struct Range {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
};

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

// The object that is loaded at `base`; null: the first.
int take(dl_phdr_info* info, std::size_t, void* base) {
    const bool found = base == nullptr || reinterpret_cast<void*>(info->dlpi_addr) == base;
    if (found && objects < program.size()) {
        program[objects++] = code_of(*info);
    }
    return found ? 1 : 0;
}

struct Search {
    std::uintptr_t found = 0;
    bool outside = false; // past the runtime's own frames, which lie in the program, too
};

_Unwind_Reason_Code look_at(_Unwind_Context* context, void* argument) {
    auto& search = *static_cast<Search*>(argument);
    const std::uintptr_t pc = _Unwind_GetIP(context);
    if (!in_program(pc)) {
        search.outside = true;
    } else if (search.outside) {
        search.found = pc;
        return _URC_END_OF_STACK;
    }
    return _URC_NO_REASON;
}

} // namespace

void locate_program() {
    if (objects == 0) {
        dl_iterate_phdr(take, nullptr); // the program itself comes first
    }
}

void add_program(const void* base) {
    dl_iterate_phdr(take, const_cast<void*>(base));
}

bool is_unwinding() {
    return unwinding;
}

std::uintptr_t caller_in_program(std::uintptr_t pc) {
    if (in_program(pc) || world == nullptr || unwinding) {
        return pc;
    }
    Search search;
    unwinding = true;
    _Unwind_Backtrace(look_at, &search);
    unwinding = false;
    return search.found == 0 ? pc : search.found;
}

} // namespace threadlab::explorer
