#include "explorer/runtime/descriptors.hpp"

#include "explorer/runtime/system.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/syscall.h>

namespace threadlab::explorer {

// By system calls, as libc's functions allocate memory of the program's.
arena::Vector<int> open_descriptors() {
    const long folder = system::call(SYS_openat, AT_FDCWD, reinterpret_cast<long>("/proc/self/fd"),
                                     O_RDONLY | O_DIRECTORY, 0);
    if (folder < 0) {
        system::give_up("/proc/self/fd cannot be read");
    }
    arena::Vector<int> descriptors;
    alignas(dirent64) std::array<char, 2048> entries{};
    long bytes = 0;
    while ((bytes = system::call(SYS_getdents64, folder, reinterpret_cast<long>(entries.data()),
                                 entries.size())) > 0) {
        for (long at = 0; at < bytes;) {
            const auto* entry = reinterpret_cast<const dirent64*>(entries.data() + at);
            int descriptor = -1; // "." and ".." are none
            std::from_chars(entry->d_name, entry->d_name + std::strlen(entry->d_name), descriptor);
            descriptors.push_back(descriptor);
            at += entry->d_reclen;
        }
    }
    system::call(SYS_close, folder);
    return descriptors;
}

} // namespace threadlab::explorer
