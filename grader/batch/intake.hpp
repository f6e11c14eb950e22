// Takes in what others hand in: one file, a folder, or an archive. Nothing in it is trusted: not
// its names, not its kinds of files, not its sizes. One bad entry never stops the rest, and what is
// not taken in is told by name.
#pragma once

#include "batch/archive.hpp"
#include "batch/bounds.hpp"
#include "sandbox/sandbox.hpp"

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace threadlab::batch {

// A file as it was handed in.
struct TakenFile {
    std::string name; // with its folders, UTF-8, relative, no part is "." or ".."
    std::string text; // its bytes
};

enum class Fate {
    refused, // not taken in; its sender has to do something about it
    ignored, // not taken in, and not needed
    noted,   // taken in, but somebody should know
};

// What became of an entry that was not simply taken in.
struct Remark {
    Fate fate = Fate::refused;
    std::string name; // as it was given: any bytes; empty: all of what was handed in
    std::string why;  // the rest of a sentence: "it is a symbolic link; send the file itself"
};

// "lab/threading.cpp: refused: it is a symbolic link; send the file itself". One line that any
// terminal can show, whatever the name is.
std::string to_string(const Remark& remark);

struct Intake {
    std::vector<TakenFile> files; // in the order in which they came
    std::vector<Remark> remarks;
};

using IntakeResult = std::variant<Intake, sandbox::MachineFault>;

// What it takes to open an archive.
struct Tools {
    sandbox::Sandbox& sandbox;
    std::filesystem::path unpacker; // the program threadlab-unpack
};

// `wanted`: the names of the files that are taken in, without folders ("threading.cpp"). A file
// whose text cannot be compiled (build::find_text_fault) is taken in all the same, and noted:
// grading says so, too.
IntakeResult take_in(const std::filesystem::path& path, const std::vector<std::string>& wanted,
                     const Bounds& bounds, const Tools& tools);

} // namespace threadlab::batch
