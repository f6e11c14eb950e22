#include "cli/watch.hpp"

#include "cli/session.hpp"
#include "sandbox/descriptor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fmt/format.h>
#include <poll.h>
#include <string>
#include <sys/inotify.h>
#include <unistd.h>

namespace threadlab::cli {

namespace fs = std::filesystem;

namespace {

// Editors save by writing, or by renaming a new file into place: so the folders are watched.
constexpr unsigned saved = IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE;

class Watcher {
public:
    explicit Watcher(const std::vector<fs::path>& files)
        : files_(files), notify_(inotify_init1(IN_CLOEXEC)) {
        for (const fs::path& file : files_) {
            const fs::path folder = fs::absolute(file).parent_path();
            if (inotify_add_watch(notify_.get(), folder.c_str(), saved) < 0) {
                throw UsageError("cannot watch " + folder.string());
            }
        }
    }

    // Blocks until one of the files is saved. False if watching has come to an end.
    bool wait() {
        while (true) {
            const std::vector<std::string> names = read_events();
            if (names.empty()) {
                return false;
            }
            const bool ours = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
                return std::any_of(files_.begin(), files_.end(),
                                   [&](const fs::path& file) { return file.filename() == name; });
            });
            if (ours) {
                settle();
                return true;
            }
        }
    }

private:
    std::vector<std::string> read_events() const {
        alignas(inotify_event) std::array<char, 16384> buffer{};
        ssize_t size = 0;
        do {
            size = read(notify_.get(), buffer.data(), buffer.size());
        } while (size < 0 && errno == EINTR);
        std::vector<std::string> names;
        for (ssize_t at = 0; at < size;) {
            const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
            names.emplace_back(event->len > 0 ? event->name : "");
            at += static_cast<ssize_t>(sizeof(inotify_event)) + event->len;
        }
        return names;
    }

    // One save can be several events: those that follow at once belong to it.
    void settle() const {
        constexpr int quiet = 50; // milliseconds
        pollfd waiting{notify_.get(), POLLIN, 0};
        while (poll(&waiting, 1, quiet) > 0 && !read_events().empty()) {
        }
    }

    const std::vector<fs::path>& files_;
    sandbox::Descriptor notify_;
};

} // namespace

int watch(const std::vector<fs::path>& files, const std::function<int()>& again) {
    Watcher watcher(files);
    do {
        try {
            again();
        } catch (const std::exception& error) {
            fmt::print("{}\n", error.what());
        }
        fmt::print("\nWatching {}; save it to grade again, Ctrl-C to stop.\n",
                   files.front().filename().string());
        std::fflush(stdout);
    } while (watcher.wait());
    return could_not_grade;
}

} // namespace threadlab::cli
