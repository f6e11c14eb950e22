#include "judge/finding.hpp"

#include "scorecard/diagnosis.hpp"

#include <algorithm>
#include <cmath>

namespace threadlab::judge {

using scorecard::CheckStatus;

std::optional<double> find_measure(const Measures& measures, const std::string& name) {
    const auto found = std::find_if(measures.begin(), measures.end(),
                                    [&](const auto& entry) { return entry.first == name; });
    return found == measures.end() || !std::isfinite(found->second) ? std::nullopt
                                                                    : std::optional(found->second);
}

std::string known_diagnosis(const std::string& code) {
    return scorecard::find_diagnosis(code) == nullptr ? "wrong-result" : code;
}

Finding passed() {
    return {};
}

Finding failed(std::string diagnosis, std::string message, std::string at) {
    Finding finding;
    finding.status = CheckStatus::failed;
    finding.diagnosis = std::move(diagnosis);
    finding.message = std::move(message);
    finding.at = std::move(at);
    return finding;
}

Finding skipped(std::string reason) {
    Finding finding;
    finding.status = CheckStatus::skipped;
    finding.reason = std::move(reason);
    return finding;
}

Finding ungraded(std::string reason) {
    Finding finding;
    finding.status = CheckStatus::ungraded;
    finding.reason = std::move(reason);
    return finding;
}

} // namespace threadlab::judge
