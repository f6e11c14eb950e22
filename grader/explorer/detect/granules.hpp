// What is known of a program's memory, eight bytes at a time. To make such a table anew for each
// schedule would cost more than all accesses of a small program: it is kept, and where another
// schedule has left something, what counts is what the schedules' common beginning had left there,
// or nothing.
#pragma once

#include "explorer/runtime/arena.hpp"
#include "explorer/runtime/board.hpp"
#include "explorer/runtime/flat_map.hpp"

#include <array>
#include <cstdint>

namespace threadlab::explorer {

// An access to a granule.
struct Access {
    std::uintptr_t pc = 0;
    std::uint32_t tick = 0; // of the thread's own clock
    std::uint32_t stack = 0;
    std::int32_t offset = 0; // of what was accessed as a whole, from the granule
    std::int16_t thread = 0;
    std::uint8_t bytes = 0; // of the granule, a bit each
    Does does : 7 = Does::read;
    bool atomic : 1 = false;

    bool writes() const { return does != Does::read; }
};

// Begins a line of the processor's caches, so that those with few accesses take only one.
struct alignas(64) Granule {
    std::uint32_t schedule = 0; // that this is about
    std::int16_t first = -1;    // the thread that touched it first
    std::uint8_t count = 0;     // of `few` that are used
    bool shared : 1 = false;    // another thread has touched it, too
    bool visible : 1 = false;   // accesses are steps: for whoever decides that
    bool plain : 1 = false;     // so far there were plain accesses by `first` only, and no steps
    bool begun : 1 = false;     // the beginning that schedules have in common has touched it
    std::uint32_t answer = 0;   // to whether it is shared, kept for whoever asks that
    std::uint32_t more = 0;     // where the further accesses are; 0: there are none
    std::array<Access, 4> few{};

    // Nobody has touched it.
    void forget() {
        first = -1;
        shared = visible = plain = false;
        count = 0;
        more = 0;
    }
};

class Granules {
public:
    // All of them, for one schedule: untouched.
    Granules();

    // That of the address. The reference holds as long as the process.
    Granule& at(std::uintptr_t address) { return renewed(page_of(address)[index_of(address)]); }
    // The same granule, as this schedule has left it.
    Granule& renewed(Granule& granule) {
        if (!is_of_now(granule)) {
            renew(granule);
        }
        return granule;
    }

    // All schedules from now on begin with what this one has done so far.
    void keep_beginning();
    // The next one of them begins.
    void return_to_beginning() { schedule_ = ++table_.schedules; }

    // The same if it is found at once, as the schedule that touched it last has left it; else null.
    Granule* peek(std::uintptr_t address) {
        const Page& page = first_page(address);
        return page.key == key_of(address) ? &page.granules[index_of(address)] : nullptr;
    }
    // Whether that was this schedule.
    bool is_of_now(const Granule& granule) const { return granule.schedule == schedule_; }

    // What another schedule has left there counts for nothing. Returns whether nobody has touched
    // it.
    bool renew(Granule& granule) {
        const bool untouched = !granule.begun;
        if (untouched) {
            granule.forget();
            ++touched_;
        } else {
            granule = kept_of(granule);
        }
        granule.schedule = schedule_;
        return untouched;
    }

    // How many of them the schedule has touched.
    std::size_t touched() const { return touched_; }

    // The same if it was touched, else null.
    Granule* find(std::uintptr_t address) {
        const Page& page = table_.page[slot_of(key_of(address))];
        if (page.key == 0) {
            return nullptr;
        }
        Granule& granule = page.granules[index_of(address)];
        if (!is_of_now(granule) && granule.begun) {
            renew(granule);
        }
        return is_of_now(granule) ? &granule : nullptr;
    }

private:
    static constexpr std::uintptr_t page_size = 4096;
    static constexpr std::size_t granules_per_page = page_size / granule_size;
    static constexpr std::size_t most_slots = std::size_t{1} << 18;

    struct Page {
        std::uintptr_t key = 0; // its number and one; 0: none
        // As many again follow: those of the common beginning, as it has left them.
        Granule* granules = nullptr;
    };
    // A hash table, of which the first so many slots are used: a power of two, and no more than
    // needed, so that it stays in the processor's caches.
    struct Table {
        std::uint32_t schedules;
        std::uint32_t pages;
        std::size_t slots;
        std::array<Page, most_slots> page;
    };

    static Granule& kept_of(Granule& granule) { return *(&granule + granules_per_page); }

    static std::uintptr_t key_of(std::uintptr_t address) { return address / page_size + 1; }

    static std::size_t index_of(std::uintptr_t address) {
        return address % page_size / granule_size;
    }

    std::size_t slot_of(std::uintptr_t key) const {
        const std::size_t last = table_.slots - 1;
        std::size_t slot = spread(key) & last;
        while (table_.page[slot].key != 0 && table_.page[slot].key != key) {
            slot = (slot + 1) & last;
        }
        return slot;
    }

    // Where it is looked for first.
    const Page& first_page(std::uintptr_t address) const {
        return table_.page[spread(key_of(address)) & (table_.slots - 1)];
    }

    Granule* page_of(std::uintptr_t address) {
        const std::uintptr_t key = key_of(address);
        if (const Page& page = first_page(address); page.key == key) {
            return page.granules;
        }
        const Page& page = table_.page[slot_of(key)];
        return page.key == 0 ? add(key) : page.granules;
    }

    Granule* add(std::uintptr_t key);
    void grow();

    Table& table_;
    std::uint32_t schedule_;
    std::size_t touched_ = 0;
};

} // namespace threadlab::explorer
