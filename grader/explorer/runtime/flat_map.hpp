// A hash table for addresses and hashes, for what is looked up at every step: one array, no
// allocation per entry.
#pragma once

#include "explorer/runtime/arena.hpp"

#include <cstdint>
#include <utility>

namespace threadlab::explorer {

// The finaliser of MurmurHash3 (Appleby).
inline std::uint64_t mixed(std::uint64_t value) {
    value ^= value >> 33U;
    value *= 0xff51afd7ed558ccdULL;
    value ^= value >> 33U;
    value *= 0xc4ceb9fe1a85ec53ULL;
    return value ^ (value >> 33U);
}

// Cheaper, for keys that differ in their lower bits: the upper half of a product (Knuth, The Art of
// Computer Programming 3, 6.4).
inline std::uint64_t spread(std::uint64_t value) {
    return (value * 0x9e3779b97f4a7c15ULL) >> 32U;
}

// Keys other than 0. Nothing is ever taken out. References hold until the next key is added.
template <typename Value>
class FlatMap {
public:
    // The value at `key`, a new one if there was none; and whether it is new.
    std::pair<Value&, bool> insert(std::uint64_t key) {
        if (2 * (size_ + 1) > entries_.size()) {
            grow();
        }
        Entry& entry = entries_[slot_of(key)];
        const bool is_new = entry.key == 0;
        entry.key = key;
        size_ += is_new ? 1 : 0;
        return {entry.value, is_new};
    }

    // Null if there is none.
    Value* find(std::uint64_t key) {
        if (entries_.empty()) {
            return nullptr;
        }
        Entry& entry = entries_[slot_of(key)];
        return entry.key == 0 ? nullptr : &entry.value;
    }

private:
    struct Entry {
        std::uint64_t key = 0;
        Value value{};
    };

    std::size_t slot_of(std::uint64_t key) const {
        const std::size_t last = entries_.size() - 1;
        std::size_t slot = spread(key) & last;
        while (entries_[slot].key != 0 && entries_[slot].key != key) {
            slot = (slot + 1) & last;
        }
        return slot;
    }

    void grow() {
        constexpr std::size_t least = 128;
        arena::Vector<Entry> before(entries_.empty() ? least : 2 * entries_.size());
        before.swap(entries_);
        for (Entry& entry : before) {
            if (entry.key != 0) {
                entries_[slot_of(entry.key)] = std::move(entry);
            }
        }
    }

    arena::Vector<Entry> entries_; // a power of two
    std::size_t size_ = 0;
};

} // namespace threadlab::explorer
