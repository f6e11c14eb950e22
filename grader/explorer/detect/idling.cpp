#include "explorer/detect/idling.hpp"

#include <algorithm>
#include <utility>

namespace threadlab::explorer {
namespace {

// A loop that reads the same for a reason ends sooner; one that waits does not end at all.
constexpr std::uint32_t spin_limit = 2000;
constexpr std::uint32_t sleep_limit = 24;

} // namespace

Idling::Sign Idling::look_at(const Step& step) {
    switch (step.operation.does) {
    case Does::read:
        return on_read(step);
    case Does::write:
    case Does::update:
        if (step.before == step.after) {
            return on_read(step);
        }
        break;
    case Does::try_lock:
        if (!step.outcome) {
            looked_ = true;
            return ++vain_tries_ >= spin_limit ? Sign::spins : Sign::none;
        }
        break;
    case Does::lock:
        // Who waits for a lock gives up the processor, as std::lock does between its tries.
        vain_tries_ = 0;
        if (step.how == How::timed_out) {
            unchanged_ = 0;
        } else {
            ++locks_;
        }
        return Sign::none;
    case Does::unlock:
        locks_ -= locks_ > 0 ? 1 : 0;
        return Sign::none; // what matters is what is done under the lock
    case Does::compute:
        return Sign::none;
    case Does::yield:
        unchanged_ = vain_tries_ = 0;
        return Sign::none;
    case Does::sleep:
        return on_sleep(step);
    default:
        break;
    }
    forget();
    return Sign::none;
}

Idling::Sign Idling::on_read(const Step& step) {
    const Operation& operation = step.operation;
    if (!operation.atomic && locks_ == 0) {
        return Sign::none;
    }
    auto* const end = reads_.begin() + std::min(count_, reads_.size());
    auto* const known = std::find_if(reads_.begin(), end, [&](const Read& read) {
        return read.pc == operation.pc && read.object == operation.object;
    });
    if (known != end && known->value == step.before) {
        looked_ = true;
        return ++unchanged_ >= spin_limit ? Sign::spins : Sign::none;
    }
    unchanged_ = 0;
    sleeps_ = known == end ? sleeps_ : 0;
    Read& place = known == end ? reads_[count_++ % reads_.size()] : *known;
    place = {operation.pc, operation.object, step.before};
    return Sign::none;
}

Idling::Sign Idling::on_sleep(const Step& step) {
    unchanged_ = 0;
    if (!std::exchange(looked_, false) || step.operation.pc != sleep_pc_) {
        sleep_pc_ = step.operation.pc;
        sleeps_ = 0;
        return Sign::none;
    }
    return ++sleeps_ >= sleep_limit ? Sign::polls : Sign::none;
}

void Idling::forget() {
    count_ = 0;
    unchanged_ = sleeps_ = vain_tries_ = 0;
    looked_ = false;
}

} // namespace threadlab::explorer
