#include "batch/folded_name.hpp"

#include <cstdlib>
#include <new>
#include <stdexcept>
#include <utf8proc.h>

namespace threadlab::batch {

std::string folded_name(std::string_view name) {
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(name.data());
    utf8proc_uint8_t* mapped = nullptr;
    // An enumeration of C, whose values are made to be added up.
    const auto options = static_cast<utf8proc_option_t>( // NOLINT(*.EnumCastOutOfRange)
        UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
    const utf8proc_ssize_t size =
        utf8proc_map(bytes, static_cast<utf8proc_ssize_t>(name.size()), &mapped, options);
    if (size == UTF8PROC_ERROR_NOMEM) {
        throw std::bad_alloc();
    }
    if (size < 0) {
        throw std::invalid_argument(utf8proc_errmsg(size));
    }
    std::string folded(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size));
    std::free(mapped);
    return folded;
}

} // namespace threadlab::batch
