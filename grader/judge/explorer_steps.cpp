#include "judge/explorer_steps.hpp"

#include "judge/contended_steps.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace threadlab::judge {
namespace {

using scorecard::Step;
using std::string;

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
    return -address < number && number < address ? std::to_string(number) : "";
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
    if (does == "fork") {
        return "process " + std::to_string(step.after);
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
        if (does == "fork") {
            return true; // who is a process of its own is not told otherwise
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
        if (spot.does == "begin") {
            return; // no word of a scorecard's
        }
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

} // namespace

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

} // namespace threadlab::judge
