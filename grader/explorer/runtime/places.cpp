#include "explorer/runtime/places.hpp"

#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"

#include <algorithm>
#include <array>
#include <sys/stat.h>
#include <sys/syscall.h>

namespace threadlab::explorer {

constinit bool translates_places = false;

namespace {

struct Mapping {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    std::uintptr_t place = 0; // of its beginning

    std::uintptr_t place_end() const { return place + (end - begin); }
};

// Part of what a fork copies, as the mappings themselves are. More than there is room for are not
// known to be shared.
constinit std::array<Mapping, 64> mappings{};
constinit std::size_t count = 0;
constinit std::uintptr_t tag = 0; // what places have that are this process's own

constexpr unsigned address_bits = 48;
constexpr std::uintptr_t page = 4096;

const Mapping* end_of_mappings() {
    return mappings.begin() + count;
}

template <typename Is>
const Mapping* find(Is is) {
    const Mapping* found = std::find_if(mappings.cbegin(), end_of_mappings(), is);
    return found == end_of_mappings() ? nullptr : found;
}

const Mapping* mapping_of(std::uintptr_t address) {
    return find([&](const Mapping& one) { return address >= one.begin && address < one.end; });
}

// Where nothing of a program lies. Files are told apart by what the kernel knows them by.
std::uintptr_t place_in_file(int file, std::uintptr_t offset) {
    constexpr std::uintptr_t files = 0x0a00'0000'0000;
    constexpr unsigned file_bits = 36;
    struct stat status{};
    if (system::call(SYS_newfstatat, file, reinterpret_cast<long>(""),
                     reinterpret_cast<long>(&status), 0x1000 /* AT_EMPTY_PATH */) != 0) {
        return 0;
    }
    auto& known = world->files;
    auto found = std::find_if(known.begin(), known.end(), [&](const File& one) {
        return one.device == status.st_dev && one.node == status.st_ino;
    });
    if (found == known.end()) {
        found = known.insert(found, {status.st_dev, status.st_ino});
    }
    return files + (static_cast<std::uintptr_t>(found - known.begin()) << file_bits) + offset;
}

void add(const Mapping& mapping) {
    if (mapping.begin < mapping.end && count < mappings.size()) {
        mappings[count++] = mapping;
    }
}

void note_whether_to_translate() {
    translates_places =
        tag != 0 || find([](const Mapping& one) { return one.place != one.begin; }) != nullptr;
}

} // namespace

std::uintptr_t translated(std::uintptr_t address) {
    const Mapping* mapping = mapping_of(address);
    return mapping == nullptr ? address | tag : mapping->place + (address - mapping->begin);
}

std::uintptr_t translated_back(std::uintptr_t place) {
    const Mapping* mapping =
        find([&](const Mapping& one) { return place >= one.place && place < one.place_end(); });
    return mapping == nullptr ? place & ((std::uintptr_t{1} << address_bits) - 1)
                              : mapping->begin + (place - mapping->place);
}

bool is_between_processes(std::uintptr_t address) {
    return mapping_of(address) != nullptr;
}

std::uintptr_t own_place_at(std::uintptr_t address) {
    return address | tag;
}

void add_shared_mapping(std::uintptr_t address, std::size_t bytes, int file,
                        std::uintptr_t offset) {
    remove_mapping(address, bytes);
    const std::uintptr_t end = address + ((bytes + page - 1) & ~(page - 1));
    const std::uintptr_t in_file = file < 0 ? 0 : place_in_file(file, offset);
    add({address, end, in_file == 0 ? address | tag : in_file});
    note_whether_to_translate();
}

void remove_mapping(std::uintptr_t address, std::size_t bytes) {
    const std::uintptr_t end = address + ((bytes + page - 1) & ~(page - 1));
    const auto before = mappings;
    const std::size_t all = count;
    count = 0;
    for (std::size_t i = 0; i < all; ++i) {
        const Mapping& one = before[i];
        // What is left of it on either side.
        add({one.begin, std::min(one.end, address), one.place});
        const std::uintptr_t rest = std::max(one.begin, end);
        add({rest, one.end, one.place + (rest - one.begin)});
    }
    note_whether_to_translate();
}

void own_memory(int process) {
    tag = static_cast<std::uintptr_t>(process) << address_bits;
    note_whether_to_translate();
}

} // namespace threadlab::explorer
