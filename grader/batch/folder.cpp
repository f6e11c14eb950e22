#include "batch/folder.hpp"

#include "batch/budget.hpp"
#include "batch/names.hpp"
#include "sandbox/descriptor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <memory>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace threadlab::batch {

namespace {

using sandbox::Descriptor;

// Opens what an O_PATH descriptor stands for: that and nothing that has taken its name since.
Descriptor reopen(const Descriptor& found, int flags) {
    const std::string path = fmt::format("/proc/self/fd/{}", found.get());
    return Descriptor(open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
}

// Of a folder, without "." and ".."; nothing if it cannot be read.
std::optional<std::vector<std::string>> names_in(const Descriptor& folder) {
    const Descriptor opened = reopen(folder, O_RDONLY | O_DIRECTORY);
    // Takes a descriptor of its own.
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(
        opened ? fdopendir(fcntl(opened.get(), F_DUPFD_CLOEXEC, 0)) : nullptr, closedir);
    if (!stream) {
        return std::nullopt;
    }
    std::vector<std::string> names;
    while (const dirent* entry = readdir(stream.get())) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..") {
            names.emplace_back(name);
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

bool is_same_state(const struct stat& one, const struct stat& other) {
    const auto same = [](const timespec& a, const timespec& b) {
        return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
    };
    return one.st_size == other.st_size && same(one.st_mtim, other.st_mtim) &&
           same(one.st_ctim, other.st_ctim);
}

class Walk {
public:
    Walk(const std::vector<std::string>& suffixes, const Bounds& bounds)
        : suffixes_(suffixes), bounds_(bounds), budget_(bounds) {}

    Listing single(const Descriptor& found, const std::string& name) && {
        take(found, name);
        return std::move(listing_);
    }

    Listing listing(const Descriptor& folder) && {
        visit(folder, "", 0);
        for (Entry& entry : budget_.summary()) {
            listing_.entries.push_back(std::move(entry));
        }
        return std::move(listing_);
    }

private:
    bool ended() const { return listing_.end != End::all; }

    void add(EntryKind kind, const std::string& name, bool special_bits, std::string text = "") {
        listing_.entries.push_back({kind, name, special_bits, 0, std::move(text)});
    }

    void visit(const Descriptor& folder, const std::string& name, std::int64_t depth) {
        if (depth > bounds_.depth) {
            add(EntryKind::too_deep, name, false);
            return;
        }
        const auto names = names_in(folder);
        if (!names) {
            add(EntryKind::unreadable, name, false);
            return;
        }
        for (const std::string& one : *names) {
            if (ended()) {
                return;
            }
            look_at(folder, one, name.empty() ? one : fmt::format("{}/{}", name, one), depth);
        }
    }

    void look_at(const Descriptor& folder, const std::string& part, const std::string& name,
                 std::int64_t depth) {
        const Descriptor found(openat(folder.get(), part.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
        if (budget_.admit(name) && take(found, name) == EntryKind::folder) {
            visit(found, name, depth + 1);
        }
        if (const auto end = budget_.exhausted(); end && !ended()) {
            listing_.end = *end;
        }
    }

    EntryKind take(const Descriptor& found, const std::string& name) {
        struct stat status{};
        if (!found || fstat(found.get(), &status) != 0) {
            add(EntryKind::unreadable, name, false);
            return EntryKind::unreadable;
        }
        constexpr mode_t special = S_ISUID | S_ISGID | S_ISVTX;
        std::string text;
        const EntryKind kind = kind_of(found, status, name, text);
        add(kind, name, S_ISREG(status.st_mode) && (status.st_mode & special) != 0,
            std::move(text));
        return kind;
    }

    EntryKind kind_of(const Descriptor& found, const struct stat& status, const std::string& name,
                      std::string& text) {
        switch (status.st_mode & S_IFMT) {
        case S_IFDIR:
            return EntryKind::folder;
        case S_IFLNK:
            return EntryKind::symbolic_link;
        case S_IFREG:
            break;
        default:
            return EntryKind::special;
        }
        if (!ends_in_one_of(name, suffixes_)) {
            return EntryKind::other;
        }
        if (status.st_nlink > 1) {
            return EntryKind::hard_link;
        }
        const EntryKind kind = read(found, status, text);
        if (kind == EntryKind::file &&
            budget_.spend(name, static_cast<std::int64_t>(text.size()))) {
            return kind;
        }
        text.clear();
        return kind == EntryKind::file ? EntryKind::over_budget : kind;
    }

    EntryKind read(const Descriptor& found, const struct stat& before, std::string& text) const {
        const Descriptor file = reopen(found, O_RDONLY);
        if (!file) {
            return EntryKind::unreadable;
        }
        std::array<char, 65536> buffer;
        while (static_cast<std::int64_t>(text.size()) <= bounds_.file_bytes) {
            const ssize_t size = ::read(file.get(), buffer.data(), buffer.size());
            if (size == 0) {
                struct stat after{};
                const bool same = fstat(file.get(), &after) == 0 && is_same_state(before, after);
                return same ? EntryKind::file : EntryKind::changed;
            }
            if (size < 0 && errno != EINTR) {
                return EntryKind::unreadable;
            }
            text.append(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
        }
        return EntryKind::too_large;
    }

    const std::vector<std::string>& suffixes_;
    const Bounds& bounds_;
    Budget budget_;
    Listing listing_;
};

} // namespace

Listing read_folder(const std::filesystem::path& folder, const std::vector<std::string>& suffixes,
                    const Bounds& bounds) {
    // Whoever names the folder may name it by a link.
    const Descriptor opened(open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!opened) {
        throw std::system_error(errno, std::generic_category(), folder.string());
    }
    return Walk(suffixes, bounds).listing(opened);
}

Listing read_single_file(const std::filesystem::path& path, const Bounds& bounds) {
    const Descriptor found(open(path.c_str(), O_PATH | O_CLOEXEC));
    if (!found) {
        throw std::system_error(errno, std::generic_category(), path.string());
    }
    const std::vector<std::string> any{""};
    return Walk(any, bounds).single(found, path.filename().string());
}

} // namespace threadlab::batch
