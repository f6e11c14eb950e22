// How many were inside at once.
#pragma once

#include <atomic>

namespace lab {

// Orders no memory accesses but its own, so that race checks may use it.
class PeakMeter {
public:
    // Held while inside.
    class Entry {
    public:
        explicit Entry(PeakMeter& meter) : meter_(meter) { meter_.enter(); }
        ~Entry() { meter_.inside_.fetch_sub(1, std::memory_order_relaxed); }
        Entry(const Entry&) = delete;
        Entry& operator=(const Entry&) = delete;

    private:
        PeakMeter& meter_;
    };

    // Goes in; whoever holds the result is inside.
    [[nodiscard]] Entry entry() { return Entry(*this); }

    // How many are inside now.
    int inside() const { return inside_.load(std::memory_order_relaxed); }

    // The most that were inside at the same time.
    int peak() const { return peak_.load(std::memory_order_relaxed); }

    // How many have gone in so far.
    int entries() const { return entries_.load(std::memory_order_relaxed); }

private:
    void enter() {
        entries_.fetch_add(1, std::memory_order_relaxed);
        const int now = inside_.fetch_add(1, std::memory_order_relaxed) + 1;
        int peak = peak_.load(std::memory_order_relaxed);
        while (now > peak && !peak_.compare_exchange_weak(peak, now, std::memory_order_relaxed)) {
        }
    }

    std::atomic<int> inside_{0};
    std::atomic<int> peak_{0};
    std::atomic<int> entries_{0};
};

} // namespace lab
