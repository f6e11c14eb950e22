#include "judge/tsan_report.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace threadlab::judge {
namespace {

constexpr std::string_view opening = "WARNING: ThreadSanitizer: ";
constexpr std::string_view summary = "SUMMARY: ThreadSanitizer: ";
// An honest program comes nowhere near; what is said beyond that is somebody's who wants the grader
// to be busy.
constexpr std::size_t most_reports = 1000;
constexpr std::size_t most_parts = 64;   // accesses, and likewise threads, of one report
constexpr std::size_t most_frames = 256; // of one stack, as ThreadSanitizer keeps no more

constexpr std::string_view ruler = "==================";

// What a title says about the kind, and about the stack that follows with no heading of its own.
struct Title {
    std::string_view begins;
    TsanKind kind;
    std::string_view does;
};

constexpr std::array<Title, 11> titles{{
    {"data race", TsanKind::data_race, ""},
    {"heap-use-after-free", TsanKind::use_after_free, ""},
    {"lock-order-inversion", TsanKind::lock_order, ""},
    {"double lock of a mutex", TsanKind::double_lock, "lock"},
    {"read lock of a write locked mutex", TsanKind::double_lock, "lock"},
    {"unlock of an unlocked mutex", TsanKind::bad_unlock, "unlock"},
    {"read unlock of a write locked mutex", TsanKind::bad_unlock, "unlock"},
    {"destroy of a locked mutex", TsanKind::destroy_locked, "destroy"},
    {"use of an invalid mutex", TsanKind::invalid_mutex, "lock"},
    {"thread leak", TsanKind::thread_leak, ""},
    {"signal-unsafe call", TsanKind::signal_unsafe, "call"},
}};

Title title_of(std::string_view text) {
    for (const Title& title : titles)
        if (text.starts_with(title.begins))
            return title;
    return {"", TsanKind::other, "call"};
}

std::string_view take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

bool take(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix))
        return false;
    text.remove_prefix(prefix.size());
    return true;
}

// As take(), but the first letter may be a capital.
bool take_word(std::string_view& text, std::string_view word) {
    const bool same = !text.empty() && (text[0] | 0x20) == word[0];
    if (!same || !text.substr(1).starts_with(word.substr(1)))
        return false;
    text.remove_prefix(word.size());
    return true;
}

std::string_view before(std::string_view text, std::string_view mark) {
    return text.substr(0, text.find(mark));
}

std::optional<unsigned long> hexadecimal(std::string_view digits) {
    unsigned long value = 0;
    const auto [stopped, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.empty() || error != std::errc{} || stopped != digits.data() + digits.size())
        return std::nullopt;
    return value;
}

// "main thread", or "thread T2" without the name that pthread_setname_np gave it.
std::string thread_name(std::string_view text) {
    const std::string_view plain = before(text, " '");
    return std::string(before(plain, ":"));
}

// "    #0 <null> <null> (submission.so+0x16af) (BuildId: f70b...)". A function's name may hold
// parentheses too: only the last "(module+0x...)" is meant.
std::optional<harness::Frame> read_frame(std::string_view line) {
    const std::size_t plus = line.rfind("+0x");
    if (plus == std::string_view::npos)
        return std::nullopt;
    const std::string_view head = line.substr(0, plus);
    const std::size_t open = head.rfind('(');
    const std::size_t close = line.find(')', plus);
    if (open == std::string_view::npos || close == std::string_view::npos)
        return std::nullopt;
    const auto offset = hexadecimal(line.substr(plus + 3, close - plus - 3));
    std::string_view module = head.substr(open + 1);
    module = module.substr(module.rfind('/') + 1);
    if (!offset || module.empty())
        return std::nullopt;
    return harness::Frame{std::string(module), *offset};
}

// " (mutexes: write M0, read M1):" -> "M0", "M1 (read)"
std::vector<std::string> read_mutexes(std::string_view heading) {
    std::vector<std::string> mutexes;
    const std::size_t start = heading.find("(mutexes: ");
    if (start == std::string_view::npos)
        return mutexes;
    std::string_view list = before(heading.substr(start + 10), ")");
    while (!list.empty()) {
        std::string_view item = before(list, ", ");
        list.remove_prefix(std::min(list.size(), item.size() + 2));
        const bool shared = take(item, "read ");
        take(item, "write ");
        mutexes.push_back(std::string(item) + (shared ? " (read)" : ""));
    }
    return mutexes;
}

int read_size(std::string_view text) {
    int size = 0;
    std::from_chars(text.data(), text.data() + text.size(), size);
    return size;
}

// "Write of size 4 at 0x7b.. by thread T2 (mutexes: write M0):", "Previous atomic read of size ..."
std::optional<TsanAccess> read_memory_access(std::string_view heading) {
    const std::size_t by = heading.find(" by ");
    if (by == std::string_view::npos)
        return std::nullopt;
    std::string_view rest = heading;
    take(rest, "Previous ");
    for (const std::string_view does : {"atomic read", "atomic write", "read", "write"}) {
        std::string_view tail = rest;
        if (!take_word(tail, does) || !take(tail, " of size "))
            continue;
        return TsanAccess{.does = std::string(does),
                          .thread = thread_name(before(heading.substr(by + 4), " (mutexes")),
                          .size = read_size(tail),
                          .frames = {},
                          .mutexes = read_mutexes(heading)};
    }
    return std::nullopt;
}

// The lines of one report, between its opening and its summary.
class Reader {
public:
    explicit Reader(std::string_view title) : title_(title_of(title)) {
        report_.kind = title_.kind;
        report_.title = title;
    }

    void read(std::string_view line) {
        if (line.starts_with("    #"))
            add_frame(line);
        else if (take(line, "  ") && !line.starts_with(' '))
            begin(line);
    }

    TsanReport finish() { return std::move(report_); }

private:
    enum class Into { unheaded, access, thread, nowhere };

    void add_frame(std::string_view line) {
        if (into_ == Into::unheaded && !title_.does.empty())
            add_access(
                {.does = std::string(title_.does), .thread = {}, .frames = {}, .mutexes = {}});
        const auto frame = read_frame(line);
        if (frame && into_ == Into::access)
            add(*frame, report_.accesses.back().frames);
        if (frame && into_ == Into::thread)
            add(*frame, report_.threads.back().frames);
        if (frame && into_ == Into::thread && report_.kind == TsanKind::thread_leak)
            add(*frame, report_.accesses.back().frames);
    }

    static void add(const harness::Frame& frame, std::vector<harness::Frame>& frames) {
        if (frames.size() < most_frames)
            frames.push_back(frame);
    }

    void add_access(TsanAccess access) {
        if (report_.accesses.size() == most_parts) {
            into_ = Into::nowhere;
            return;
        }
        report_.accesses.push_back(std::move(access));
        into_ = Into::access;
    }

    void begin(std::string_view heading) {
        into_ = Into::nowhere;
        if (auto access = read_memory_access(heading))
            add_access(std::move(*access));
        else if (heading == "and:")
            add_access({.does = "lock", .thread = {}, .frames = {}, .mutexes = {}});
        else if (heading.starts_with("Thread T"))
            begin_thread(heading);
        else if (heading.starts_with("Mutex M"))
            begin_lock(heading);
    }

    // "Thread T1 (tid=4339, finished) created by main thread at:"
    void begin_thread(std::string_view heading) {
        if (report_.threads.size() == most_parts)
            return;
        take(heading, "Thread ");
        report_.threads.push_back({"thread " + thread_name(before(heading, " (tid")), {}});
        into_ = Into::thread;
        if (report_.kind == TsanKind::thread_leak)
            report_.accesses.push_back({.does = "create",
                                        .thread = report_.threads.back().name,
                                        .frames = {},
                                        .mutexes = {}});
    }

    // "Mutex M1 acquired here while holding mutex M0 in thread T1:", then, for M0, "Mutex M0
    // previously acquired by the same thread here:"
    void begin_lock(std::string_view heading) {
        const std::size_t held = heading.find(" acquired here while holding mutex ");
        if (held != std::string_view::npos) {
            const std::string_view rest = heading.substr(held + 35);
            const std::size_t in = rest.find(" in ");
            const std::string thread =
                in == std::string_view::npos ? "" : thread_name(rest.substr(in + 4));
            add_access({.does = "lock",
                        .thread = thread,
                        .frames = {},
                        .mutexes = {std::string(before(rest, " in "))}});
        } else if (heading.find(" previously acquired ") != std::string_view::npos) {
            const std::string same = report_.accesses.empty() ? "" : report_.accesses.back().thread;
            add_access({.does = "lock", .thread = same, .frames = {}, .mutexes = {}});
        }
    }

    Title title_;
    TsanReport report_;
    Into into_ = Into::unheaded;
};

} // namespace

std::vector<TsanReport> read_tsan_reports(std::string_view text) {
    std::vector<TsanReport> reports;
    std::optional<Reader> reader;
    while (!text.empty() && reports.size() < most_reports) {
        const bool whole = text.find('\n') != std::string_view::npos;
        std::string_view line = take_line(text);
        if (take(line, opening)) {
            reader.emplace(before(line, " (pid="));
        } else if (reader && line.starts_with(summary)) {
            reports.push_back(reader->finish());
            reader.reset();
        } else if (line.starts_with(ruler)) {
            reader.reset(); // a report starts: whatever came before has no end
        } else if (reader && whole) {
            reader->read(line);
        }
    }
    return reports;
}

} // namespace threadlab::judge
