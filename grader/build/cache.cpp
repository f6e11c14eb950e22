#include "build/cache.hpp"

#include "sandbox/descriptor.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <openssl/evp.h>
#include <stdexcept>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace threadlab::build {

namespace fs = std::filesystem;

namespace {

// Held by who makes an entry, until it ends, by its death at the latest. Where the file cannot be
// had, or is held for too long, both make the same, and one is kept.
class MakersLock {
public:
    MakersLock(std::string file, const Cache::OnWait& on_wait)
        : file_(std::move(file)), descriptor_(open_file()) {
        constexpr auto pause = std::chrono::milliseconds(50);
        constexpr auto long_while = std::chrono::minutes(15);
        bool is_waiting = false;
        const auto give_up = std::chrono::steady_clock::now() + long_while;
        while (descriptor_ && !try_lock() && std::chrono::steady_clock::now() < give_up) {
            if (!std::exchange(is_waiting, true)) {
                on_wait();
            }
            std::this_thread::sleep_for(pause);
        }
    }
    ~MakersLock() {
        if (is_locked_) {
            unlink(file_.c_str());
        }
    }
    MakersLock(const MakersLock&) = delete;
    MakersLock& operator=(const MakersLock&) = delete;

private:
    // To be locked over NFS, it must be open for writing; another user's can only be read.
    int open_file() const {
        const int writable = open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
        return writable >= 0 ? writable : open(file_.c_str(), O_RDONLY | O_CLOEXEC);
    }

    // False while another has it. True also where nothing can be locked at all.
    bool try_lock() {
        while (flock(descriptor_.get(), LOCK_EX | LOCK_NB) == 0) {
            if (is_still_there()) {
                is_locked_ = true;
                return true;
            }
            // Its last holder has taken it away: who comes now has another file.
            descriptor_ = sandbox::Descriptor(open_file());
            if (!descriptor_) {
                return true;
            }
        }
        return errno != EWOULDBLOCK && errno != EINTR;
    }

    bool is_still_there() const {
        struct stat opened{};
        struct stat there{};
        return fstat(descriptor_.get(), &opened) == 0 && stat(file_.c_str(), &there) == 0 &&
               opened.st_dev == there.st_dev && opened.st_ino == there.st_ino;
    }

    std::string file_;
    sandbox::Descriptor descriptor_;
    bool is_locked_ = false;
};

} // namespace

std::string sha256(const std::string& bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error("SHA-256 is not available");
    }
    constexpr const char* digits = "0123456789abcdef";
    std::string hex;
    for (unsigned int i = 0; i < size; ++i) {
        hex += digits[digest[i] >> 4U];
        hex += digits[digest[i] & 0xFU];
    }
    return hex;
}

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (!file) {
        throw std::runtime_error("cannot read " + path.string());
    }
    return text;
}

Ingredients& Ingredients::add(const std::string& text) {
    // With its length, so that no two lists run together to the same text.
    text_ += std::to_string(text.size()) + ':' + text;
    return *this;
}

Ingredients& Ingredients::add_file(const fs::path& path) {
    return add(path.filename().string()).add(read_file(path));
}

Ingredients& Ingredients::add_time(const fs::path& path) {
    std::error_code absent;
    const fs::file_time_type changed = fs::last_write_time(path, absent);
    return absent ? *this
                  : add(path.string()).add(std::to_string(changed.time_since_epoch().count()));
}

std::string Ingredients::key() const {
    constexpr std::size_t digits = 32;
    return sha256(text_).substr(0, digits);
}

void Cache::clear_old() const {
    constexpr auto month = std::chrono::hours(24 * 30);
    const auto oldest = fs::file_time_type::clock::now() - month;
    std::error_code ignored; // what cannot be removed stays
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_, ignored)) {
        if (const auto used = entry.last_write_time(ignored); !ignored && used < oldest) {
            fs::remove_all(entry.path(), ignored);
        }
    }
}

Cache::Entry Cache::make_new(const std::string& name, const fs::path& wanted,
                             const Make& make) const {
    std::string unfinished = (folder_ / (name + "-XXXXXX")).string();
    if (mkdtemp(unfinished.data()) == nullptr) {
        return {{}, "cannot write to " + folder_.string()};
    }
    std::error_code ignored;
    std::optional<std::string> error;
    try {
        error = make(unfinished);
    } catch (...) {
        fs::remove_all(unfinished, ignored);
        throw;
    }
    if (error) {
        fs::remove_all(unfinished, ignored);
        return {{}, std::move(error)};
    }
    // Another user of this machine may be the next who needs it.
    fs::permissions(unfinished, fs::perms::owner_all | fs::perms::group_read |
                                    fs::perms::group_exec | fs::perms::others_read |
                                    fs::perms::others_exec);
    std::error_code taken;
    fs::rename(unfinished, wanted, taken);
    if (taken) {
        // Somebody else was quicker, with the same ingredients.
        fs::remove_all(unfinished, ignored);
        if (!fs::is_directory(wanted)) {
            return {{}, "cannot make " + wanted.string() + ": " + taken.message()};
        }
    }
    return {wanted, std::nullopt};
}

Cache::Entry Cache::get(const std::string& name, const std::string& key, const Make& make,
                        const OnWait& on_wait) const {
    const fs::path wanted = folder_ / (name + "-" + key);
    std::error_code ignored;
    if (!fs::is_directory(wanted)) {
        clear_old();
        fs::create_directories(folder_, ignored); // if it cannot be made, nothing can be put in
        const MakersLock lock(wanted.string() + ".lock", on_wait);
        if (!fs::is_directory(wanted)) {
            return make_new(name, wanted, make);
        }
    }
    // Keeps it from being cleared away; a cache of somebody else's stays as it is.
    fs::last_write_time(wanted, fs::file_time_type::clock::now(), ignored);
    return {wanted, std::nullopt};
}

} // namespace threadlab::build
