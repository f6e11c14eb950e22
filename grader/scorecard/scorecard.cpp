#include "scorecard/scorecard.hpp"

#include <algorithm>

namespace threadlab::scorecard {

bool has_ungraded(const Scorecard& card) {
    return card.status == SubmissionStatus::ungraded ||
           std::any_of(card.checks.begin(), card.checks.end(), [](const CheckResult& check) {
               return check.status == CheckStatus::ungraded;
           });
}

} // namespace threadlab::scorecard
