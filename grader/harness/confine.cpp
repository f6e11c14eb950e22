#include "harness/confine.hpp"

#include "harness/channel.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <elf.h>
#include <fcntl.h>
#include <initializer_list>
#include <limits>
#include <link.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <string_view>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace threadlab::harness {

namespace {

using Program = std::vector<sock_filter>;

struct Range {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

struct Code {
    Range harness;
    std::vector<Range> libraries;
};

// The executable part of a loaded object.
Range code_of(const dl_phdr_info& info) {
    Range range{std::numeric_limits<std::uint64_t>::max(), 0};
    for (int i = 0; i < info.dlpi_phnum; ++i) {
        const auto& segment = info.dlpi_phdr[i];
        if (segment.p_type == PT_LOAD && (segment.p_flags & PF_X) != 0) {
            const std::uint64_t begin = info.dlpi_addr + segment.p_vaddr;
            range.begin = begin < range.begin ? begin : range.begin;
            range.end = begin + segment.p_memsz > range.end ? begin + segment.p_memsz : range.end;
        }
    }
    return range;
}

// All that is loaded so far, before the submission and its checks are.
Code loaded_code() {
    Code code;
    dl_iterate_phdr(
        [](dl_phdr_info* info, std::size_t, void* found) {
            auto& all = *static_cast<Code*>(found);
            const Range range = code_of(*info);
            const bool is_harness = *info->dlpi_name == '\0' && all.harness.end == 0;
            if (is_harness) {
                all.harness = range;
            } else if (range.end > range.begin) {
                all.libraries.push_back(range);
            }
            return 0;
        },
        &code);
    return code;
}

// ---- the filter's program: see seccomp(2), "Filters" ----

constexpr auto number_at = static_cast<std::uint32_t>(offsetof(seccomp_data, nr));
constexpr auto arch_at = static_cast<std::uint32_t>(offsetof(seccomp_data, arch));
constexpr auto pointer_at = static_cast<std::uint32_t>(offsetof(seccomp_data, instruction_pointer));

std::uint32_t argument_at(int index) {
    return static_cast<std::uint32_t>(offsetof(seccomp_data, args)) +
           static_cast<std::uint32_t>(index) * static_cast<std::uint32_t>(sizeof(std::uint64_t));
}

#if defined(__x86_64__)
constexpr std::uint32_t this_arch = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t this_arch = AUDIT_ARCH_AARCH64;
#endif

void load(Program& program, std::uint32_t at) {
    program.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, at));
}

void give(Program& program, std::uint32_t verdict) {
    program.push_back(BPF_STMT(BPF_RET | BPF_K, verdict));
}

// Goes on behind `body` unless the word that is loaded compares so with `value`.
void unless(Program& program, std::uint16_t comparison, std::uint32_t value, bool holds,
            const Program& body) {
    const auto over = static_cast<std::uint8_t>(body.size());
    program.push_back(BPF_JUMP(static_cast<std::uint16_t>(BPF_JMP | comparison | BPF_K), value,
                               static_cast<std::uint8_t>(holds ? 0 : over),
                               static_cast<std::uint8_t>(holds ? over : 0)));
    program.insert(program.end(), body.begin(), body.end());
}

std::uint32_t low(std::uint64_t value) {
    return static_cast<std::uint32_t>(value);
}
std::uint32_t high(std::uint64_t value) {
    return static_cast<std::uint32_t>(value >> 32U);
}

// `then` if the call was made from `range.begin` to `range.end`, both included, which lie in one
// stretch of 4 GB.
void if_made_in(Program& program, const Range& range, const Program& then) {
    Program below_end;
    unless(below_end, BPF_JGT, low(range.end), false, then);
    Program in_stretch;
    load(in_stretch, pointer_at);
    unless(in_stretch, BPF_JGE, low(range.begin), true, below_end);
    load(program, pointer_at + static_cast<std::uint32_t>(sizeof(std::uint32_t)));
    unless(program, BPF_JEQ, high(range.begin), true, in_stretch);
}

Program verdict(std::uint32_t value) {
    Program program;
    give(program, value);
    return program;
}

// `then` if the descriptor in that argument is one of the harness's own.
void if_own_descriptor(Program& program, int argument, const Program& then) {
    load(program, argument_at(argument));
    Program below_end;
    unless(below_end, BPF_JGE, past_own_descriptors, false, then);
    unless(program, BPF_JGE, own_record, true, below_end);
}

struct Rule {
    long call;
    int descriptor; // in which argument it is
    std::uint32_t verdict;
};

// The witness writes down where; where there is none any more, it ends the process.
constexpr std::uint32_t trap = SECCOMP_RET_TRAP;
constexpr std::uint32_t refuse = SECCOMP_RET_ERRNO | EBADF;
constexpr Rule rules[] = {
    {SYS_write, 0, trap},    {SYS_writev, 0, trap},          {SYS_pwrite64, 0, trap},
    {SYS_pwritev, 0, trap},  {SYS_pwritev2, 0, trap},        {SYS_sendto, 0, trap},
    {SYS_sendfile, 0, trap}, {SYS_splice, 2, trap},          {SYS_tee, 1, trap},
    {SYS_vmsplice, 0, trap}, {SYS_copy_file_range, 2, trap}, {SYS_ftruncate, 0, trap},
    {SYS_dup, 0, refuse},    {SYS_dup3, 0, refuse},
#if defined(SYS_dup2)
    {SYS_dup2, 0, refuse},
#endif
};

void add_descriptor_rules(Program& program) {
    for (const Rule& rule : rules) {
        Program body;
        if_own_descriptor(body, rule.descriptor, verdict(rule.verdict));
        load(program, number_at);
        unless(program, BPF_JEQ, static_cast<std::uint32_t>(rule.call), true, body);
    }
    // fcntl copies a descriptor by two of its commands.
    for (const int command : {F_DUPFD, F_DUPFD_CLOEXEC}) {
        Program own;
        if_own_descriptor(own, 0, verdict(refuse));
        Program commanded;
        load(commanded, argument_at(1));
        unless(commanded, BPF_JEQ, static_cast<std::uint32_t>(command), true, own);
        load(program, number_at);
        unless(program, BPF_JEQ, static_cast<std::uint32_t>(SYS_fcntl), true, commanded);
    }
    // These take a descriptor out of another process, or hand one over as a copy.
    for (const long call : {SYS_pidfd_getfd, SYS_sendmsg, SYS_sendmmsg}) {
        load(program, number_at);
        unless(program, BPF_JEQ, static_cast<std::uint32_t>(call), true, verdict(trap));
    }
}

// Piece by piece, as a comparison sees 32 bits of an address at a time.
void allow_all_of(Program& program, Range range) {
    constexpr std::uint64_t stretch = std::uint64_t{1} << 32U;
    while (range.begin < range.end) {
        const std::uint64_t border = (range.begin / stretch + 1) * stretch;
        // Its last byte is compared, as the border itself has other upper bits.
        if_made_in(program, {range.begin, std::min(range.end, border) - 1},
                   verdict(SECCOMP_RET_ALLOW));
        range.begin = border;
    }
}

Program filter_for(const Code& code) {
    Program program;
    load(program, arch_at);
    unless(program, BPF_JEQ, this_arch, false, verdict(trap));
    allow_all_of(program, code.harness);
    add_descriptor_rules(program);
    for (const Range& range : code.libraries) {
        allow_all_of(program, range);
    }
    give(program, trap);
    return program;
}

} // namespace

bool confine_system_calls() {
    Program program = filter_for(loaded_code());
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) == 0;
}

} // namespace threadlab::harness
