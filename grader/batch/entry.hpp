// What stands in a folder or an archive that was handed in, before anybody has judged it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace threadlab::batch {

enum class EntryKind {
    file,  // taken out, `text` is all of it
    other, // a file that nobody asks for: its contents were not looked at
    folder,
    symbolic_link,
    hard_link,
    special,     // a FIFO, a device, a socket
    too_large,   // a file of more bytes than Bounds::file_bytes
    over_budget, // a file that would have gone beyond the bytes for its top folder, or for all
    encrypted,
    damaged,    // cut off, or its checksum is wrong
    unreadable, // the system does not let it be read
    changed,    // it changed while it was read
    too_deep,   // a folder below more than Bounds::depth others
    folded,     // a folder whose `count` entries were not looked at, as nobody needs them
    more,       // a top folder of which `count` entries more than Bounds::entries_each were found
};

struct Entry {
    EntryKind kind = EntryKind::other;
    std::string name;          // as it was given: any bytes
    bool special_bits = false; // setuid, setgid or sticky
    std::int64_t count = 0;
    std::string text;
};

// Why reading ended.
enum class End {
    all,       // everything was read
    entries,   // more entries than Bounds::entries
    names,     // the names took more than Bounds::name_bytes
    unpacked,  // more than Bounds::unpacked_bytes came out of it
    ratio,     // much more came out than an archive of this size can honestly hold
    encrypted, // even the names are
    broken,    // cut off or damaged: what follows cannot be read
    unknown,   // no archive of a kind that is read
    layers,    // compressed more than once
};

struct Listing {
    std::vector<Entry> entries;
    End end = End::all;
};

} // namespace threadlab::batch
