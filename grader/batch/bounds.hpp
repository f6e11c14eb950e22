// How much of what was handed in is taken in at most.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace threadlab::batch {

// One top folder (a student's, in a class's) cannot use up what the others need.
struct Bounds {
    std::int64_t archive_bytes = std::int64_t{1} << 30;
    std::int64_t file_bytes = std::int64_t{1} << 20;
    std::int64_t bytes_each = std::int64_t{8} << 20; // a top folder
    std::int64_t bytes = std::int64_t{128} << 20;    // of all files that are taken out
    std::int64_t entries_each = 2'000;               // a top folder
    std::int64_t entries = 50'000;                   // that are named
    std::int64_t name_bytes = std::int64_t{7} << 20; // of all names, as the index writes them
    std::int64_t unpacked_bytes = std::int64_t{2} << 30;
    std::int64_t unpacked_per_byte = 200; // of the archive, beyond `unpacked_free`
    std::int64_t unpacked_free = std::int64_t{16} << 20;
    std::int64_t depth = 32; // of folders in folders

    bool operator==(const Bounds&) const = default;
};

// As arguments for threadlab-unpack, and back; nothing if they are not what to_words makes.
std::vector<std::string> to_words(const Bounds& bounds);
std::optional<Bounds> from_words(const std::vector<std::string>& words);

} // namespace threadlab::batch
