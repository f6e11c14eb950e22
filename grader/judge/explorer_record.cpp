#include "judge/explorer_record.hpp"

#include "scorecard/words.hpp"

#include <algorithm>
#include <charconv>

namespace threadlab::judge {
namespace {

using std::string_view;

using Fields = std::vector<string_view>;

// As much as the runtime tells, and as it can follow.
constexpr std::size_t most_steps = 2000;
constexpr int most_threads = 1024;

Fields split(string_view line) {
    Fields fields;
    while (true) {
        const std::size_t tab = line.find('\t');
        fields.push_back(line.substr(0, tab));
        if (tab == string_view::npos) {
            return fields;
        }
        line.remove_prefix(tab + 1);
    }
}

// Reads one line's fields in order; `good` tells at the end whether all were there and right.
class Cursor {
public:
    explicit Cursor(const Fields& fields) : fields_(fields) {}

    string_view word() {
        if (at_ == fields_.size()) {
            good_ = false;
            return "";
        }
        return fields_[at_++];
    }
    // A word in which tabs and new lines are escaped.
    std::string text() {
        const auto plain = harness::unescaped(word());
        good_ = good_ && plain.has_value();
        return plain.value_or("");
    }
    double real() {
        const string_view text = word();
        double value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        good_ = good_ && error == std::errc() && end == text.data() + text.size();
        return value;
    }
    // Of a thread or a process; -1 where none is meant, if that may be.
    int thread(int least = 0) {
        const int thread = number<int>();
        good_ = good_ && thread >= least && thread < most_threads;
        return thread;
    }
    // What an operation does.
    std::string does() {
        const string_view text = word();
        good_ = good_ && (text == "begin" || std::ranges::count(scorecard::step_words(), text) > 0);
        return std::string(text);
    }
    bool at_end() const { return at_ >= fields_.size(); }
    template <typename Number>
    Number number(int base = 10) {
        const string_view text = word();
        Number value{};
        const auto [end, error] =
            std::from_chars(text.data(), text.data() + text.size(), value, base);
        good_ = good_ && error == std::errc() && end == text.data() + text.size();
        return value;
    }
    std::vector<harness::Frame> frames() {
        std::vector<harness::Frame> frames;
        while (at_ < fields_.size()) {
            const string_view text = word();
            const std::size_t plus = text.rfind('+');
            const string_view digits = text.substr(std::min(plus, text.size() - 1) + 1);
            unsigned long offset = 0;
            const auto [end, error] =
                std::from_chars(digits.data(), digits.data() + digits.size(), offset, 16);
            good_ = good_ && error == std::errc() && end == digits.data() + digits.size();
            frames.push_back({std::string(text.substr(0, plus)), offset});
        }
        return frames;
    }
    bool good() const { return good_ && at_ == fields_.size(); }

private:
    const Fields& fields_;
    std::size_t at_ = 1;
    bool good_ = true;
};

ExplorerSpot read_spot(Cursor& cursor) {
    ExplorerSpot spot;
    spot.thread = cursor.thread();
    spot.does = cursor.does();
    spot.object = cursor.number<std::uint64_t>(16);
    spot.frames = cursor.frames();
    return spot;
}

ExplorerStep read_step(Cursor& cursor) {
    ExplorerStep step;
    step.spot.thread = cursor.thread();
    step.spot.does = cursor.does();
    step.how = cursor.word();
    step.atomic = cursor.number<int>() != 0;
    step.outcome = cursor.number<int>() != 0;
    step.spot.object = cursor.number<std::uint64_t>(16);
    step.size = cursor.number<unsigned>();
    step.before = cursor.number<std::uint64_t>(16);
    step.after = cursor.number<std::uint64_t>(16);
    step.time = cursor.number<std::int64_t>();
    step.spot.frames = cursor.frames();
    return step;
}

using Read = void (*)(ExplorerRecord&, Cursor&);

struct Kind {
    string_view name;
    Read read;
};

constexpr Kind kinds[] = {
    {"status",
     [](ExplorerRecord& record, Cursor& cursor) { record.failed = cursor.word() == "failed"; }},
    {"schedules",
     [](ExplorerRecord& record, Cursor& cursor) { record.schedules = cursor.number<unsigned>(); }},
    {"threads",
     [](ExplorerRecord& record, Cursor& cursor) { record.threads = cursor.number<unsigned>(); }},
    {"processes",
     [](ExplorerRecord& record, Cursor& cursor) { record.processes = cursor.number<unsigned>(); }},
    {"process",
     [](ExplorerRecord& record, Cursor& cursor) {
         const int thread = cursor.thread();
         record.process_of[thread] = cursor.thread();
     }},
    {"steps", [](ExplorerRecord& record,
                 Cursor& cursor) { record.steps_taken = cursor.number<unsigned>(); }},
    {"switches", [](ExplorerRecord& record,
                    Cursor& cursor) { record.switches = cursor.number<std::uint64_t>(); }},
    {"complete", [](ExplorerRecord& record, Cursor&) { record.complete = true; }},
    {"preemptions", [](ExplorerRecord& record,
                       Cursor& cursor) { record.preemptions = cursor.number<unsigned>(); }},
    {"untold-exchanges", [](ExplorerRecord& record, Cursor&) { record.untold_exchanges = true; }},
    {"weak-orders", [](ExplorerRecord& record, Cursor&) { record.weak_orders = true; }},
    {"pct",
     [](ExplorerRecord& record, Cursor& cursor) {
         record.pct_runs_of_depth_2 = cursor.number<unsigned>();
         record.pct_runs_of_depth_3 = cursor.number<unsigned>();
         record.pct_steps = cursor.number<unsigned>();
     }},
    {"race", [](ExplorerRecord& record, Cursor& cursor) { record.race = read_spot(cursor); }},
    {"race-with",
     [](ExplorerRecord& record, Cursor& cursor) { record.race_with = read_spot(cursor); }},
    {"harm",
     [](ExplorerRecord& record, Cursor& cursor) {
         record.harm = cursor.word();
         if (!record.harm.empty() && record.harm != "check-fault") {
             record.harm = known_diagnosis(record.harm);
         }
         record.detail = cursor.word();
     }},
    {"at", [](ExplorerRecord& record, Cursor& cursor) { record.at = read_spot(cursor); }},
    {"waits",
     [](ExplorerRecord& record, Cursor& cursor) {
         ExplorerWait wait;
         wait.holder = cursor.thread(-1);
         wait.spot = read_spot(cursor);
         record.waits.push_back(std::move(wait));
     }},
    {"step",
     [](ExplorerRecord& record, Cursor& cursor) { record.steps.push_back(read_step(cursor)); }},
    {"ways",
     [](ExplorerRecord& record, Cursor& cursor) {
         record.ways.alone = cursor.number<unsigned>();
         record.ways.together = cursor.number<unsigned>();
         record.ways.from_choice = cursor.number<unsigned>();
         record.ways.disagreements = cursor.number<unsigned>();
     }},
    {"hashes", [](ExplorerRecord& record, Cursor& cursor) { record.hashes = cursor.word(); }},
    {"nonce", [](ExplorerRecord& record, Cursor& cursor) { record.nonce = cursor.word(); }},
    {"refused",
     [](ExplorerRecord& record, Cursor& cursor) { record.refused = cursor.number<unsigned>(); }},
    {"unmet",
     [](ExplorerRecord& record, Cursor& cursor) {
         std::string code = known_diagnosis(cursor.text());
         record.unmet.push_back({std::move(code), cursor.text()});
     }},
    {"measured",
     [](ExplorerRecord& record, Cursor& cursor) {
         auto& measures = record.measured.emplace_back();
         while (!cursor.at_end()) {
             std::string name = cursor.text();
             measures.emplace_back(std::move(name), cursor.real());
         }
     }},
    {"hash", [](ExplorerRecord& record, Cursor& cursor) { record.hash = cursor.word(); }},
    {"replay", [](ExplorerRecord& record, Cursor& cursor) { record.replay = cursor.word(); }},
};

bool read_line(ExplorerRecord& record, string_view line) {
    const Fields fields = split(line);
    const auto* kind = std::find_if(std::begin(kinds), std::end(kinds),
                                    [&](const Kind& known) { return known.name == fields[0]; });
    if (kind == std::end(kinds)) {
        return false;
    }
    Cursor cursor(fields);
    kind->read(record, cursor);
    return cursor.good();
}

// What the runtime never says. A record that passed the lines' own rules can still be somebody
// else's.
bool makes_sense(const ExplorerRecord& record) {
    return record.race.has_value() == record.race_with.has_value() &&
           record.steps.size() <= most_steps && record.waits.size() <= most_threads;
}

} // namespace

std::optional<ExplorerRecord> read_explorer_record(string_view text) {
    constexpr string_view head = "threadlab-explorer\t1\n";
    if (!text.starts_with(head)) {
        return std::nullopt;
    }
    text.remove_prefix(head.size());
    ExplorerRecord record;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        if (end == string_view::npos) {
            return std::nullopt;
        }
        const string_view line = text.substr(0, end);
        text.remove_prefix(end + 1);
        if (line == "end") {
            return text.empty() && makes_sense(record) ? std::optional(std::move(record))
                                                       : std::nullopt;
        }
        if (!read_line(record, line)) {
            return std::nullopt;
        }
    }
    return std::nullopt;
}

} // namespace threadlab::judge
