#include "explorer/runtime/checking.hpp"

#include "explorer/runtime/record.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace threadlab::explorer {

constinit Checking* checking = nullptr;

namespace {

constexpr const char* forged = "forged-result";

// As native runs say it. Only status 0 could be taken for success.
const char* early_end_diagnosis(int status) {
    return status == 0 ? forged : "api-contract";
}

std::array<char, 128> early_end_in_words(int status) {
    std::array<char, 128> text{};
    std::snprintf(text.data(), text.size(),
                  "it ended the whole program with exit status %d before the check was over",
                  status);
    return text;
}

bool same(const arena::Vector<Measure>& one, const CheckResult& other) {
    return std::equal(
        one.begin(), one.end(), other.measures.begin(),
        other.measures.begin() + other.measure_count,
        [](const Measure& a, const Measure& b) { return a.value == b.value && a.name == b.name; });
}

void note_measures(const CheckResult& result) {
    constexpr std::size_t most = 100;
    auto& all = checking->conclusions->measured;
    const bool known = std::any_of(all.begin(), all.end(),
                                   [&](const auto& outcome) { return same(outcome, result); });
    if (result.measure_count > 0 && !known && all.size() < most) {
        all.emplace_back(result.measures.begin(), result.measures.begin() + result.measure_count);
    }
}

// Where only races count, what fails without one does not. But a check that does so again and again
// is none that schedules are good for, and may take its time to fail.
void pardon_without_race(Board& board) {
    constexpr std::uint32_t most = 5;
    if (checking->options.races_only && board.race_count == 0 &&
        checking->conclusions->without_race++ < most) {
        board.verdict = Verdict::passed;
    }
}

[[noreturn]] void leave_with(const Board& board) {
    Findings findings;
    findings.note(board);
    write_record(board, findings, {}, checking->options);
    system::call(SYS_exit_group, 1);
    __builtin_trap();
}

// One field a tab, one entry a line: so both are escaped inside a field, as harnesses do.
void add_escaped(arena::String& line, const char* text) {
    for (; *text != '\0'; ++text) {
        switch (*text) {
        case '\\':
            line += "\\\\";
            break;
        case '\n':
            line += "\\n";
            break;
        case '\t':
            line += "\\t";
            break;
        default:
            line += *text;
        }
    }
}

void add_number(arena::String& line, const char* format, auto number) {
    std::array<char, 32> digits{};
    std::snprintf(digits.data(), digits.size(), format, number);
    line += digits.data();
}

long ask_printed() {
    const long printed = system::call(SYS_lseek, checking->printed, 0, SEEK_END);
    checking->conclusions->prints = checking->conclusions->prints || printed > 0;
    return printed;
}

} // namespace

void begin_conclusions() {
    if (checking != nullptr) {
        checking->conclusions = arena::make<Conclusions>();
    }
}

void leave_if_check_is_faulty(const Board& board) {
    if (checking != nullptr && board.check.fault[0] != '\0') {
        leave_with(board);
    }
}

bool has_printed() {
    return checking != nullptr && ask_printed() > 0;
}

void forget_printed() {
    if (checking != nullptr && !std::exchange(checking->conclusions->nothing_printed, false)) {
        system::call(SYS_ftruncate, checking->printed, 0);
    }
}

bool may_have_printed_too_much() {
    if (checking == nullptr || checking->conclusions->prints) {
        return false;
    }
    return ask_printed() > checking->options.most_printed;
}

void conclude_check(Board& board) {
    if (checking == nullptr) {
        return;
    }
    const CheckResult& result = board.check;
    if (result.fault[0] != '\0') {
        set_failure(board, "check-fault", result.fault.data());
        return;
    }
    if (board.verdict != Verdict::passed) {
        pardon_without_race(board);
        return;
    }
    const bool asks = board.in_full || checking->conclusions->prints;
    const long printed = asks ? ask_printed() : 0;
    checking->conclusions->nothing_printed = printed == 0;
    if (!result.ended) {
        set_failure(board, forged, early_end_in_words(0).data());
    } else if (printed > checking->options.most_printed) {
        set_failure(board, "output-limit", "");
    } else if (result.unmet_count > 0) {
        set_failure(board, result.unmet[0].code.data(), result.unmet[0].message.data());
    } else {
        note_measures(result);
    }
}

bool judge_early_end(Board& board, int wait_status) {
    if (checking == nullptr || !WIFEXITED(wait_status)) {
        return false;
    }
    const int status = WEXITSTATUS(wait_status);
    set_failure(board, early_end_diagnosis(status), early_end_in_words(status).data());
    return true;
}

void show_printed() {
    if (checking == nullptr) {
        return;
    }
    std::array<char, 4096> text{};
    long shown = 0;
    while (shown < checking->options.most_printed) {
        const long most = std::min<long>(text.size(), checking->options.most_printed - shown);
        const long size = system::call(SYS_pread64, checking->printed,
                                       reinterpret_cast<long>(text.data()), most, shown);
        if (size <= 0) {
            return;
        }
        system::write_all(STDOUT_FILENO, text.data(), static_cast<std::size_t>(size));
        shown += size;
    }
}

arena::String check_lines(const Board& board) {
    arena::String lines;
    if (checking == nullptr) {
        return lines;
    }
    lines += "nonce\t";
    lines += checking->nonce.data();
    lines += "\nrefused\t";
    add_number(lines, "%u", board.check.refused);
    lines += "\n";
    for (std::uint32_t i = 0; i < board.check.unmet_count; ++i) {
        const Unmet& unmet = board.check.unmet[i];
        lines += "unmet\t";
        add_escaped(lines, unmet.code.data());
        lines += "\t";
        add_escaped(lines, unmet.message.data());
        lines += "\n";
    }
    for (const auto& outcome : checking->conclusions->measured) {
        lines += "measured";
        for (const Measure& measure : outcome) {
            lines += "\t";
            add_escaped(lines, measure.name.data());
            lines += "\t";
            add_number(lines, "%.17g", measure.value);
        }
        lines += "\n";
    }
    return lines;
}

void forbidden_before_begin(const char* what) {
    if (checking == nullptr) {
        system::give_up(what);
    }
    auto& board = *static_cast<Board*>(system::map(nullptr, sizeof(Board), false));
    set_failure(board, "forbidden-call", what);
    begin_conclusions();
    leave_with(board);
}

void become_schedule() {
    if (checking == nullptr) {
        return;
    }
    checking->nonce.fill('\0');
    for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO}) {
        system::call(SYS_dup3, checking->printed, descriptor, 0);
    }
    system::call(SYS_close, checking->options.record);
}

void refuse_early_end(int status, std::uintptr_t pc) {
    const bool is_child = world != nullptr && here->number != 0;
    if (checking != nullptr && world != nullptr && !is_child &&
        !world->engine.board().check.ended) {
        world->engine.fail(early_end_diagnosis(status), early_end_in_words(status).data(),
                           world->engine.spot_at(Does::call, pc));
    }
}

void refuse_thread_exit(std::uintptr_t pc) {
    if (checking != nullptr && world->engine.self().id == 0) {
        world->engine.fail("api-contract", "it ended the thread that called it (pthread_exit)",
                           world->engine.spot_at(Does::call, pc));
    }
}

void conclude_schedule() {
    world->engine.board().check.ended = true;
}

bool refuses_thread() {
    if (checking == nullptr) {
        return false;
    }
    const auto& threads = world->engine.threads();
    const auto alive = std::count_if(threads.begin() + 1, threads.end(),
                                     [](const Thread* thread) { return !thread->finished; });
    if (alive < checking->most_threads) {
        return false;
    }
    ++world->engine.board().check.refused;
    return true;
}

} // namespace threadlab::explorer
