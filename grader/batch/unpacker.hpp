// Walks through an archive with libarchive, and tells what is in it. Makes no file: no name, link
// or permission of the archive ever meets a file system.
#pragma once

#include "batch/bounds.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct archive; // libarchive's

namespace threadlab::batch {

struct FreeReader {
    void operator()(archive* reader) const;
};
using Reader = std::unique_ptr<archive, FreeReader>;

// For the kinds of archives that students send; no archive is open in it.
Reader new_reader();

using Sink = std::function<void(std::string_view)>;

// Reads the archive that is open in `reader` and has `archive_size` bytes. `contents` gets those of
// the files whose names end in one of `suffixes`, one after the other. Returns the index of all
// entries (index.hpp). Names that an archive says are Unicode need a locale of UTF-8.
std::string unpack(archive* reader, std::int64_t archive_size, const Bounds& bounds,
                   const std::vector<std::string>& suffixes, const Sink& contents);

} // namespace threadlab::batch
