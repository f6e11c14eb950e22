#include "judge/finding.hpp"

namespace threadlab::judge {

using scorecard::CheckStatus;

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
