#include "judge/explorer_story.hpp"

#include "judge/explorer_reader.hpp"
#include "judge/explorer_steps.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>

namespace threadlab::judge {
namespace {

using std::string;
using std::string_view;

string thread_name(const ExplorerRecord& record, int thread) {
    const auto process = record.process_of.find(thread);
    if (process == record.process_of.end()) {
        const char* first = record.process_of.empty() ? "the main thread" : "the first process";
        return thread == 0 ? first : fmt::format("thread {}", thread);
    }
    return thread == process->second
               ? fmt::format("process {}", thread)
               : fmt::format("thread {} of process {}", thread, process->second);
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
        return fmt::format("{} {} {} at {}", thread_name(record, spot.thread), does, what,
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

string wait_in_words(const ExplorerRecord& record, const ExplorerWait& wait, const Reader& reader) {
    const string what = reader.name_of(wait.spot);
    const string at = reader.line_of(wait.spot).at();
    const string place = at.empty() ? "" : " at " + at;
    if (wait.spot.does == "join" && wait.holder < 0) {
        return fmt::format("{} waits for one of several to end{}",
                           thread_name(record, wait.spot.thread), place);
    }
    if (wait.spot.does == "join") {
        return fmt::format("{} waits for {} to end{}", thread_name(record, wait.spot.thread),
                           thread_name(record, wait.holder), place);
    }
    if (wait.spot.does == "exit") {
        return fmt::format("{} is at its end", thread_name(record, wait.spot.thread));
    }
    const string thing = what.empty() ? "a lock" : what;
    if (wait.holder == wait.spot.thread) {
        return fmt::format("{} waits for {}, which it holds itself{}",
                           thread_name(record, wait.spot.thread), thing, place);
    }
    if (wait.holder >= 0) {
        return fmt::format("{} waits for {}, which {} holds{}",
                           thread_name(record, wait.spot.thread), thing,
                           thread_name(record, wait.holder), place);
    }
    return fmt::format("{} waits{}{}", thread_name(record, wait.spot.thread),
                       what.empty() ? "" : " on " + what, place);
}

string waiting_message(const ExplorerRecord& record, const Reader& reader) {
    string message = "nobody can go on";
    // Who waits for another thread's end is no cause, only a consequence: those come last.
    for (const bool joins : {false, true}) {
        for (const ExplorerWait& wait : record.waits) {
            if ((wait.spot.does == "join") == joins) {
                message += "; " + wait_in_words(record, wait, reader);
            }
        }
    }
    message.replace(message.find(';'), 1, ":");
    return message;
}

// What a failure that comes without words of its own looks like. {who}: the thread; {what}: what it
// uses, or `nameless`.
struct HarmInWords {
    string_view harm;
    string_view words;
    string_view nameless = "a lock";
};

constexpr std::array harms_in_words{
    HarmInWords{"busy-wait", "{who} reads {what} again and again and gives nobody the processor",
                "the same"},
    HarmInWords{"polling",
                "{who} sleeps and looks again, dozens of times, where it could be woken"},
    HarmInWords{"livelock",
                "the threads keep running and get nowhere, however fairly they take turns"},
    HarmInWords{"wait-without-loop",
                "{who} goes on after its wait although nothing has changed, and does not look"},
    HarmInWords{"sleep-as-sync",
                "{who} goes on when its sleep is over, and others have not come as far as that"},
    HarmInWords{"leaked-thread", "{who} is still there when the program ends"},
    HarmInWords{"stray-child", "{who} is still running when the program ends"},
    HarmInWords{"orphan", "{who} is still running when the program ends"},
    HarmInWords{"zombie", "{who} has ended, and nobody has waited for it"},
    HarmInWords{"dangling", "{who} uses memory that was given back"},
    HarmInWords{"lock-leaked", "{who} ends and still holds {what}"},
    HarmInWords{"terminate", "std::terminate was called: a thread was destroyed that could still "
                             "be joined, or a noexcept function threw"},
    HarmInWords{"private-lock-shared", "{who} uses {what}, as another process does, and it was "
                                       "made for the threads of one process only"}};

string harm_message(const ExplorerRecord& record, const Reader& reader) {
    if (!record.detail.empty()) {
        return record.detail;
    }
    if (!record.waits.empty() && record.harm != "private-lock-shared") {
        return waiting_message(record, reader);
    }
    const auto* const found =
        std::find_if(harms_in_words.begin(), harms_in_words.end(),
                     [&](const HarmInWords& known) { return known.harm == record.harm; });
    if (found == harms_in_words.end()) {
        return record.harm;
    }
    const string what = reader.name_of(record.at);
    return fmt::format(fmt::runtime(found->words),
                       fmt::arg("who", thread_name(record, record.at.thread)),
                       fmt::arg("what", what.empty() ? string(found->nameless) : what));
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
