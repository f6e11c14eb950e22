#include "explorer/detect/happens_before.hpp"

namespace threadlab::explorer {
namespace {

bool acquires(Order order) {
    return order != Order::relaxed && order != Order::release;
}

bool releases(Order order) {
    return order == Order::release || order == Order::acq_rel || order == Order::seq_cst;
}

} // namespace

void HappensBefore::acquire(Thread& thread, std::uintptr_t object) {
    if (const auto found = clocks_.find(object); found != clocks_.end()) {
        thread.clock.join(found->second);
    }
}

void HappensBefore::release(Thread& thread, std::uintptr_t object) {
    clocks_[object].join(thread.clock);
    thread.clock.tick(thread.id);
}

void HappensBefore::atomic_load(Thread& thread, std::uintptr_t object, Order order) {
    const auto found = clocks_.find(object);
    if (found == clocks_.end()) {
        return;
    }
    (acquires(order) ? thread.clock : thread.to_acquire).join(found->second);
}

void HappensBefore::atomic_store(Thread& thread, std::uintptr_t object, Order order) {
    VectorClock& clock = clocks_[object];
    // A store begins a new release sequence, headed by itself or by the fence before it.
    clock = releases(order) ? thread.clock : thread.released;
    if (releases(order)) {
        thread.clock.tick(thread.id);
    }
}

void HappensBefore::atomic_update(Thread& thread, std::uintptr_t object, Order order) {
    VectorClock& clock = clocks_[object];
    (acquires(order) ? thread.clock : thread.to_acquire).join(clock);
    clock.join(releases(order) ? thread.clock : thread.released);
    if (releases(order)) {
        thread.clock.tick(thread.id);
    }
}

void HappensBefore::fence(Thread& thread, Order order) {
    if (acquires(order)) {
        thread.clock.join(thread.to_acquire);
    }
    if (releases(order)) {
        thread.released = thread.clock;
        thread.clock.tick(thread.id);
    }
}

void HappensBefore::forget(std::uintptr_t begin, std::uintptr_t end) {
    clocks_.erase(clocks_.lower_bound(begin), clocks_.lower_bound(end));
}

} // namespace threadlab::explorer
