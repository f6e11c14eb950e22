#include "harness/witness.hpp"

#include "harness/channel.hpp"
#include "harness/exception_text.hpp"
#include "harness/loaded_submission.hpp"
#include "harness/processes/ledger.hpp"
#include "harness/trace.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <execinfo.h>
#include <string_view>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace threadlab::harness {

namespace {

constexpr int max_threads = 160;
constexpr const char* submission_module = "submission.so";
constexpr std::array fatal_signals{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

// Signal and termination handlers get no argument of ours, so what they need must be global.
struct State {
    std::string nonce;
    pid_t process = 0;              // that reports: what it forks does not
    std::atomic<bool> begun{false}; // the record, by the one thread that writes it
    RefusedCount refused = nullptr;
    std::array<Trace, max_threads> traces;
    std::atomic<int> used{0};
};
State state;

bool is_child() {
    return getpid() != state.process;
}

// Lets a signal do to a child what it would without us.
void die_of(int signal) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

// Before anything is put together for the record: two threads may come to their ends at once.
void become_only_writer() {
    if (state.begun.exchange(true)) {
        // Another thread is at it, and ends the process when it is done: to end it now would cut
        // the record off.
        while (true) {
            pause();
        }
    }
}

// The caller's own stack. `context`: of the signal that is being handled, or nullptr.
Trace* trace_here(void* context) {
    const int index = state.used.fetch_add(1);
    if (index >= max_threads) {
        return nullptr;
    }
    Trace& trace = state.traces[static_cast<std::size_t>(index)];
    trace.tid = static_cast<pid_t>(syscall(SYS_gettid));
    trace.exact = context == nullptr ? nullptr : struck_at(context);
    trace.count = backtrace(trace.addresses.data(), max_frames);
    trace.ready.store(true, std::memory_order_release);
    return &trace;
}

// Where `address` is in the submission; 0 if it is elsewhere, which means nothing to a student.
// `exact`: the one that is no return address.
unsigned long offset_of(const void* address, const void* exact) {
    if (!is_in_submission(address)) {
        return 0;
    }
    const auto value = reinterpret_cast<unsigned long>(address);
    // A return address lies behind its call, which may be on the line before.
    return (address == exact ? value : value - 1) - submission_base();
}

// Of a Trace or a ProcessTrace.
std::vector<Frame> frames_of(const auto& trace) {
    std::vector<Frame> frames;
    for (int i = 0; i < trace.count; ++i) {
        void* address = trace.addresses[static_cast<std::size_t>(i)];
        if (const unsigned long offset = offset_of(address, trace.exact)) {
            frames.push_back({submission_module, offset});
        }
    }
    return frames;
}

int refused_so_far() {
    return state.refused == nullptr ? 0 : state.refused();
}

// The stacks of other processes, if there are any, numbered on from `number`.
void add_processes(Record& record, int number) {
    if (ledger == nullptr) {
        return;
    }
    std::vector<const ProcessTrace*> traces;
    for (const ProcessTrace& trace : ledger->traces) {
        if (trace.ready) {
            traces.push_back(&trace);
        }
    }
    std::ranges::sort(traces, {}, &ProcessTrace::pid);
    for (const ProcessTrace* trace : traces) {
        record.stacks.push_back({++number, frames_of(*trace)});
    }
}

Record record_of(Ended ended, std::string what) {
    Record record;
    record.nonce = state.nonce;
    record.ended = ended;
    record.what = std::move(what);
    record.threads_refused = refused_so_far();
    std::vector<const Trace*> traces;
    const int used = std::min(state.used.load(), max_threads);
    for (int i = 0; i < used; ++i) {
        const Trace& trace = state.traces[static_cast<std::size_t>(i)];
        if (trace.ready.load(std::memory_order_acquire)) {
            traces.push_back(&trace);
        }
    }
    // Thread ids grow in order of creation, as the process has an id space of its own or nearly so.
    std::sort(traces.begin(), traces.end(),
              [](const Trace* a, const Trace* b) { return a->tid < b->tid; });
    int number = 0;
    for (const Trace* trace : traces) {
        record.stacks.push_back({trace->tid == getpid() ? 0 : ++number, frames_of(*trace)});
    }
    add_processes(record, number);
    return record;
}

// The record of an end that is a mistake about processes.
Record record_of_failure(const Failure& failure) {
    Record record = record_of(Ended::finished, "");
    record.failures.push_back(failure);
    // Who waits for a lock shows the place, and not who waits for that process.
    if (failure.code == "deadlock" || failure.code == "private-lock-shared") {
        const auto own = std::ranges::find(record.stacks, 0, &Stack::thread);
        std::rotate(own, own == record.stacks.end() ? own : own + 1, record.stacks.end());
    }
    return record;
}

// Where that is known, the place in the submission that a failure is about.
void add_places(Record& record) {
    for (Failure& failure : record.failures) {
        if (const unsigned long offset = offset_of(shown_for(failure.code), nullptr)) {
            failure.at = {submission_module, offset};
        }
    }
}

[[noreturn]] void on_terminate() {
    if (is_child()) {
        std::signal(SIGABRT, SIG_DFL);
        std::abort();
    }
    trace_here(nullptr);
    become_only_writer();
    write_own(own_record, write_record(record_of(Ended::terminate, current_exception_text())));
    _exit(0);
}

// What write_record would write, but without allocating: the heap may be what was ruined.
void write_signal_record(int signal, const Trace* trace) {
    static std::array<char, 8192> text;
    std::size_t size = 0;
    const auto add = [&](const char* format, auto... values) {
        const int more = std::snprintf(text.data() + size, text.size() - size, format, values...);
        size = std::min(size + static_cast<std::size_t>(more), text.size() - 1);
    };
    add("%s\nnonce\t%s\nended\tsignal\nwhat\t%d\nrefused\t%d", record_header.data(),
        state.nonce.c_str(), signal, refused_so_far());
    for (int i = 0; trace != nullptr && i < trace->count; ++i) {
        void* address = trace->addresses[static_cast<std::size_t>(i)];
        if (const unsigned long offset = offset_of(address, trace->exact)) {
            add("\nframe\t0\t%s\t%lx", submission_module, offset);
        }
    }
    add("%s", "\nend\n");
    write_own(own_record, {text.data(), size});
}

void on_fatal_signal(int signal, siginfo_t*, void* context) {
    if (is_child()) {
        die_of(signal);
        return;
    }
    const Trace* trace = trace_here(context);
    become_only_writer();
    write_signal_record(signal, trace);
    _exit(0);
}

// A system call from where none may come, or to a descriptor of the harness's: see confine.hpp.
void on_stray_system_call(int signal, siginfo_t*, void* context) {
    if (is_child()) {
        die_of(signal);
        return;
    }
    trace_here(context);
    become_only_writer();
    write_own(own_record,
              write_record(record_of_failure(
                  {"forged-result", "it tried to answer in the place of the check, or to call the "
                                    "system past the C library"})));
    _exit(0);
}

void on_exit_call(int status, void*) {
    if (is_child()) {
        return;
    }
    witness_own_end();
    trace_here(nullptr);
    become_only_writer();
    write_own(own_record, write_record(record_of(Ended::exit, std::to_string(status))));
    _exit(status);
}

void on_trace_request(int signal, siginfo_t*, void* context) {
    if (is_child()) {
        die_of(signal);
        return;
    }
    trace_here(context);
}

// Asks every other thread for its stack, and waits a moment for the answers.
void trace_others() {
    const auto self = static_cast<pid_t>(syscall(SYS_gettid));
    int asked = state.used.load();
    DIR* tasks = opendir("/proc/self/task");
    if (tasks == nullptr) {
        return;
    }
    while (const dirent* entry = readdir(tasks)) {
        const pid_t tid = std::atoi(entry->d_name);
        if (tid > 0 && tid != self && syscall(SYS_tgkill, getpid(), tid, SIGUSR2) == 0) {
            ++asked;
        }
    }
    closedir(tasks);
    // Rounds, each the longer the busier the machine is; without answers, there must be time left
    // to write the record before the sandbox loses its own patience.
    constexpr int patience = 30;
    for (int waited = 0; waited < patience && state.used.load() < asked; ++waited) {
        usleep(1000);
    }
    usleep(1000);
}

void on_time_up(int, siginfo_t*, void* context) {
    if (is_child()) {
        leave_trace(struck_at(context));
        // Its call would come back, interrupted, and what nothing moved in would go on.
        for (;;) {
            pause();
        }
    }
    trace_here(context);
    trace_others();
    become_only_writer();
    const bool still = ledger != nullptr && ledger->standstill != Standstill::none;
    write_own(own_record, write_record(still ? record_of_failure(standstill_failure())
                                             : record_of(Ended::stopped, "")));
    _exit(0);
}

void handle(int signal, void (*handler)(int, siginfo_t*, void*)) {
    struct sigaction action{};
    action.sa_sigaction = handler;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, nullptr);
}

} // namespace

void start_witness(const std::string& nonce) {
    state.nonce = nonce;
    state.process = getpid();
    // The first call loads the unwinder, which no handler may do.
    std::array<void*, 2> unused{};
    backtrace(unused.data(), static_cast<int>(unused.size()));
    prepare_thread_for_signals();
    std::set_terminate(on_terminate);
    witness_exit();
    for (const int signal : fatal_signals) {
        handle(signal, on_fatal_signal);
    }
    handle(SIGSYS, on_stray_system_call);
    handle(SIGUSR2, on_trace_request);
    handle(SIGXCPU, on_time_up);
}

void witness_exit() {
    on_exit(on_exit_call, nullptr);
}

void prepare_thread_for_signals() {
    constexpr std::size_t size = 64 * 1024;
    thread_local std::array<char, size> stack;
    stack_t own{};
    own.ss_sp = stack.data();
    own.ss_size = stack.size();
    sigaltstack(&own, nullptr);
}

void witness_cpu_seconds(int seconds) {
    handle(SIGPROF, on_time_up);
    const itimerval limit{{0, 0}, {seconds, 0}};
    setitimer(ITIMER_PROF, &limit, nullptr);
}

void retire_witness() {
    const itimerval no_limit{};
    setitimer(ITIMER_PROF, &no_limit, nullptr);
    std::signal(SIGPROF, SIG_DFL);
    explicit_bzero(state.nonce.data(), state.nonce.size());
    std::set_terminate(std::abort);
    for (const int signal : fatal_signals) {
        std::signal(signal, SIG_DFL);
    }
    std::signal(SIGSYS, SIG_DFL);
    std::signal(SIGUSR2, SIG_DFL);
    std::signal(SIGXCPU, SIG_DFL);
}

void witness_refused(RefusedCount count) {
    state.refused = count;
}

void witness_own_end() {
    if (state.begun) {
        return;
    }
    const Failure failure = ended_owner_failure();
    if (failure.code.empty()) {
        return;
    }
    trace_here(nullptr);
    become_only_writer();
    write_own(own_record, write_record(record_of_failure(failure)));
    _exit(0);
}

void finish(Record record) {
    if (is_child()) {
        end_stray();
    }
    record.threads_refused = refused_so_far();
    if (ledger != nullptr && ledger->made_forbidden_call) {
        record.failures.push_back(
            {"forbidden-call",
             "a child made a system call that no answer needs, and was ended there"});
    }
    add_places(record);
    std::fflush(nullptr);
    become_only_writer();
    write_own(own_record, write_record(record));
    _exit(0);
}

} // namespace threadlab::harness
