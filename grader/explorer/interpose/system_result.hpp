// A system call's result as libc gives it.
#pragma once

#include <cerrno>

namespace threadlab::explorer {

// -1 with errno set where `result` is -errno; else the result.
inline long result_of(long result) {
    if (result < 0) {
        errno = static_cast<int>(-result);
        return -1;
    }
    return result;
}

} // namespace threadlab::explorer
