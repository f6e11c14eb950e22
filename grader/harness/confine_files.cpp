#include "harness/confine_files.hpp"

#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <initializer_list>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace threadlab::harness {

namespace {

constexpr std::uint64_t changing = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                   LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                                   LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                                   LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                                   LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
constexpr std::uint64_t looking = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;

// Allows `rights`, which nothing else has any more, below these folders. Returns false if it
// cannot, although the kernel has what it takes.
bool allow_only(std::uint64_t rights, std::initializer_list<const char*> folders) {
    const landlock_ruleset_attr handled{.handled_access_fs = rights};
    const auto rules =
        static_cast<int>(syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0));
    if (rules < 0) {
        return errno == ENOSYS || errno == EOPNOTSUPP || errno == EPERM;
    }
    for (const char* folder : folders) {
        const int opened = open(folder, O_PATH | O_CLOEXEC);
        if (opened < 0) {
            continue; // it is not there
        }
        const landlock_path_beneath_attr rule{.allowed_access = rights, .parent_fd = opened};
        syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
        close(opened);
    }
    const bool done = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                      syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return done;
}

} // namespace

bool confine_writing() {
    return allow_only(changing, {".", "/tmp", "/dev/shm", "/dev"});
}

bool confine_reading() {
    return allow_only(looking, {"out", "/tmp", "/dev", "/usr", "/bin", "/lib", "/lib64", "/etc",
                                "/proc", "/sys"});
}

} // namespace threadlab::harness
