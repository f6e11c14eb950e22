// The descriptors through which a harness reports, out of a submission's reach.
#pragma once

#include "harness/record.hpp"

#include <string_view>

namespace threadlab::harness {

// Where ThreadSanitizer's channel for reports is moved.
inline constexpr int own_report = own_record + 1;

// The explorer's runtime moves some more there: from the record's on, these are not the
// submission's. They lie above what code uses that closes its descriptors one by one.
inline constexpr int past_own_descriptors = own_record + 8;

// Moves `descriptor` to `own`, which is closed in programs that are executed. Where it is not open,
// as in a debugger, nothing is sent.
void make_own(int descriptor, int own);

// Moves the channel for the record to own_record.
void take_channel();

// For a harness that writes no reports: what stood where the record was expected, and the channel
// for reports, stay open. Whoever writes there means to answer in the harness's place.
void lay_bait();

// Writes all of `text`, or as much as goes. By a system call in the harness's own code: the C
// library's write() may not write there (see confine.hpp).
void write_own(int descriptor, std::string_view text);

} // namespace threadlab::harness
