// What threadlab-unpack says of an archive, when the archive has taken it over: its index up to the
// first NUL, which an index cannot hold, and behind that the files' contents.

#include "batch/index.hpp"
#include "intake.hpp"
#include "target.hpp"

#include <algorithm>
#include <string>

using namespace threadlab;
using batch::read_index;
using fuzz::require;

namespace {

std::string written(const batch::Listing& listing) {
    std::string index;
    for (const batch::Entry& entry : listing.entries) {
        const bool is_file = entry.kind == batch::EntryKind::file;
        const auto number = is_file ? static_cast<std::int64_t>(entry.text.size()) : entry.count;
        index += batch::index_line(entry.kind, entry.special_bits, number, entry.name);
    }
    return index + batch::end_line(listing.end);
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const batch::Bounds bounds = fuzz::small_bounds();
    const std::string_view text = fuzz::text_of(data, size);
    const std::size_t end = std::min(text.find('\0'), text.size());
    const std::string index(text.substr(0, end));
    const std::string contents(text.substr(std::min(end + 1, text.size())));
    const auto listing = read_index(index, contents, bounds);
    if (!listing) {
        return 0;
    }
    require(written(*listing) == index, "nothing is an index but what the unpacker writes");
    std::string taken;
    for (const batch::Entry& entry : listing->entries) {
        taken += entry.text;
    }
    require(taken == contents, "each byte is of one file");
    require(!read_index(index + index, contents + contents, bounds), "two indexes are none");
    require(!read_index(index + "\n", contents, bounds), "one with something behind it is none");
    require(!read_index("\n" + index, contents, bounds), "one with something before it is none");
    require(!read_index(index.substr(0, index.size() - 1), contents, bounds),
            "one that was cut off is none");
    require(!read_index(index, contents + "x", bounds), "no byte is left over");
    fuzz::require_sound_intake(*listing);
    return 0;
}
