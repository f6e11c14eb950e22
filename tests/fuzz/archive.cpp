// An archive that was handed in, as threadlab-unpack walks through it, and what the grader makes of
// that. libarchive itself is not instrumented: it runs in the sandbox.

#include "batch/index.hpp"
#include "batch/unpacker.hpp"
#include "intake.hpp"
#include "target.hpp"

#include <archive.h>
#include <clocale>
#include <string>

using namespace threadlab;
using fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::setlocale(LC_ALL, "C.UTF-8");
    const batch::Bounds bounds = fuzz::small_bounds();
    const batch::Reader reader = batch::new_reader();
    if (archive_read_open_memory(reader.get(), data, size) != ARCHIVE_OK) {
        return 0;
    }
    std::string contents;
    const std::string index =
        batch::unpack(reader.get(), static_cast<std::int64_t>(size), bounds, {".cpp"},
                      [&](std::string_view text) { contents += text; });
    const auto listing = batch::read_index(index, contents, bounds);
    require(listing.has_value(), "whatever the archive is, its index can be read");
    fuzz::require_sound_intake(*listing);
    return 0;
}
