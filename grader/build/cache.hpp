// Things that are built once and used for every submission: a folder for each, named by what went
// in.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace threadlab::build {

// SHA-256 of `bytes`, in hex.
std::string sha256(const std::string& bytes);

// The whole of a file. Throws std::runtime_error if it cannot be read.
std::string read_file(const std::filesystem::path& path);

// Collects what a built thing depends on.
class Ingredients {
public:
    Ingredients& add(const std::string& text);
    Ingredients& add_file(const std::filesystem::path& path);
    // When the file or folder last changed, as a package manager changes it with every update.
    // Nothing, if there is none.
    Ingredients& add_time(const std::filesystem::path& path);
    std::string key() const; // 32 hex digits

private:
    std::string text_;
};

class Cache {
public:
    explicit Cache(std::filesystem::path folder) : folder_(std::move(folder)) {}

    // The folder <name>-<key>. If it is not there, `make` fills a new one, which then appears under
    // its name all at once; who asks for the same meanwhile, in this process or in another, waits
    // for it. `make` returns what went wrong, or nothing; the folder is then given up, and that is
    // returned in `error`. Making something new clears away what was not asked for in a month.
    struct Entry {
        std::filesystem::path folder;
        std::optional<std::string> error;
    };
    using Make = std::function<std::optional<std::string>(const std::filesystem::path& folder)>;
    // `on_wait` is called before it waits for somebody else, who is given a quarter of an hour: it
    // may have been stopped.
    using OnWait = std::function<void()>;
    Entry get(const std::string& name, const std::string& key, const Make& make,
              const OnWait& on_wait) const;

private:
    Entry make_new(const std::string& name, const std::filesystem::path& wanted,
                   const Make& make) const;
    void clear_old() const;

    std::filesystem::path folder_;
};

} // namespace threadlab::build
