#include "sandbox/box.hpp"

#include "sandbox/left_behind.hpp"

#include <cerrno>
#include <system_error>
#include <unistd.h>

namespace threadlab::sandbox {

namespace fs = std::filesystem;

namespace {

constexpr fs::perms readable_by_all =
    fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read;
constexpr fs::perms runnable_by_all =
    fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;
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

} // namespace

Box::Box(const Command& command, int owner) : folder_(make_temporary_folder()) {
    try {
        fs::permissions(folder_, folder_perms);
        fs::create_directory(out());
        fs::permissions(out(), folder_perms);
        if (owner >= 0 &&
            chown(out().c_str(), static_cast<uid_t>(owner), static_cast<gid_t>(owner)) != 0) {
            throw fs::filesystem_error("cannot give away", out(),
                                       std::error_code(errno, std::generic_category()));
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

void Box::keep_out(const fs::path& target) const {
    fs::create_directories(target);
    for (const fs::directory_entry& entry : fs::directory_iterator(out())) {
        if (!entry.is_symlink() && entry.is_regular_file()) {
            // Not a rename: the file belongs to the command's user, who could still change it.
            const fs::path kept = target / entry.path().filename();
            fs::copy_file(entry.path(), kept, fs::copy_options::overwrite_existing);
            const fs::perms runs = entry.status().permissions() & runnable_by_all;
            fs::permissions(kept, readable_by_all | fs::perms::owner_write | runs);
        }
    }
}

} // namespace threadlab::sandbox
