#include "explorer/runtime/context.hpp"

#include "explorer/runtime/system.hpp"

#include <cstddef>
#include <sys/auxv.h>
#include <sys/syscall.h>
#if defined(__x86_64__)
#include <asm/prctl.h>
#endif

// explorer_switch(void** from, void* to): saves what the System V ABI lets a function keep, and the
// rounding modes, on the stack; leaves the stack pointer in *from and goes on at `to`.
// explorer_begin: the first return of a new context comes here, with the function and its argument
// in two registers that are kept. It is where unwinding ends.
#if defined(__x86_64__)
asm(R"(
    .text
    .hidden explorer_switch
    .type explorer_switch, @function
explorer_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    subq $8, %rsp
    stmxcsr (%rsp)
    fnstcw 4(%rsp)
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    ldmxcsr (%rsp)
    fldcw 4(%rsp)
    addq $8, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
    .size explorer_switch, . - explorer_switch

    .hidden explorer_begin
    .type explorer_begin, @function
explorer_begin:
    .cfi_startproc
    .cfi_undefined rip
    nop
    xorl %ebp, %ebp
    movq %r12, %rdi
    callq *%rbx
    ud2
    .cfi_endproc
    .size explorer_begin, . - explorer_begin
)");
#elif defined(__aarch64__)
asm(R"(
    .text
    .hidden explorer_switch
    .type explorer_switch, %function
explorer_switch:
    sub sp, sp, #176
    stp x19, x20, [sp, #0]
    stp x21, x22, [sp, #16]
    stp x23, x24, [sp, #32]
    stp x25, x26, [sp, #48]
    stp x27, x28, [sp, #64]
    stp x29, x30, [sp, #80]
    stp d8, d9, [sp, #96]
    stp d10, d11, [sp, #112]
    stp d12, d13, [sp, #128]
    stp d14, d15, [sp, #144]
    mrs x9, fpcr
    str x9, [sp, #160]
    mov x9, sp
    str x9, [x0]
    mov sp, x1
    ldr x9, [sp, #160]
    msr fpcr, x9
    ldp x19, x20, [sp, #0]
    ldp x21, x22, [sp, #16]
    ldp x23, x24, [sp, #32]
    ldp x25, x26, [sp, #48]
    ldp x27, x28, [sp, #64]
    ldp x29, x30, [sp, #80]
    ldp d8, d9, [sp, #96]
    ldp d10, d11, [sp, #112]
    ldp d12, d13, [sp, #128]
    ldp d14, d15, [sp, #144]
    add sp, sp, #176
    ret
    .size explorer_switch, . - explorer_switch

    .hidden explorer_begin
    .type explorer_begin, %function
explorer_begin:
    .cfi_startproc
    .cfi_undefined x30
    nop
    mov x29, xzr
    mov x0, x20
    blr x19
    brk #0
    .cfi_endproc
    .size explorer_begin, . - explorer_begin
)");
#endif

extern "C" {
void explorer_switch(void** from, void* to);
void explorer_begin();
}

namespace threadlab::explorer {
namespace {

// What explorer_switch finds on a stack, from the stack pointer up.
struct Saved {
#if defined(__x86_64__)
    std::uint32_t mxcsr = 0x1f80; // as the ABI has it when a process begins
    std::uint32_t x87 = 0x037f;
    void* r15 = nullptr;
    void* r14 = nullptr;
    void* r13 = nullptr;
    void* argument = nullptr;       // r12
    void (*begin)(void*) = nullptr; // rbx
    void* rbp = nullptr;
    void (*first)() = explorer_begin; // the return address
    void* nothing = nullptr;          // so that the stack is aligned as after a call
#elif defined(__aarch64__)
    void (*begin)(void*) = nullptr; // x19
    void* argument = nullptr;       // x20
    void* others[9] = {};           // x21 to x29
    void (*first)() = explorer_begin;
    void* floating[8] = {};
    std::uint64_t fpcr = 0;
    void* nothing = nullptr;
#endif
};
static_assert(sizeof(Saved) % 8 == 0);

#if defined(__x86_64__)

// Whether the kernel lets programs write the base of FS: bit 1 of what it says of the processor.
bool writes_thread_pointer() {
    constexpr unsigned long fsgsbase = 2;
    return (getauxval(AT_HWCAP2) & fsgsbase) != 0;
}

constinit bool directly = false;

void set_thread_pointer(std::uintptr_t value) {
    if (directly) {
        asm volatile("wrfsbase %0" : : "r"(value) : "memory");
    } else {
        system::call(SYS_arch_prctl, ARCH_SET_FS, static_cast<long>(value));
    }
}

#elif defined(__aarch64__)

void set_thread_pointer(std::uintptr_t value) {
    asm volatile("msr tpidr_el0, %0" : : "r"(value) : "memory");
}

#endif

} // namespace

std::uintptr_t current_thread_pointer() {
#if defined(__x86_64__)
    std::uintptr_t value = 0; // the first word of a thread's control block is its own address
    asm volatile("movq %%fs:0, %0" : "=r"(value));
    return value;
#elif defined(__aarch64__)
    std::uintptr_t value = 0;
    asm volatile("mrs %0, tpidr_el0" : "=r"(value));
    return value;
#endif
}

void prepare_contexts() {
#if defined(__x86_64__)
    directly = writes_thread_pointer();
    // Where the ABI has it: a word of the control block, which new threads inherit.
    constexpr std::uintptr_t guard = 0x5afe'57ac'6ba2'd000;
    asm volatile("movq %0, %%fs:0x28" : : "r"(guard) : "memory");
#endif
}

Context new_context(char* stack_top, std::uintptr_t thread_pointer, void (*begin)(void*),
                    void* argument) {
    constexpr std::uintptr_t alignment = 16;
    const std::uintptr_t top = reinterpret_cast<std::uintptr_t>(stack_top) & ~(alignment - 1);
    auto* saved =
        reinterpret_cast<Saved*>(top - ((sizeof(Saved) + alignment - 1) & ~(alignment - 1)));
    *saved = Saved{};
    saved->begin = begin;
    saved->argument = argument;
    return {saved, thread_pointer};
}

void switch_context(Context& from, const Context& to) {
    if (from.thread_pointer != to.thread_pointer) {
        set_thread_pointer(to.thread_pointer);
    }
    explorer_switch(&from.stack_pointer, to.stack_pointer);
}

} // namespace threadlab::explorer
