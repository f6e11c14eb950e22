// Standalone fences, which ThreadSanitizer does not understand.
#pragma once

#include <string_view>

namespace threadlab::judge {

// True if `source` (C++) uses atomic_thread_fence: what ThreadSanitizer then reports proves
// nothing. Comments and literals do not count.
bool uses_fences(std::string_view source);

} // namespace threadlab::judge
