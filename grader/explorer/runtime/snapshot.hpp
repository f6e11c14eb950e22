// Everything writable, put back as it was: what lets a process run one schedule after another, each
// as if it were the first. Pages are written to only after a fault that tells of it, and from then
// on are put back every time: after a few schedules nothing faults any more.
#pragma once

#include "explorer/runtime/arena.hpp"

#include <cstdint>

namespace threadlab::explorer {

class Snapshot {
public:
    // Of all private writable memory of this process as it is now, but for `apart`, where the
    // caller's stack lies, and what the runtime's arena has besides arena::passing_that_stays().
    // Pages of `open` can be written to at once: the kernel writes there, too, and does not wait
    // for us.
    Snapshot(arena::Range apart, arena::Range open);

    // If the address was only waiting to be written to, makes that possible and returns true. For
    // the handler of SIGSEGV.
    bool open(std::uintptr_t address);

    // Makes the pages of that memory writable beforehand, for a system call that writes there.
    void open_all(std::uintptr_t address, std::size_t bytes);

    // Puts everything back.
    void restore();

    // Whether so many pages were written to that a new process is cheaper.
    bool is_worn() const { return worn_; }

private:
    // Some pages next to each other that were alike when the snapshot was taken.
    struct Region {
        std::uintptr_t begin = 0;
        std::uintptr_t end = 0;
        const char* saved = nullptr; // null: all zero
        bool any_opened = false;
        arena::Vector<bool> opened; // by page
    };
    struct Page {
        std::uintptr_t address = 0;
        const char* saved = nullptr; // null: all zero
    };

    void add_everything(arena::Range apart);
    void add_mappings(arena::Range apart);
    void add(std::uintptr_t begin, std::uintptr_t end, bool of_a_file);
    void add_saved(std::uintptr_t begin, std::uintptr_t end);
    void add_zero(std::uintptr_t begin, std::uintptr_t end);
    Region* find(std::uintptr_t address);
    bool note_opened(std::uintptr_t page);
    static void protect_closed(const Region& region);

    arena::Vector<Region> regions_; // by address
    arena::Vector<Page> opened_;    // never grows: it is written to in the middle of a schedule
    bool worn_ = false;
};

} // namespace threadlab::explorer
