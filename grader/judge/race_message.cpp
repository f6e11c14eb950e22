#include "judge/race_message.hpp"

#include <fmt/format.h>

namespace threadlab::judge {
namespace {

// Threads get numbers of their own, as those of the report differ from run to run.
int number_of_first(const RacePair& pair) {
    return pair.first.main_thread ? 0 : 1;
}

int number_of_second(const RacePair& pair) {
    if (pair.one_thread)
        return number_of_first(pair);
    return pair.second.main_thread ? 0 : number_of_first(pair) + 1;
}

std::string who(const Access& access, int number) {
    if (access.whose == Whose::caller)
        return "the caller";
    if (access.main_thread)
        return "the main thread";
    return fmt::format("thread {}", number);
}

std::string where(const Access& access, const RaceNames& names) {
    return access.line > 0 ? place_name(access.line, names) : "a line that is not known";
}

// "reads at threading.cpp:14"; `object` goes before the place: " memory"
std::string deed(const Access& access, const std::string& object, const std::string& place) {
    const std::string to = access.does == "write" && !object.empty() ? " to" : "";
    const std::string how = access.atomic ? " atomically" : "";
    std::string verb = fmt::format("{}s{}{}{}", access.does, how, to, object);
    if (access.whose == Whose::task)
        return fmt::format("{} in the caller's task, run at {},", verb, place);
    if (access.whose == Whose::submission)
        return fmt::format("{} at {}", verb, place);
    return verb;
}

std::string second_deed(const RacePair& pair, const RaceNames& names) {
    const bool same = pair.second.line == pair.first.line && pair.second.line > 0;
    return deed(pair.second, "", same ? "the same line" : where(pair.second, names));
}

std::string about_locks(const RacePair& pair) {
    switch (pair.locks) {
    case Locks::none:
        return "";
    case Locks::first_only:
        return fmt::format("; only {} holds a lock", who(pair.first, number_of_first(pair)));
    case Locks::second_only:
        return fmt::format("; only {} holds a lock", who(pair.second, number_of_second(pair)));
    case Locks::different:
        return "; each holds a lock, but not the same one";
    case Locks::for_reading:
        return "; both hold the same lock, but not both for writing";
    }
    return "";
}

std::string race_message(const RacePair& pair, const RaceNames& names) {
    const std::string first = who(pair.first, number_of_first(pair)) + " " +
                              deed(pair.first, "", where(pair.first, names));
    std::string second;
    if (pair.second.whose == Whose::caller)
        second = "the caller already uses the result";
    else if (pair.second.whose == Whose::library)
        second = fmt::format("{} {}s, in library code,", who(pair.second, number_of_second(pair)),
                             pair.second.does);
    else
        second = who(pair.second, number_of_second(pair)) + " " + second_deed(pair, names);
    if (!second.ends_with(','))
        second += ",";
    return fmt::format("{} while {} and nothing orders the two{}{}", first, second,
                       pair.virtual_call ? ": a virtual function is called while the object is "
                                           "still being made, or already being destroyed"
                                         : "",
                       about_locks(pair));
}

std::string dangling_message(const RacePair& pair, const RaceNames& names) {
    const bool first_frees = pair.first.does == "free" && pair.second.does != "free";
    const Access& user = first_frees ? pair.second : pair.first;
    const Access& freer = first_frees ? pair.first : pair.second;
    const int user_number = first_frees ? number_of_second(pair) : number_of_first(pair);
    const int freer_number = first_frees ? number_of_first(pair) : number_of_second(pair);

    const std::string use =
        user.whose == Whose::caller
            ? "the caller uses memory"
            : who(user, user_number) + " " + deed(user, " memory", where(user, names));
    if (pair.one_thread)
        return fmt::format("{} that was freed before, at {}", use, where(freer, names));
    if (freer.whose == Whose::library)
        return fmt::format("{} that is freed meanwhile, or was freed before", use);
    std::string freed = deed(freer, "", where(freer, names));
    if (!freed.ends_with(','))
        freed += ",";
    return fmt::format("{} that {} {} and nothing orders the two{}", use, who(freer, freer_number),
                       freed, about_locks(pair));
}

scorecard::Step step(const Access& access, int number, const RaceNames& names) {
    return {.thread = number,
            .does = access.does,
            .what = {},
            .saw = {},
            .at = access.in_submission() ? place_name(access.line, names) : ""};
}

} // namespace

std::string place_name(int line, const RaceNames& names) {
    return line > 0 ? fmt::format("{}:{}", names.file, line) : "";
}

std::string message_of(const RacePair& pair, const RaceNames& names) {
    return pair.frees() ? dangling_message(pair, names) : race_message(pair, names);
}

std::vector<scorecard::Step> steps_of(const RacePair& pair, const RaceNames& names) {
    return {step(pair.first, number_of_first(pair), names),
            step(pair.second, number_of_second(pair), names)};
}

std::string diagnosis_of(TsanKind kind) {
    switch (kind) {
    case TsanKind::double_lock:
        return "self-deadlock";
    case TsanKind::bad_unlock:
    case TsanKind::destroy_locked:
    case TsanKind::invalid_mutex:
    case TsanKind::signal_unsafe:
        return "misuse";
    case TsanKind::thread_leak:
        return "leaked-thread";
    case TsanKind::data_race:
    case TsanKind::use_after_free:
    case TsanKind::lock_order:
    case TsanKind::other:
        break;
    }
    return "";
}

std::string message_of(TsanKind kind, const std::vector<Access>& own, const RaceNames& names) {
    const std::string at = where(own.front(), names);
    switch (kind) {
    case TsanKind::double_lock:
        return fmt::format("a thread locks, at {}, a mutex that it holds already", at);
    case TsanKind::bad_unlock:
        return fmt::format("a thread unlocks, at {}, a mutex that it does not hold", at);
    case TsanKind::destroy_locked:
        if (own.front().does == "destroy" && own.size() > 1)
            return fmt::format("a mutex is destroyed at {} while it is locked, since {}", at,
                               where(own.back(), names));
        return own.front().does == "destroy"
                   ? fmt::format("a mutex is destroyed at {} while it is locked", at)
                   : fmt::format("a mutex locked at {} is destroyed while it is locked", at);
    case TsanKind::invalid_mutex:
        return fmt::format("a mutex is used, at {}, before it is made or after it was destroyed",
                           at);
    case TsanKind::signal_unsafe:
        return fmt::format("a signal handler calls, at {}, what is not safe in one", at);
    case TsanKind::thread_leak:
        return fmt::format("a thread started at {} is neither joined nor detached", at);
    case TsanKind::data_race:
    case TsanKind::use_after_free:
    case TsanKind::lock_order:
    case TsanKind::other:
        break;
    }
    return "";
}

std::vector<scorecard::Step> steps_of(const std::vector<Access>& own, const RaceNames& names) {
    std::vector<scorecard::Step> steps;
    steps.reserve(own.size());
    for (const Access& access : own)
        steps.push_back(step(access, 0, names));
    return steps;
}

std::string lock_order_note(const std::vector<int>& lines, const RaceNames& names) {
    std::string places;
    for (const int line : lines)
        places += (places.empty() ? "" : ", ") + place_name(line, names);
    return fmt::format("locks are taken in orders that do not agree, at {}: threads that do so at "
                       "once may wait for each other for ever",
                       places);
}

} // namespace threadlab::judge
