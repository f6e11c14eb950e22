#include "explorer/runtime/snapshot.hpp"

#include "explorer/runtime/heap.hpp"
#include "explorer/runtime/system.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <sys/mman.h>
#include <sys/syscall.h>

namespace threadlab::explorer {
namespace {

constexpr std::uintptr_t page_size = 4096;

// Beyond, putting back costs more than a new process.
constexpr std::size_t most_pages = 8192;

std::uintptr_t page_of(std::uintptr_t address) {
    return address & ~(page_size - 1);
}

void protect(std::uintptr_t begin, std::uintptr_t end, int how) {
    if (system::call(SYS_mprotect, static_cast<long>(begin), static_cast<long>(end - begin), how) !=
        0) {
        system::give_up("memory cannot be protected");
    }
}

bool is_zero(std::uintptr_t page) {
    const auto* words = reinterpret_cast<const std::uint64_t*>(page);
    return std::all_of(words, words + page_size / sizeof *words,
                       [](std::uint64_t word) { return word == 0; });
}

arena::String read_mappings() {
    arena::String text;
    const long file =
        system::call(SYS_openat, AT_FDCWD, reinterpret_cast<long>("/proc/self/maps"), O_RDONLY, 0);
    if (file < 0) {
        system::give_up("/proc/self/maps cannot be read");
    }
    constexpr std::size_t piece = 4096;
    long got = 0;
    do {
        const std::size_t before = text.size();
        text.resize(before + piece);
        got = system::call(SYS_read, file, reinterpret_cast<long>(text.data() + before), piece);
        text.resize(before + static_cast<std::size_t>(std::max(got, 0L)));
    } while (got > 0);
    system::call(SYS_close, file);
    return text;
}

// A line of /proc/self/maps (proc(5)).
struct Mapping {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    bool is_private_and_writable = false;
    bool is_of_a_file = false;
};

Mapping read_mapping(std::string_view line) {
    constexpr int hexadecimal = 16;
    Mapping mapping;
    const char* const end = line.end();
    const char* at = std::from_chars(line.begin(), end, mapping.begin, hexadecimal).ptr;
    at = std::from_chars(at + 1, end, mapping.end, hexadecimal).ptr;
    const std::string_view permissions(at + 1, 4);
    mapping.is_private_and_writable = permissions.starts_with("rw") && permissions.ends_with("p");
    mapping.is_of_a_file = line.find('/') != std::string_view::npos;
    return mapping;
}

// Of each page of the range, whether it was ever touched: what /proc/self/pagemap calls present or
// swapped.
arena::Vector<bool> touched_pages(std::uintptr_t begin, std::uintptr_t end) {
    constexpr std::uint64_t present_or_swapped = std::uint64_t{3} << 62U;
    const std::size_t count = (end - begin) / page_size;
    arena::Vector<std::uint64_t> entries(count, present_or_swapped);
    const long file = system::call(SYS_openat, AT_FDCWD,
                                   reinterpret_cast<long>("/proc/self/pagemap"), O_RDONLY, 0);
    if (file >= 0) { // if not, they are all looked at
        system::call(SYS_pread64, file, reinterpret_cast<long>(entries.data()),
                     static_cast<long>(count * sizeof(std::uint64_t)),
                     static_cast<long>(begin / page_size * sizeof(std::uint64_t)));
        system::call(SYS_close, file);
    }
    arena::Vector<bool> touched(count);
    for (std::size_t i = 0; i < count; ++i) {
        touched[i] = (entries[i] & present_or_swapped) != 0;
    }
    return touched;
}

} // namespace

Snapshot::Snapshot(arena::Range apart, arena::Range open) {
    opened_.reserve(most_pages);
    add_everything(apart);
    for (std::uintptr_t at = page_of(open.begin); at < open.end; at += page_size) {
        note_opened(at);
    }
    std::for_each(regions_.begin(), regions_.end(), protect_closed);
}

void Snapshot::add_everything(arena::Range apart) {
    add_mappings(apart);
    for (const heap::Range& range : heap::ranges()) {
        const std::uintptr_t used = page_of(range.used + page_size - 1);
        add(range.begin, used, false);
        add_zero(used, range.end);
    }
    const arena::Range passing = arena::passing_that_stays();
    add(passing.begin, passing.end, false);
    std::sort(regions_.begin(), regions_.end(),
              [](const Region& a, const Region& b) { return a.begin < b.begin; });
}

void Snapshot::add_mappings(arena::Range apart) {
    const arena::String text = read_mappings();
    const auto is_apart = [&](std::uintptr_t address) {
        const auto ranges = heap::ranges();
        return arena::is_inside(address) || (address >= apart.begin && address < apart.end) ||
               std::any_of(ranges.begin(), ranges.end(), [&](const heap::Range& range) {
                   return address >= range.begin && address < range.end;
               });
    };
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size() - 1);
        const Mapping mapping = read_mapping(rest.substr(0, end));
        rest.remove_prefix(end + 1);
        if (mapping.is_private_and_writable && !is_apart(mapping.begin)) {
            add(mapping.begin, mapping.end, mapping.is_of_a_file);
        }
    }
}

void Snapshot::add(std::uintptr_t begin, std::uintptr_t end, bool of_a_file) {
    const arena::Vector<bool> touched = touched_pages(begin, end);
    const auto is_zero_at = [&](std::uintptr_t at) {
        return (!of_a_file && !touched[(at - begin) / page_size]) || is_zero(at);
    };
    for (std::uintptr_t at = begin; at < end;) {
        const bool zero = is_zero_at(at);
        const std::uintptr_t start = at;
        while (at < end && is_zero_at(at) == zero) {
            at += page_size;
        }
        zero ? add_zero(start, at) : add_saved(start, at);
    }
}

void Snapshot::add_saved(std::uintptr_t begin, std::uintptr_t end) {
    char* saved = static_cast<char*>(arena::allocate(end - begin));
    std::memcpy(saved, reinterpret_cast<const void*>(begin), end - begin);
    regions_.push_back({begin, end, saved, false, arena::Vector<bool>((end - begin) / page_size)});
}

void Snapshot::add_zero(std::uintptr_t begin, std::uintptr_t end) {
    if (begin < end) {
        regions_.push_back(
            {begin, end, nullptr, false, arena::Vector<bool>((end - begin) / page_size)});
    }
}

Snapshot::Region* Snapshot::find(std::uintptr_t address) {
    const auto behind =
        std::upper_bound(regions_.begin(), regions_.end(), address,
                         [](std::uintptr_t at, const Region& region) { return at < region.begin; });
    return behind == regions_.begin() || address >= (behind - 1)->end ? nullptr : &*(behind - 1);
}

void Snapshot::protect_closed(const Region& region) {
    if (!region.any_opened) {
        protect(region.begin, region.end, PROT_READ);
        return;
    }
    for (std::uintptr_t at = region.begin; at < region.end; at += page_size) {
        if (!region.opened[(at - region.begin) / page_size]) {
            protect(at, at + page_size, PROT_READ);
        }
    }
}

bool Snapshot::note_opened(std::uintptr_t page) {
    Region* region = find(page);
    if (region == nullptr || region->opened[(page - region->begin) / page_size]) {
        return false;
    }
    region->opened[(page - region->begin) / page_size] = region->any_opened = true;
    worn_ = opened_.size() == most_pages;
    if (!worn_) {
        const std::uintptr_t offset = page - region->begin;
        opened_.push_back({page, region->saved == nullptr ? nullptr : region->saved + offset});
    }
    return true;
}

bool Snapshot::open(std::uintptr_t address) {
    const std::uintptr_t page = page_of(address);
    if (!note_opened(page)) {
        return false;
    }
    protect(page, page + page_size, PROT_READ | PROT_WRITE);
    return true;
}

void Snapshot::open_all(std::uintptr_t address, std::size_t bytes) {
    for (std::uintptr_t at = page_of(address); at < address + bytes; at += page_size) {
        open(at);
    }
}

void Snapshot::restore() {
    for (const Page& page : opened_) {
        void* memory = reinterpret_cast<void*>(page.address);
        if (page.saved == nullptr) {
            std::memset(memory, 0, page_size);
        } else {
            std::memcpy(memory, page.saved, page_size);
        }
    }
}

} // namespace threadlab::explorer
