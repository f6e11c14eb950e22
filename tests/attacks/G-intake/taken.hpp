// Takes something in as the program does, and puts what came of it into plain words.
#pragma once

#include "batch/intake.hpp"
#include "sandbox/sandbox.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace threadlab::testing {

using Words = std::vector<std::string>;

inline batch::Intake take_in(const std::filesystem::path& path,
                             const batch::Bounds& bounds = batch::Bounds{}) {
    const std::filesystem::path programs = PROGRAMS_DIR;
    const auto box = sandbox::make_sandbox(sandbox::probe(programs / "threadlab-launch").level,
                                           programs / "threadlab-launch");
    return std::get<batch::Intake>(
        batch::take_in(path, {"threading.cpp"}, bounds, {*box, programs / "threadlab-unpack"}));
}

inline Words lines_of(const std::vector<batch::Remark>& remarks) {
    Words lines;
    for (const batch::Remark& remark : remarks)
        lines.push_back(to_string(remark));
    return lines;
}

inline Words names_of(const std::vector<batch::TakenFile>& files) {
    Words names;
    for (const batch::TakenFile& one : files)
        names.push_back(one.name);
    return names;
}

} // namespace threadlab::testing
