#include "judge/tally.hpp"

#include <algorithm>

namespace threadlab::judge {

namespace {

using scorecard::CheckResult;
using scorecard::CheckStatus;
using scorecard::Scorecard;
using scorecard::SubmissionStatus;

std::string visibility_word(course::Visibility visibility) {
    switch (visibility) {
    case course::Visibility::hidden:
        return "hidden";
    case course::Visibility::after_due_date:
        return "after_due_date";
    case course::Visibility::visible:
        break;
    }
    return "";
}

// What a submission puts into an exception or a name may be as long as it likes.
std::string bounded(std::string text) {
    constexpr std::size_t most = 2000;
    if (text.size() <= most) {
        return text;
    }
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
        --end; // a character is never cut in two
    }
    return text.substr(0, end) + " ...";
}

CheckResult result_of(const course::Check& check, Finding finding) {
    CheckResult result;
    result.id = check.id;
    result.says = check.says;
    result.task = check.task;
    result.visibility = visibility_word(check.visibility);
    result.status = finding.status;
    result.reason = std::move(finding.reason);
    result.points = finding.status == CheckStatus::passed ? check.points : 0;
    result.max = check.points;
    result.varies = check.kind == course::Kind::timing;
    result.diagnosis = std::move(finding.diagnosis);
    result.at = std::move(finding.at);
    result.message = bounded(std::move(finding.message));
    result.schedules = finding.schedules;
    result.claim = std::move(finding.claim);
    result.figure = std::move(finding.figure);
    result.steps = std::move(finding.steps);
    result.also = std::move(finding.also);
    result.notes = std::move(finding.notes);
    result.replay = std::move(finding.replay);
    return result;
}

bool outside_the_grade(const course::Check& check) {
    return check.kind == course::Kind::timing && check.points == 0;
}

void add_up(Scorecard& card) {
    card.score = 0;
    card.max = 0;
    for (const CheckResult& check : card.checks) {
        card.score += check.points;
        card.max += check.status == CheckStatus::ungraded ? 0 : check.max;
    }
}

void take_all_points(Scorecard& card) {
    const auto forged =
        std::find_if(card.checks.begin(), card.checks.end(),
                     [](const CheckResult& check) { return check.diagnosis == "forged-result"; });
    if (forged == card.checks.end()) {
        return;
    }
    card.status = SubmissionStatus::forged;
    card.verdict = {forged->diagnosis, forged->message, forged->at};
    for (CheckResult& check : card.checks) {
        check.points = 0;
    }
}

// Every check with the same finding.
Scorecard tally_all(const course::Exercise& exercise, const Finding& finding) {
    return tally(exercise, std::vector<Finding>(exercise.checks.size(), finding));
}

} // namespace

Scorecard tally(const course::Exercise& exercise, std::vector<Finding> findings) {
    Scorecard card;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        const course::Check& check = exercise.checks[i];
        Finding& finding = findings[i];
        if (finding.timing) {
            card.run.timing.push_back(*finding.timing);
        }
        if (outside_the_grade(check)) {
            continue;
        }
        if (!finding.printed.empty()) {
            constexpr std::size_t most = 4000;
            card.run.printed.push_back({check.id, finding.printed.substr(0, most)});
        }
        card.checks.push_back(result_of(check, std::move(finding)));
    }
    take_all_points(card);
    add_up(card);
    return card;
}

Scorecard tally_unbuilt(const course::Exercise& exercise, const scorecard::Verdict& verdict) {
    Scorecard card = tally_all(exercise, skipped("the submission does not build"));
    card.status = SubmissionStatus::does_not_build;
    card.verdict = verdict;
    return card;
}

Scorecard tally_rejected(const course::Exercise& exercise, const scorecard::Verdict& verdict) {
    Scorecard card = tally_all(exercise, skipped("the submission was turned down"));
    card.status = SubmissionStatus::rejected;
    card.verdict = verdict;
    return card;
}

Scorecard tally_ungraded(const course::Exercise& exercise, const std::string& why) {
    Scorecard card = tally_all(exercise, ungraded(why));
    card.status = SubmissionStatus::ungraded;
    card.reason = why;
    return card;
}

} // namespace threadlab::judge
