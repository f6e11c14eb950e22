// threadlab-unpack: reads an archive, inside the sandbox, and tells what is in it.
//
//   threadlab-unpack ARCHIVE BOUNDS... -- SUFFIX...
//
// BOUNDS: as to_words() writes them. The contents of the files whose names end in one of the
// suffixes go to standard output, one after the other; the index of all entries (index.hpp) goes to
// descriptor 4, all at once at the end.

#include "batch/bounds.hpp"
#include "batch/index.hpp"
#include "batch/unpacker.hpp"

#include <archive.h>

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace threadlab::batch {
namespace {

constexpr int index_descriptor = 4;
constexpr std::size_t block = 65536;

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = write(descriptor, text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    return true;
}

int run(const std::vector<std::string>& words) {
    const auto dashes = std::find(words.begin(), words.end(), "--");
    const auto bounds = words.empty() || dashes == words.end()
                            ? std::nullopt
                            : from_words({words.begin() + 1, dashes});
    struct stat status{};
    if (!bounds || stat(words[0].c_str(), &status) != 0) {
        std::fputs("threadlab-unpack is started by threadlab, not by hand.\n", stderr);
        return 2;
    }
    // For names that an archive says are Unicode.
    std::setlocale(LC_ALL, "C.UTF-8");
    const Reader reader = new_reader();
    const bool is_open =
        archive_read_open_filename(reader.get(), words[0].c_str(), block) == ARCHIVE_OK;
    const std::string index =
        is_open ? unpack(reader.get(), status.st_size, *bounds, {dashes + 1, words.end()},
                         [](std::string_view text) { write_all(STDOUT_FILENO, text); })
                : end_line(End::unknown);
    return write_all(index_descriptor, index) ? 0 : 1;
}

} // namespace
} // namespace threadlab::batch

int main(int argc, char** argv) {
    return threadlab::batch::run({argv + 1, argv + argc});
}
