// Dates and times of due dates.
#pragma once

#include <string_view>

namespace threadlab::course {

// Whether `text` is a moment that exists, written YYYY-MM-DDThh:mm:ss with Z or an offset ±hh:mm
// (ISO 8601). There are no leap seconds.
bool is_due_date(std::string_view text);

} // namespace threadlab::course
