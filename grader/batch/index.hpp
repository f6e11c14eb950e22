// What threadlab-unpack says of an archive, as lines of text: the one format that both sides share.
//
//   <kind> <bits> <number> <name>     an entry; number: bytes of a file, else Entry::count
//   end <why>                         the last line
//
// `kind` and `why` are the words of the enumerations in entry.hpp, `bits` is 0 or 1, the name is
// percent-encoded, or "-" if it is empty. The files' contents follow one another in another stream.
#pragma once

#include "batch/bounds.hpp"
#include "batch/entry.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace threadlab::batch {

std::string index_line(EntryKind kind, bool special_bits, std::int64_t number,
                       std::string_view name);
std::string end_line(End end);

// Nothing if `index` is not exactly such lines, if its numbers go beyond `bounds`, or if its files
// are not together as long as `contents`. Who wrote both is not trusted.
std::optional<Listing> read_index(std::string_view index, std::string_view contents,
                                  const Bounds& bounds);

} // namespace threadlab::batch
