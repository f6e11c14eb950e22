#include "judge/race_finding.hpp"

#include "judge/race_message.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace threadlab::judge {
namespace {

// Lines that are not known come last.
int order_of(int line) {
    return line > 0 ? line : std::numeric_limits<int>::max();
}

auto order_of(const Access& access) {
    return std::tuple(!access.in_submission(), order_of(access.line), access.does == "free",
                      !access.main_thread, access.whose, access.does);
}

Locks compare_locks(const Access& first, const Access& second) {
    if (first.mutexes.empty() && second.mutexes.empty())
        return Locks::none;
    if (second.mutexes.empty())
        return Locks::first_only;
    if (first.mutexes.empty())
        return Locks::second_only;
    const auto name = [](const std::string& mutex) { return mutex.substr(0, mutex.find(' ')); };
    for (const std::string& one : first.mutexes)
        for (const std::string& other : second.mutexes)
            if (name(one) == name(other))
                return Locks::for_reading;
    return Locks::different;
}

// The other side, where the report has lost it.
Access unknown(const TsanReport& report) {
    Access access;
    access.does = report.kind == TsanKind::use_after_free ? "free" : "write";
    return access;
}

// Two accesses to the same memory, of which the submission makes at least one.
std::optional<RacePair> read_pair(const TsanReport& report, const Places& places,
                                  const RaceNames& names) {
    Access first =
        report.accesses.empty() ? Access{} : locate(report.accesses[0], report, places, names);
    Access second = report.accesses.size() < 2 ? unknown(report)
                                               : locate(report.accesses[1], report, places, names);
    if (!first.in_submission() && !second.in_submission())
        return std::nullopt;
    if (order_of(second) < order_of(first))
        std::swap(first, second);
    RacePair pair{.first = std::move(first), .second = std::move(second)};
    pair.locks = compare_locks(pair.first, pair.second);
    pair.one_thread = !pair.first.thread.empty() && pair.first.thread == pair.second.thread;
    pair.virtual_call = report.title.find("vptr") != std::string::npos;
    return pair;
}

// What is the same in every run that reports the pair.
auto key_of(const RacePair& pair) {
    return std::tuple(order_of(pair.first.line), order_of(pair.second.line), pair.first.whose,
                      pair.second.whose);
}

// Which of several accesses at two lines gets reported is chance: the plainest pair is told.
auto strength_of(const RacePair& pair) {
    const int plain = !pair.first.atomic + !pair.second.atomic;
    const int writes = (pair.first.does == "write") + (pair.second.does == "write");
    return std::tuple(plain, writes, pair.first.does, pair.second.does);
}

// Where memory is raced for and freed at the same two lines, the race comes first.
bool outweighs(const RacePair& one, const RacePair& other) {
    if (one.frees() != other.frees())
        return other.frees();
    return strength_of(one) > strength_of(other);
}

void merge(RacePair& kept, const RacePair& other) {
    RacePair merged = outweighs(other, kept) ? other : kept;
    merged.first.main_thread = kept.first.main_thread && other.first.main_thread;
    merged.second.main_thread = kept.second.main_thread && other.second.main_thread;
    merged.locks = std::min(kept.locks, other.locks);
    merged.one_thread = kept.one_thread && other.one_thread;
    merged.virtual_call = kept.virtual_call || other.virtual_call;
    kept = std::move(merged);
}

struct Candidate {
    RaceFinding finding;
    std::set<int> runs;                           // that reported it
    std::tuple<int, int, int, std::string> order; // tasks, lines, then the message
};

Candidate candidate(std::string diagnosis, std::string message, int line, int other_line,
                    std::vector<scorecard::Step> steps, const RaceNames& names) {
    auto order = std::tuple(0, order_of(line), order_of(other_line), message);
    return {{.diagnosis = std::move(diagnosis),
             .at = place_name(line, names),
             .message = std::move(message),
             .steps = std::move(steps),
             .also = {}},
            {},
            std::move(order)};
}

Candidate candidate(const RacePair& pair, const RaceNames& names) {
    Candidate found = candidate(pair.frees() ? "dangling" : "data-race", message_of(pair, names),
                                pair.first.line, pair.second.line, steps_of(pair, names), names);
    // A race may ruin what a task of the caller uses, but not on every run.
    std::get<0>(found.order) =
        (pair.first.whose == Whose::task) + (pair.second.whose == Whose::task);
    return found;
}

// The submission's part in a report about a mutex, a thread's end or a signal handler.
std::optional<Candidate> read_single(const TsanReport& report, const Places& places,
                                     const RaceNames& names) {
    std::vector<Access> own;
    for (const TsanAccess& access : report.accesses) {
        Access found = locate(access, report, places, names);
        if (found.in_submission())
            own.push_back(std::move(found));
    }
    const std::string diagnosis = diagnosis_of(report.kind);
    if (own.empty() || diagnosis.empty())
        return std::nullopt;
    if (report.kind == TsanKind::thread_leak)
        std::sort(own.begin(), own.end(), [](const Access& one, const Access& other) {
            return order_of(one) < order_of(other);
        });
    int lowest = own.front().line;
    for (const Access& access : own)
        if (order_of(access.line) < order_of(lowest))
            lowest = access.line;
    return candidate(diagnosis, message_of(report.kind, own, names), lowest, own.back().line,
                     steps_of(own, names), names);
}

std::optional<std::string> read_lock_order(const TsanReport& report, const Places& places,
                                           const RaceNames& names) {
    std::set<int> lines;
    for (const TsanAccess& access : report.accesses) {
        const Access found = locate(access, report, places, names);
        if (found.in_submission() && found.line > 0)
            lines.insert(found.line);
    }
    if (lines.empty())
        return std::nullopt;
    return lock_order_note({lines.begin(), lines.end()}, names);
}

// Everything the reports say about the submission, each thing once.
class Collection {
public:
    Collection(const Places& places, const RaceNames& names) : places_(places), names_(names) {}

    void add(const TsanReport& report) {
        if (!counts(report))
            ++not_counted_;
    }

    std::vector<Candidate> candidates() const {
        std::vector<Candidate> all = singles_;
        for (const auto& [key, seen] : pairs_) {
            all.push_back(candidate(seen.pair, names_));
            all.back().runs = seen.runs;
        }
        return all;
    }

    const std::set<std::string>& notes() const { return notes_; }
    int not_counted() const { return not_counted_; }

private:
    bool counts(const TsanReport& report) {
        if (report.kind == TsanKind::lock_order) {
            const auto note = read_lock_order(report, places_, names_);
            return note && (notes_.insert(*note), true);
        }
        if (report.kind == TsanKind::data_race || report.kind == TsanKind::use_after_free) {
            if (known_false(report, places_, names_))
                return false;
            const auto pair = read_pair(report, places_, names_);
            if (pair) {
                const auto [at, fresh] = pairs_.emplace(key_of(*pair), Seen{*pair, {}});
                at->second.runs.insert(report.run);
                if (!fresh)
                    merge(at->second.pair, *pair);
            }
            return pair.has_value();
        }
        const auto single = read_single(report, places_, names_);
        if (single)
            singles_.push_back(*single);
        return single.has_value();
    }

    struct Seen {
        RacePair pair;
        std::set<int> runs;
    };

    const Places& places_;
    const RaceNames& names_;
    std::map<std::tuple<int, int, Whose, Whose>, Seen> pairs_;
    std::vector<Candidate> singles_;
    std::set<std::string> notes_;
    int not_counted_ = 0;
};

bool share_a_line(const Candidate& one, const Candidate& other) {
    const auto among = [&](const scorecard::Step& step) {
        return std::ranges::any_of(other.finding.steps, [&](const scorecard::Step& further) {
            return !step.at.empty() && step.at == further.at;
        });
    };
    return std::ranges::any_of(one.finding.steps, among);
}

// What is seen in one run alone, at a line that races with something else again and again.
bool is_a_stray(const Candidate& one, const std::vector<Candidate>& candidates) {
    constexpr std::size_t often = 3;
    return one.runs.size() == 1 && std::ranges::any_of(candidates, [&](const Candidate& other) {
               return other.runs.size() >= often && share_a_line(one, other);
           });
}

// Threads that race for a container use what another one has just freed, and what was made in its
// place, but not on every run: the race at that line, which is there on every run, is what to tell.
void leave_out_consequences(std::vector<Candidate>& candidates) {
    std::vector<Candidate> told;
    std::ranges::copy_if(candidates, std::back_inserter(told), [&](const Candidate& one) {
        return one.finding.diagnosis != "data-race" || !is_a_stray(one, candidates);
    });
    candidates = std::move(told);
    std::set<std::string> raced;
    for (const Candidate& one : candidates)
        if (one.finding.diagnosis == "data-race")
            for (const scorecard::Step& step : one.finding.steps)
                raced.insert(step.at);
    std::erase_if(candidates, [&](const Candidate& one) {
        return one.finding.diagnosis == "dangling" && raced.contains(one.finding.at);
    });
}

} // namespace

RaceVerdict judge_races(const std::vector<TsanReport>& reports, const Places& places,
                        const RaceNames& names,
                        const std::function<std::size_t(std::string_view)>& rank) {
    Collection collection(places, names);
    for (const TsanReport& report : reports)
        collection.add(report);

    RaceVerdict verdict{.finding = {},
                        .notes = {collection.notes().begin(), collection.notes().end()},
                        .not_counted = collection.not_counted()};
    std::vector<Candidate> candidates = collection.candidates();
    leave_out_consequences(candidates);
    if (candidates.empty())
        return verdict;
    std::sort(candidates.begin(), candidates.end(),
              [&](const Candidate& one, const Candidate& other) {
                  return std::tuple(rank(one.finding.diagnosis), one.order) <
                         std::tuple(rank(other.finding.diagnosis), other.order);
              });
    verdict.finding = candidates.front().finding;
    for (const Candidate& further : candidates) {
        std::vector<std::string>& also = verdict.finding->also;
        const std::string& code = further.finding.diagnosis;
        if (code != verdict.finding->diagnosis &&
            std::find(also.begin(), also.end(), code) == also.end())
            also.push_back(code);
    }
    return verdict;
}

} // namespace threadlab::judge
