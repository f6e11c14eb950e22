#include "batch/archive.hpp"

#include "batch/index.hpp"
#include "sandbox/temporary_folder.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>
#include <fstream>

namespace threadlab::batch {

namespace fs = std::filesystem;

namespace {

constexpr double most_seconds = 30;
constexpr std::int64_t most_memory = std::int64_t{512} << 20;

// Copies at most `most` bytes and one; returns how many there were, or -1 if it cannot be read.
std::int64_t copy_bounded(const fs::path& from, const fs::path& to, std::int64_t most) {
    std::ifstream source(from, std::ios::binary);
    std::ofstream target(to, std::ios::binary);
    std::array<char, 65536> buffer;
    std::int64_t copied = 0;
    while (source && target && copied <= most) {
        source.read(buffer.data(), buffer.size());
        target.write(buffer.data(), source.gcount());
        copied += source.gcount();
    }
    if (!target.flush()) {
        throw fs::filesystem_error("cannot copy", from, to,
                                   std::make_error_code(std::errc::io_error));
    }
    return source.bad() || (copied == 0 && !source.is_open()) ? -1 : copied;
}

sandbox::Command command_for(const fs::path& archive, const fs::path& unpacker,
                             const std::vector<std::string>& suffixes, const Bounds& bounds) {
    sandbox::Command command;
    command.argv = {"./unpack", "archive"};
    command.calls = sandbox::Calls::threads; // it reads, and writes to what is open
    const std::vector<std::string> words = to_words(bounds);
    command.argv.insert(command.argv.end(), words.begin(), words.end());
    command.argv.emplace_back("--");
    command.argv.insert(command.argv.end(), suffixes.begin(), suffixes.end());
    command.files = {{archive, "archive"}, {unpacker, "unpack"}};
    return command;
}

sandbox::Limits limits_for(const Bounds& bounds) {
    sandbox::Limits limits;
    limits.cpu_seconds = most_seconds;
    limits.wall_seconds = most_seconds;
    limits.memory_bytes = most_memory;
    limits.processes = 4;
    limits.file_bytes = std::int64_t{64} << 10; // it makes none
    limits.output_bytes = bounds.bytes;
    return limits;
}

std::string why_stopped(sandbox::Limit limit) {
    switch (limit) {
    case sandbox::Limit::memory:
        return "to unpack it takes more memory than it may";
    case sandbox::Limit::output:
        return "it holds more than it may";
    case sandbox::Limit::cpu:
    case sandbox::Limit::wall:
        break;
    }
    return "to unpack it takes more time than it may";
}

ReadResult result_of(const sandbox::Outcome& outcome, const Bounds& bounds) {
    if (const auto* fault = std::get_if<sandbox::MachineFault>(&outcome.ending)) {
        return *fault;
    }
    if (std::holds_alternative<sandbox::Starved>(outcome.ending)) {
        return sandbox::MachineFault{"the machine was too busy to unpack it"};
    }
    if (const auto* limit = std::get_if<sandbox::LimitReached>(&outcome.ending)) {
        return Unreadable{why_stopped(limit->which)};
    }
    const auto* exited = std::get_if<sandbox::Exited>(&outcome.ending);
    auto listing = read_index(outcome.report, outcome.output, bounds);
    // Whatever made the unpacker fail is in the archive: nothing else was given to it.
    if (exited == nullptr || exited->status != 0 || !listing) {
        return Unreadable{"the program that unpacks it failed on it; pack it anew"};
    }
    return std::move(*listing);
}

} // namespace

bool is_archive_name(std::string_view name) {
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return c < 0x80 ? std::tolower(c) : c; });
    constexpr std::array<std::string_view, 13> endings{".zip",  ".tar", ".tgz", ".tbz2", ".txz",
                                                       ".tzst", ".7z",  ".rar", ".gz",   ".bz2",
                                                       ".xz",   ".zst", ".jar"};
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
        return lower.size() > ending.size() && lower.ends_with(ending);
    });
}

ReadResult read_archive(const fs::path& archive, const std::vector<std::string>& suffixes,
                        const Bounds& bounds, sandbox::Sandbox& sandbox, const fs::path& unpacker) {
    try {
        // A copy: the file that is read cannot change while it is.
        const sandbox::TemporaryFolder folder;
        const fs::path copy = folder.path() / "archive";
        const std::int64_t size = copy_bounded(archive, copy, bounds.archive_bytes);
        if (size < 0) {
            return Unreadable{"it cannot be read"};
        }
        if (size > bounds.archive_bytes) {
            return Unreadable{fmt::format("it is larger than {} MB", bounds.archive_bytes >> 20)};
        }
        fs::permissions(copy,
                        fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read);
        return result_of(
            sandbox.run(command_for(copy, unpacker, suffixes, bounds), limits_for(bounds)), bounds);
    } catch (const fs::filesystem_error& error) {
        return sandbox::MachineFault{error.what()};
    }
}

} // namespace threadlab::batch
