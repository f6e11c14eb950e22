#include "explorer/runtime/record.hpp"

#include "explorer/runtime/checking.hpp"
#include "explorer/runtime/system.hpp"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <link.h>

namespace threadlab::explorer {
namespace {

// The sandbox takes a megabyte of record. Of a long schedule, what led to its end is told; of a
// deep stack, where it is and where it began; and of its decisions all or nothing, as less of them
// is another schedule, and one variable of the environment takes no more.
constexpr std::uint32_t most_steps_told = 2000;
constexpr std::size_t most_step_bytes = std::size_t{640} << 10;
constexpr std::uint32_t most_innermost = 64;
constexpr std::uint32_t most_outermost = 16;
constexpr std::size_t most_decision_bytes = std::size_t{100} << 10;

class Writer {
public:
    __attribute__((format(printf, 2, 3))) void add(const char* format, ...) {
        std::array<char, 1024> line{};
        va_list arguments;
        va_start(arguments, format);
        std::vsnprintf(line.data(), line.size(), format, arguments);
        va_end(arguments);
        text_ += line.data();
    }

    void add_text(const arena::String& text) { text_ += text; }

    // An address as the object that it lies in and the offset there.
    void add_place(std::uintptr_t pc) {
        Search search{pc, "?", pc};
        dl_iterate_phdr(look_into, &search);
        add("\t%s+%lx", search.name, search.offset);
    }

    void add_stack(const Board& board, std::uintptr_t pc, std::uint32_t stack) {
        if (pc != 0) {
            add_place(pc);
        }
        std::uint32_t depth = 0;
        for (std::uint32_t at = stack; at != 0; at = board.stacks[at].below) {
            ++depth;
        }
        for (std::uint32_t at = stack, left = depth; at != 0; at = board.stacks[at].below, --left) {
            if (depth - left < most_innermost || left <= most_outermost) {
                add_place(board.stacks[at].pc);
            }
        }
    }

    std::size_t size() const { return text_.size(); }

    void send(int descriptor) const { system::write_all(descriptor, text_.data(), text_.size()); }

private:
    struct Search {
        std::uintptr_t pc;
        const char* name;
        std::uintptr_t offset;
    };

    static int look_into(dl_phdr_info* info, std::size_t, void* argument) {
        auto& search = *static_cast<Search*>(argument);
        for (int i = 0; i < info->dlpi_phnum; ++i) {
            const auto& segment = info->dlpi_phdr[i];
            const std::uintptr_t begin = info->dlpi_addr + segment.p_vaddr;
            if (segment.p_type == PT_LOAD && search.pc >= begin &&
                search.pc < begin + segment.p_memsz) {
                const char* slash = std::strrchr(info->dlpi_name, '/');
                search.name = *info->dlpi_name == '\0' ? "program"
                              : slash == nullptr       ? info->dlpi_name
                                                       : slash + 1;
                search.offset = search.pc - info->dlpi_addr;
                return 1;
            }
        }
        return 0;
    }

    arena::String text_;
};

// On one line, whatever an exception's text holds.
arena::String one_line(const char* text) {
    arena::String line = text;
    std::replace_if(
        line.begin(), line.end(),
        [](char letter) { return static_cast<unsigned char>(letter) < ' '; }, ' ');
    return line;
}

void add_spot(Writer& writer, const Board& board, const char* kind, const Spot& spot) {
    writer.add("%s\t%d\t%s\t%lx", kind, spot.thread, to_string(spot.does), spot.object);
    writer.add_stack(board, spot.pc, spot.stack);
    writer.add("\n");
}

const char* to_string(How how) {
    switch (how) {
    case How::timed_out:
        return "timed-out";
    case How::spurious:
        return "spurious";
    case How::ready:
        break;
    }
    return "ready";
}

void add_step(Writer& writer, const Board& board, std::uint32_t index) {
    const Step& step = board.steps[index];
    const Operation& operation = step.operation;
    writer.add("step\t%d\t%s\t%s\t%d\t%d\t%lx\t%u\t%lx\t%lx\t%ld", step.thread,
               to_string(operation.does), to_string(step.how), operation.atomic ? 1 : 0,
               step.outcome ? 1 : 0, operation.object, operation.size, step.before, step.after,
               step.time);
    writer.add_stack(board, operation.pc, step.stack);
    writer.add("\n");
}

std::uint32_t first_told(const Board& board) {
    const std::uint32_t end = recorded_steps(board);
    const std::uint32_t least = end - std::min(end, most_steps_told);
    std::uint32_t first = end;
    for (Writer told; first > least; --first) {
        add_step(told, board, first - 1);
        if (told.size() > most_step_bytes) {
            break;
        }
    }
    return first;
}

// Who is of which process, where there are several.
void add_processes(Writer& writer, const Board& board) {
    for (std::uint32_t i = 0; board.process_count > 1 && i < board.threads; ++i) {
        if (board.process_of[i] != 0) {
            writer.add("process\t%u\t%d\n", i, board.process_of[i]);
        }
    }
}

void add_claim(Writer& writer, const Board& board, const Tried& tried) {
    if (tried.complete) {
        writer.add("complete\n");
    }
    if (tried.preemptions) {
        writer.add("preemptions\t%u\n", *tried.preemptions);
    }
    if (board.untold_exchanges) {
        writer.add("untold-exchanges\n");
    }
    if (board.weak_orders) {
        writer.add("weak-orders\n");
    }
    writer.add("pct\t%u\t%u\t%u\n", tried.pct_runs[0], tried.pct_runs[1], tried.pct_steps);
}

} // namespace

void write_record(const Board& board, const Findings& findings, const Tried& tried,
                  const Options& options) {
    Writer writer;
    writer.add("threadlab-explorer\t1\n");
    writer.add("status\t%s\n", findings.failed() ? "failed" : "passed");
    writer.add("schedules\t%u\n", findings.schedules);
    writer.add("threads\t%u\n", findings.most_threads);
    if (findings.most_processes > 1) {
        writer.add("processes\t%u\n", findings.most_processes);
    }
    writer.add("steps\t%u\n", findings.most_steps);
    writer.add("switches\t%lu\n", findings.switches);
    writer.add("hashes\t%lx\n", findings.hash);
    writer.add("ways\t%u\t%u\t%u\t%u\n", board.ways.alone, board.ways.together,
               board.ways.from_choice, board.ways.disagreements);
    add_claim(writer, board, tried);
    writer.add_text(check_lines(board));
    if (findings.failed()) {
        add_processes(writer, board);
        if (findings.race) {
            // As it went in the schedule that is told, where it may have come the other way round.
            const Failure* told = find_race(board, findings.first_race);
            const Failure& race = told == nullptr ? findings.first_race : *told;
            add_spot(writer, board, "race", race.spot);
            add_spot(writer, board, "race-with", race.other);
        }
        if (findings.harm) {
            writer.add("harm\t%s\t%s\n", board.failure.diagnosis.data(),
                       one_line(board.failure.detail.data()).c_str());
            add_spot(writer, board, "at", board.failure.spot);
        }
        for (std::uint32_t i = 0; i < board.stuck_count; ++i) {
            const Stuck& stuck = board.stuck[i];
            std::array<char, 32> kind{};
            std::snprintf(kind.data(), kind.size(), "waits\t%d", stuck.holder);
            add_spot(writer, board, kind.data(), stuck.waits);
        }
        for (std::uint32_t i = first_told(board); i < recorded_steps(board); ++i) {
            add_step(writer, board, i);
        }
        const arena::String decisions =
            write_decisions(board.decisions.data(), board.decision_count);
        writer.add("hash\t%lx\n", board.hash);
        if (decisions.size() <= most_decision_bytes) {
            writer.add("replay\t");
            writer.add_text(decisions);
            writer.add("\n");
        }
    }
    writer.add("end\n");
    writer.send(options.record);
}

} // namespace threadlab::explorer
