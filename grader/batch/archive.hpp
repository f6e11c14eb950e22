// What an archive holds, read inside the sandbox.
#pragma once

#include "batch/bounds.hpp"
#include "batch/entry.hpp"
#include "sandbox/sandbox.hpp"

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace threadlab::batch {

// Why nothing of an archive can be taken in, as the rest of a sentence.
struct Unreadable {
    std::string why;
};

using ReadResult = std::variant<Listing, Unreadable, sandbox::MachineFault>;

// Whether a file of that name is taken for an archive: ".zip", ".tar.gz", ... in any case.
bool is_archive_name(std::string_view name);

// Takes out the files whose names end in one of `suffixes`; of others the name is read alone.
// Nothing is written to disk but a copy of the archive itself. `unpacker`: the program
// threadlab-unpack.
ReadResult read_archive(const std::filesystem::path& archive,
                        const std::vector<std::string>& suffixes, const Bounds& bounds,
                        sandbox::Sandbox& sandbox, const std::filesystem::path& unpacker);

} // namespace threadlab::batch
