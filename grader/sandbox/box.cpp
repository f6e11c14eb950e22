#include "sandbox/box.hpp"

#include "sandbox/left_behind.hpp"

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <string>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace threadlab::sandbox {

namespace fs = std::filesystem;

namespace {

constexpr fs::perms readable_by_all =
    fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read;
constexpr fs::perms folder_perms = fs::perms::owner_all | fs::perms::group_read |
                                   fs::perms::group_exec | fs::perms::others_read |
                                   fs::perms::others_exec;

void place(const fs::path& host, const fs::path& target) {
    fs::create_directories(target.parent_path());
    const fs::perms perms = fs::status(host).permissions();
    std::error_code not_linked;
    if ((perms & readable_by_all) == readable_by_all) {
        fs::create_hard_link(host, target, not_linked);
        if (!not_linked) {
            return;
        }
    }
    fs::copy_file(host, target);
    fs::permissions(target, perms | readable_by_all);
}

[[noreturn]] void fail(const char* what, const fs::path& file) {
    throw fs::filesystem_error(what, file, std::error_code(errno, std::generic_category()));
}

std::vector<std::string> names_in(int folder) {
    std::vector<std::string> names;
    const int opened = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* entries = opened < 0 ? nullptr : fdopendir(opened);
    if (entries == nullptr) {
        fail("cannot read", "out");
    }
    while (const dirent* entry = readdir(entries)) {
        const std::string name = entry->d_name;
        if (name != "." && name != "..") {
            names.push_back(name);
        }
    }
    closedir(entries);
    return names;
}

// Not a rename: the original belongs to the command's user, who could still change it.
void copy(const Descriptor& from, const struct stat& about, const fs::path& target) {
    constexpr mode_t runs = S_IXUSR | S_IXGRP | S_IXOTH;
    constexpr mode_t mode = S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH;
    const Descriptor to(open(target.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
    ssize_t copied = to ? 1 : -1;
    while (copied > 0) {
        constexpr std::size_t most = std::size_t{1} << 30;
        copied = sendfile(to.get(), from.get(), nullptr, most);
    }
    if (copied < 0 || fchmod(to.get(), mode | (about.st_mode & runs)) != 0) {
        fail("cannot copy", target);
    }
}

} // namespace

Box::Box(const Command& command, int owner) : folder_(make_temporary_folder()) {
    try {
        fs::permissions(folder_, folder_perms);
        fs::create_directory(out());
        fs::permissions(out(), folder_perms);
        if (owner >= 0 &&
            chown(out().c_str(), static_cast<uid_t>(owner), static_cast<gid_t>(owner)) != 0) {
            fail("cannot give away", out());
        }
        for (const File& file : command.files) {
            place(file.host, folder_ / file.inside);
        }
    } catch (...) {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
        throw;
    }
}

Box::~Box() {
    std::error_code left_behind;
    fs::remove_all(folder_, left_behind);
}

void Box::keep_out(const Descriptor& handed, const fs::path& target) const {
    fs::create_directories(target);
    const Descriptor own(handed ? -1 : open(out().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const int folder = handed ? handed.get() : own.get();
    if (folder < 0) {
        fail("cannot open", out());
    }
    for (const std::string& name : names_in(folder)) {
        // Its owner may have made it anything; it is looked at once it is open.
        const Descriptor file(openat(folder, name.c_str(),
                                     O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
        struct stat about{};
        if (file && fstat(file.get(), &about) == 0 && S_ISREG(about.st_mode)) {
            copy(file, about, target / name);
        }
    }
}

} // namespace threadlab::sandbox
