#include "judge/race_access.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace threadlab::judge {
namespace {

// One function on a stack; a frame has several when functions were inlined.
struct Call {
    std::string_view module;
    const Place* place = nullptr; // null: the frame could not be looked up
};

std::vector<Call> calls_of(const std::vector<harness::Frame>& frames, const Places& places) {
    std::vector<Call> calls;
    for (const harness::Frame& frame : frames) {
        const auto found = places.find({frame.module, frame.offset});
        if (found == places.end() || found->second.empty()) {
            calls.push_back({frame.module, nullptr});
            continue;
        }
        for (const Place& place : found->second)
            calls.push_back({frame.module, &place});
    }
    return calls;
}

std::string_view function_of(const Call& call) {
    return call.place != nullptr ? std::string_view(call.place->function) : std::string_view();
}

// Code that optimisation has merged may have no line: the function's own is the next best.
int line_of(const Call& call, const RaceNames& names) {
    if (call.module != names.submission || call.place == nullptr)
        return 0;
    const std::string_view file = call.place->file;
    if (file.substr(file.rfind('/') + 1) != names.file)
        return 0;
    return call.place->line > 0 ? call.place->line : call.place->function_line;
}

// The position of the innermost line of the submission; calls.size() if there is none.
std::size_t innermost_line(const std::vector<Call>& calls, const RaceNames& names) {
    const auto found = std::find_if(calls.begin(), calls.end(),
                                    [&](const Call& call) { return line_of(call, names) > 0; });
    return static_cast<std::size_t>(found - calls.begin());
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

bool outside(const Call& call, const RaceNames& names) {
    return call.module != names.submission && call.module != names.checks;
}

// The innermost call releases memory, in the run-time library that the harness holds.
bool frees(const std::vector<Call>& calls, const RaceNames& names) {
    if (calls.empty() || !outside(calls.front(), names))
        return false;
    const std::string_view function = function_of(calls.front());
    constexpr std::array<std::string_view, 4> functions{"free", "__interceptor_free", "realloc",
                                                        "__interceptor_realloc"};
    return function.starts_with("operator delete") ||
           std::find(functions.begin(), functions.end(), function) != functions.end();
}

// A container that grows or shrinks frees its old memory too. That is a change of a shared object,
// unlike the end of the object's own life: delete, a destructor, reset().
bool inside_container(const std::vector<Call>& calls, std::size_t line) {
    if (line == calls.size() || line < 2)
        return false;
    const std::string_view called = function_of(calls[line - 1]);
    return called.starts_with("std::") && !contains(called, "::~") && !contains(called, "::reset(");
}

std::string word_for(const TsanAccess& access, const TsanReport& report,
                     const std::vector<Call>& calls, std::size_t line, const RaceNames& names) {
    const bool after_free =
        report.kind == TsanKind::use_after_free && &access != &report.accesses[0];
    if (after_free || frees(calls, names))
        return inside_container(calls, line) ? "write" : "free";
    if (access.does.starts_with("atomic "))
        return access.does.substr(7);
    return access.does;
}

// The line of the submission at which the report's thread `name` was started, or 0.
int start_line(const std::string& name, const TsanReport& report, const Places& places,
               const RaceNames& names) {
    for (const TsanThread& thread : report.threads) {
        if (thread.name != name)
            continue;
        const std::vector<Call> calls = calls_of(thread.frames, places);
        const std::size_t at = innermost_line(calls, names);
        return at < calls.size() ? line_of(calls[at], names) : 0;
    }
    return 0;
}

bool any_in(const std::vector<Call>& calls, std::string_view module) {
    return std::any_of(calls.begin(), calls.end(),
                       [&](const Call& call) { return call.module == module; });
}

// Without debug information no line is known; the code is the submission's all the same.
bool all_unknown(const std::vector<Call>& calls, const RaceNames& names) {
    return any_in(calls, names.submission) &&
           std::none_of(calls.begin(), calls.end(), [&](const Call& call) {
               return call.module == names.submission && call.place != nullptr;
           });
}

bool in_atomic_shared_ptr(const TsanAccess& access, const Places& places, const RaceNames& names) {
    const std::vector<Call> calls = calls_of(access.frames, places);
    const auto end = calls.begin() + static_cast<std::ptrdiff_t>(innermost_line(calls, names));
    return std::any_of(calls.begin(), end, [](const Call& call) {
        return function_of(call).starts_with("std::_Sp_atomic<");
    });
}

// The text of std::runtime_error and its kin is freed by their destructors inside the library.
bool is_error_destructor(std::string_view function) {
    return function.starts_with("std::") && contains(function, "_error::~");
}

// The last owner of an exception object, by count, lets go of it. What its destructor does beyond
// freeing memory, or leaving a base class, is not excused.
bool releases_exception(const TsanAccess& access, const TsanReport& report, const Places& places,
                        const RaceNames& names) {
    const std::vector<Call> calls = calls_of(access.frames, places);
    const bool vptr = report.title.starts_with("data race on vptr") && !calls.empty() &&
                      contains(function_of(calls.front()), "::~");
    if (!vptr && !frees(calls, names))
        return false;
    if (calls.size() > 1 && outside(calls[1], names) && is_error_destructor(function_of(calls[1])))
        return true;
    return std::any_of(calls.begin(), calls.end(), [&](const Call& call) {
        return outside(call, names) &&
               function_of(call) == "std::__exception_ptr::exception_ptr::_M_release()";
    });
}

} // namespace

Access locate(const TsanAccess& access, const TsanReport& report, const Places& places,
              const RaceNames& names) {
    const std::vector<Call> calls = calls_of(access.frames, places);
    const std::size_t at = innermost_line(calls, names);
    const auto inner_end = calls.begin() + static_cast<std::ptrdiff_t>(at);
    const bool below_checks = any_in({calls.begin(), inner_end}, names.checks);

    Access found{.does = word_for(access, report, calls, at, names),
                 .atomic = access.does.starts_with("atomic "),
                 .main_thread = access.thread == "main thread",
                 .thread = access.thread,
                 .mutexes = access.mutexes};
    if (at < calls.size()) {
        found.whose = below_checks ? Whose::task : Whose::submission;
        found.line = line_of(calls[at], names);
    } else if (below_checks) {
        found.line = start_line(access.thread, report, places, names);
        found.whose = found.line > 0 ? Whose::task : Whose::caller;
    } else if (all_unknown(calls, names)) {
        found.whose = Whose::submission;
    }
    return found;
}

bool known_false(const TsanReport& report, const Places& places, const RaceNames& names) {
    if (report.kind != TsanKind::data_race || report.accesses.size() < 2)
        return false;
    const auto& accesses = report.accesses;
    return std::all_of(accesses.begin(), accesses.end(),
                       [&](const TsanAccess& access) {
                           return in_atomic_shared_ptr(access, places, names);
                       }) ||
           std::any_of(accesses.begin(), accesses.end(), [&](const TsanAccess& access) {
               return releases_exception(access, report, places, names);
           });
}

} // namespace threadlab::judge
