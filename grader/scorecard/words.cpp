#include "scorecard/words.hpp"

#include <algorithm>
#include <utility>

namespace threadlab::scorecard {
namespace {

using std::string_view;

constexpr string_view steps[] = {
    "read",      "write",  "update", "atomic-read", "atomic-write", "atomic-update", "allocate",
    "free",      "lock",   "unlock", "try-lock",    "wait",         "wake",          "signal",
    "broadcast", "create", "join",   "detach",      "exit",         "sleep",         "acquire",
    "release",   "arrive", "throw",  "catch",       "call",         "return",        "destroy",
    "fork",      "open",   "close",  "yield",       "fence",        "compute",
};
constexpr string_view isolations[] = {"full", "limits", "none"};
constexpr string_view isolation_lacks[] = {"landlock"};
constexpr string_view visibilities[] = {"hidden", "after_due_date"};

constexpr std::pair<CheckStatus, string_view> check_statuses[] = {
    {CheckStatus::passed, "passed"},
    {CheckStatus::failed, "failed"},
    {CheckStatus::skipped, "skipped"},
    {CheckStatus::ungraded, "ungraded"},
};
constexpr std::pair<SubmissionStatus, string_view> submission_statuses[] = {
    {SubmissionStatus::graded, "graded"},     {SubmissionStatus::does_not_build, "does-not-build"},
    {SubmissionStatus::rejected, "rejected"}, {SubmissionStatus::forged, "forged"},
    {SubmissionStatus::ungraded, "ungraded"},
};

template <typename Table, typename Status>
std::string word_of(const Table& table, Status status) {
    const auto* const row = std::ranges::find(table, status, [](const auto& r) { return r.first; });
    return std::string(row->second);
}

template <typename Status, std::size_t size>
std::optional<Status> status_of(const std::pair<Status, string_view> (&table)[size],
                                string_view word) {
    const auto* const row = std::ranges::find(table, word, [](const auto& r) { return r.second; });
    return row == std::end(table) ? std::nullopt : std::optional(row->first);
}

} // namespace

std::span<const string_view> step_words() {
    return steps;
}
std::span<const string_view> isolation_words() {
    return isolations;
}
std::span<const string_view> isolation_lack_words() {
    return isolation_lacks;
}
std::span<const string_view> visibility_words() {
    return visibilities;
}

std::string to_string(CheckStatus status) {
    return word_of(check_statuses, status);
}
std::string to_string(SubmissionStatus status) {
    return word_of(submission_statuses, status);
}

std::optional<CheckStatus> check_status(string_view word) {
    return status_of(check_statuses, word);
}
std::optional<SubmissionStatus> submission_status(string_view word) {
    return status_of(submission_statuses, word);
}

} // namespace threadlab::scorecard
