#include "judge/explorer_story.hpp"

#include "judge/contended_steps.hpp"
#include "judge/source_expression.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace threadlab::judge {
namespace {

using scorecard::Step;
using std::string;
using std::string_view;

// A line of the student's, and how far it is from where the operation itself happened.
struct Line {
    string file;
    int number = 0; // 0: there is none
    int column = 0;
    bool innermost = false; // the operation stands in the line itself, not in a library below
    bool foreign = false;   // it stands in another module: in a check that the line calls

    string at() const { return number == 0 ? "" : fmt::format("{}:{}", file, number); }
};

class Reader {
public:
    Reader(const Places& places, const Sources& sources) : places_(places), sources_(sources) {}

    Line line_of(const ExplorerSpot& spot) const {
        bool innermost = true;
        for (const harness::Frame& frame : spot.frames) {
            // A return address lies behind its call.
            const auto found = places_.find({frame.module, frame.offset - 1});
            if (found == places_.end()) {
                innermost = false;
                continue;
            }
            for (const Place& place : found->second) {
                const string name = place.file.substr(place.file.rfind('/') + 1);
                if (sources_.contains(name) && place.line > 0) {
                    const bool foreign = frame.module != spot.frames.front().module;
                    return {name, place.line, place.column, innermost, foreign};
                }
                innermost = false;
            }
        }
        return {};
    }

    string text_of(const Line& line) const {
        const auto source = sources_.find(line.file);
        if (source == sources_.end()) {
            return "";
        }
        string_view rest = source->second;
        for (int number = 1; number < line.number && !rest.empty(); ++number) {
            rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
        }
        return string(rest.substr(0, rest.find('\n')));
    }

    // The thing that the operation is about, as the source spells it.
    string name_of(const ExplorerSpot& spot) const {
        const Line line = line_of(spot);
        if (line.number == 0) {
            return "";
        }
        const string text = text_of(line);
        if (is_access(spot) && line.innermost) {
            return accessed_at(text, line.column);
        }
        if (spot.does == "unlock") {
            // Where a guard ends, nothing is named: but where it began, it was.
            const auto named = locks_.find(spot.object);
            return named == locks_.end() ? "" : named->second;
        }
        return operand_at(text, line.column);
    }

    // Remembers what the locks that the record's steps take are called.
    void learn_names(const ExplorerRecord& record) {
        for (const ExplorerStep& step : record.steps) {
            if (step.spot.does == "lock" || step.spot.does == "try-lock") {
                locks_.try_emplace(step.spot.object, name_of(step.spot));
            }
        }
    }

    static bool is_access(const ExplorerSpot& spot) {
        return spot.does == "read" || spot.does == "write" || spot.does == "update";
    }

private:
    const Places& places_;
    const Sources& sources_;
    std::map<std::uint64_t, string> locks_;
};

string thread_name(int thread) {
    return thread == 0 ? "the main thread" : fmt::format("thread {}", thread);
}

string number_of(std::uint64_t value, unsigned size) {
    switch (size) {
    case 1:
        return std::to_string(static_cast<std::int8_t>(value));
    case 2:
        return std::to_string(static_cast<std::int16_t>(value));
    case 4:
        return std::to_string(static_cast<std::int32_t>(value));
    case 8:
        break;
    default:
        return "";
    }
    constexpr std::int64_t address = std::int64_t{1} << 40;
    const auto number = static_cast<std::int64_t>(value);
    return std::abs(number) < address ? std::to_string(number) : "";
}

string saw(const ExplorerStep& step) {
    const string& does = step.spot.does;
    if (does == "read") {
        return number_of(step.before, step.size);
    }
    if (does == "write") {
        return number_of(step.after, step.size);
    }
    if (does == "update" && !number_of(step.before, step.size).empty()) {
        return number_of(step.before, step.size) + " -> " + number_of(step.after, step.size);
    }
    if (does == "try-lock") {
        return step.outcome ? "taken" : "not taken";
    }
    if (step.how == "timed-out" && does != "sleep") {
        return "time-out";
    }
    return step.how == "spurious" ? "for no reason" : "";
}

// Which of a schedule's steps belong to its story.
class Choice {
public:
    Choice(const ExplorerRecord& record, const Reader& reader)
        : reader_(reader), contended_(contended_steps(record.steps)) {
        for (const auto* spot : {&record.race, &record.race_with}) {
            if (*spot) {
                guilty_.insert((*spot)->object);
            }
        }
        guilty_.insert(record.at.object);
        for (const ExplorerWait& wait : record.waits) {
            guilty_.insert(wait.spot.object);
        }
        guilty_.erase(0);
        only_guilty_ = record.race && record.harm.empty();
    }

    // Of the step with that index.
    bool tells(const ExplorerStep& step, std::size_t index) const {
        const string& does = step.spot.does;
        const Line line = reader_.line_of(step.spot);
        if (line.number == 0 || does == "begin" || does == "exit" || does == "create") {
            return false;
        }
        if (guilty_.contains(step.spot.object) || gives_back_what_is_guilty(step)) {
            return true;
        }
        if (only_guilty_ || line.foreign) {
            return false;
        }
        if (Reader::is_access(step.spot)) {
            // What a library keeps for itself is no story, unless it is where things went wrong.
            return contended_[index] && (line.innermost || step.atomic);
        }
        return does == "sleep" || does == "yield" || does == "signal" || does == "broadcast" ||
               does == "wait" || (contended_[index] && does != "join" && does != "free");
    }

private:
    bool gives_back_what_is_guilty(const ExplorerStep& step) const {
        const auto first = guilty_.lower_bound(step.spot.object);
        return step.spot.does == "free" && first != guilty_.end() &&
               *first < step.spot.object + step.size;
    }

    const Reader& reader_;
    std::vector<bool> contended_;
    std::set<std::uint64_t> guilty_;
    bool only_guilty_ = false; // two accesses are all that is wrong
};

// The steps as they are told, in their order.
class Telling {
public:
    explicit Telling(const Reader& reader) : reader_(reader) {}

    void add(const ExplorerSpot& spot, const string& value) {
        Step step{.thread = spot.thread,
                  .does = spot.does,
                  .what = reader_.name_of(spot),
                  .saw = value,
                  .at = reader_.line_of(spot).at()};
        steps_.push_back(std::move(step));
        // Over and over the same: twice is enough.
        constexpr std::size_t longest_round = 4;
        for (std::size_t round = 1; round <= longest_round; ++round) {
            if (goes_round_again(round)) {
                steps_.resize(steps_.size() - round);
                break;
            }
        }
    }

    // Where the schedule went wrong, if that was no step of it.
    void add_end(const ExplorerSpot& spot) {
        const string at = reader_.line_of(spot).at();
        const bool is_told = !steps_.empty() && steps_.back().thread == spot.thread &&
                             steps_.back().does == spot.does && steps_.back().at == at;
        if (!at.empty() && !is_told && spot.does != "call") {
            add(spot, "");
        }
    }

    // A wait that never ends: the step with which it began, if that is told, says so.
    void add_wait(ExplorerSpot spot) {
        constexpr const char* for_ever = "for ever";
        if (spot.does == "wake") {
            spot.does = "wait";
            const auto last = std::find_if(steps_.rbegin(), steps_.rend(), [&](const Step& step) {
                return step.thread == spot.thread;
            });
            if (last != steps_.rend() && last->does == spot.does &&
                last->at == reader_.line_of(spot).at()) {
                last->saw = for_ever;
                return;
            }
        }
        add(spot, for_ever);
    }

    bool is_empty() const { return steps_.empty(); }

    // All of them or, of many, the last: how it ended matters most.
    std::vector<Step> steps() && {
        constexpr std::size_t most = 60;
        if (steps_.size() > most) {
            steps_.erase(steps_.begin(), steps_.end() - static_cast<std::ptrdiff_t>(most));
        }
        return std::move(steps_);
    }

private:
    // Whether the last so many steps are the same as those before, and these as those before them.
    bool goes_round_again(std::size_t round) const {
        const auto last = steps_.rbegin();
        const auto size = static_cast<std::ptrdiff_t>(round);
        return steps_.size() >= 3 * round && std::equal(last, last + size, last + size) &&
               std::equal(last, last + size, last + 2 * size);
    }

    const Reader& reader_;
    std::vector<Step> steps_;
};

// Whether the schedule ended with an access that was not done.
bool cuts_off(const ExplorerRecord& record) {
    return record.harm == "dangling" || record.harm == "crash";
}

std::vector<Step> steps_of(const ExplorerRecord& record, const Reader& reader) {
    const Choice choice(record, reader);
    Telling telling(reader);
    for (std::size_t i = 0; i < record.steps.size(); ++i) {
        const ExplorerStep& step = record.steps[i];
        if (choice.tells(step, i)) {
            const bool is_cut_off = i + 1 == record.steps.size() && cuts_off(record);
            telling.add(step.spot, is_cut_off ? "" : saw(step));
        }
    }
    if (record.harm.empty() && record.race && telling.is_empty()) {
        telling.add(*record.race_with, "");
        telling.add(*record.race, "");
    } else if (cuts_off(record)) {
        telling.add_end(record.at);
    }
    for (const ExplorerWait& wait : record.waits) {
        if (reader.line_of(wait.spot).number > 0) {
            telling.add_wait(wait.spot);
        }
    }
    return std::move(telling).steps();
}

string race_message(const ExplorerRecord& record, const Reader& reader) {
    const Line now = reader.line_of(*record.race);
    const Line before = reader.line_of(*record.race_with);
    const auto part = [&](const ExplorerSpot& spot, const Line& line) {
        const string does = spot.does == "free"    ? "gives back"
                            : spot.does == "read"  ? "reads"
                            : spot.does == "write" ? "writes"
                                                   : "updates";
        string what = reader.name_of(spot);
        what = what.empty() ? "the same memory" : what;
        return fmt::format("{} {} {} at {}", thread_name(spot.thread), does, what,
                           line.number == 0 ? "a place in a library" : line.at());
    };
    string message = fmt::format("{}, and {}, and nothing orders the two",
                                 part(*record.race_with, before), part(*record.race, now));
    if (!record.harm.empty()) {
        message += record.detail.empty() ? fmt::format("; here it led to {}", record.harm)
                                         : "; here " + record.detail;
    }
    return message;
}

string wait_in_words(const ExplorerWait& wait, const Reader& reader) {
    const string what = reader.name_of(wait.spot);
    const string at = reader.line_of(wait.spot).at();
    const string place = at.empty() ? "" : " at " + at;
    if (wait.spot.does == "join") {
        return fmt::format("{} waits for {} to end{}", thread_name(wait.spot.thread),
                           thread_name(wait.holder), place);
    }
    if (wait.spot.does == "exit") {
        return fmt::format("{} is at its end", thread_name(wait.spot.thread));
    }
    const string thing = what.empty() ? "a lock" : what;
    if (wait.holder == wait.spot.thread) {
        return fmt::format("{} waits for {}, which it holds itself{}",
                           thread_name(wait.spot.thread), thing, place);
    }
    if (wait.holder >= 0) {
        return fmt::format("{} waits for {}, which {} holds{}", thread_name(wait.spot.thread),
                           thing, thread_name(wait.holder), place);
    }
    return fmt::format("{} waits{}{}", thread_name(wait.spot.thread),
                       what.empty() ? "" : " on " + what, place);
}

string waiting_message(const ExplorerRecord& record, const Reader& reader) {
    string message = "nobody can go on";
    // Who waits for another thread's end is no cause, only a consequence: those come last.
    for (const bool joins : {false, true}) {
        for (const ExplorerWait& wait : record.waits) {
            if ((wait.spot.does == "join") == joins) {
                message += "; " + wait_in_words(wait, reader);
            }
        }
    }
    message.replace(message.find(';'), 1, ":");
    return message;
}

string harm_message(const ExplorerRecord& record, const Reader& reader) {
    if (!record.detail.empty()) {
        return record.detail;
    }
    if (!record.waits.empty()) {
        return waiting_message(record, reader);
    }
    const string what = reader.name_of(record.at);
    if (record.harm == "busy-wait") {
        return fmt::format("{} reads {} again and again and gives nobody the processor",
                           thread_name(record.at.thread), what.empty() ? "the same" : what);
    }
    if (record.harm == "polling") {
        return fmt::format("{} sleeps and looks again, dozens of times, where it could be woken",
                           thread_name(record.at.thread));
    }
    if (record.harm == "livelock") {
        return "the threads keep running and get nowhere, however fairly they take turns";
    }
    if (record.harm == "wait-without-loop") {
        return fmt::format("{} goes on after its wait although nothing has changed, and does not "
                           "look",
                           thread_name(record.at.thread));
    }
    if (record.harm == "leaked-thread") {
        return fmt::format("{} is still there when the program ends",
                           thread_name(record.at.thread));
    }
    if (record.harm == "dangling") {
        return fmt::format("{} uses memory that was given back", thread_name(record.at.thread));
    }
    if (record.harm == "lock-leaked") {
        return fmt::format("{} ends and still holds {}", thread_name(record.at.thread),
                           what.empty() ? "a lock" : what);
    }
    if (record.harm == "terminate") {
        return "std::terminate was called: a thread was destroyed that could still be joined, or a "
               "noexcept function threw";
    }
    return record.harm;
}

} // namespace

std::vector<harness::Frame> frames_of(const ExplorerRecord& record) {
    std::vector<harness::Frame> frames;
    const auto add = [&](const ExplorerSpot& spot) {
        for (const harness::Frame& frame : spot.frames) {
            frames.push_back({frame.module, frame.offset - 1});
        }
    };
    add(record.at);
    for (const auto* spot : {&record.race, &record.race_with}) {
        if (*spot) {
            add(**spot);
        }
    }
    for (const ExplorerWait& wait : record.waits) {
        add(wait.spot);
    }
    for (const ExplorerStep& step : record.steps) {
        add(step.spot);
    }
    return frames;
}

Story tell(const ExplorerRecord& record, const Places& places, const Sources& sources) {
    Reader reader(places, sources);
    reader.learn_names(record);
    Story story;
    story.steps = steps_of(record, reader);
    if (record.race) {
        story.diagnosis = "data-race";
        story.message = race_message(record, reader);
        story.at = reader.line_of(*record.race).at();
        if (story.at.empty()) {
            story.at = reader.line_of(*record.race_with).at();
        }
        if (!record.harm.empty()) {
            story.also.push_back(record.harm);
        }
        return story;
    }
    story.diagnosis = record.harm;
    story.message = harm_message(record, reader);
    story.at = reader.line_of(record.at).at();
    return story;
}

} // namespace threadlab::judge
