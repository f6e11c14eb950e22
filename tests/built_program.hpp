// A program linked with the explorer's runtime, and the record that the runtime writes.
#pragma once

#include "build/explored_program.hpp"
#include "judge/explorer_record.hpp"
#include "program.hpp"
#include "real_toolchain.hpp"
#include "temp_folder.hpp"

#include <filesystem>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

namespace threadlab::testing {

// Built once, explored several times.
class Built {
public:
    // NAME.cpp, which lies in that folder when it is explored, if anywhere.
    Built(std::filesystem::path folder, const std::string& name, std::string text)
        : folder_(std::move(folder)), text_(std::move(text)) {
        const RealToolchain real;
        const auto result = build::build_explored_program(
            {{name + ".cpp", text_}}, real.toolchain.value(),
            std::filesystem::path(PROGRAMS_DIR) / "libthreadlab-explorer.a", temporary_.path(),
            *real.box);
        if (const auto* built = std::get_if<build::ExploredProgram>(&result))
            program_ = built->program;
        else if (const auto* broken = std::get_if<build::ProgramDoesNotBuild>(&result))
            ADD_FAILURE() << broken->message;
        else
            ADD_FAILURE() << "the machine cannot build it";
    }

    ProgramRun explore(std::vector<std::string> options = {}) const {
        std::vector<std::string> words{"explore", "--format", "yaml"};
        if (may_fork())
            words.insert(words.end(), {"--allow", "processes"});
        words.insert(words.end(), options.begin(), options.end());
        words.insert(words.end(), {"--", program_.string()});
        return Program().run(words, folder_);
    }

    // What the runtime itself reports, with its schedules' hashes, when schedules share a process
    // ("many") or have one each ("each").
    std::string record(const std::string& process, int schedules) const {
        return record("schedules=" + std::to_string(schedules) + ",process=" + process);
    }
    std::string record(const std::string& options) const {
        const std::string asked =
            "LAB_EXPLORE=record=1," + options + (may_fork() ? ",processes=yes" : "");
        // The main thread's stack begins behind the environment, and hashes hold its addresses.
        constexpr std::size_t longest = 125'000; // the kernel takes no more than 128 KB
        const std::string padding = "PAD=" + std::string(longest - asked.size(), ' ');
        return Program("/usr/bin/env")
            .run({"LD_BIND_NOW=1", asked, padding, "setarch", "-R", program_.string()}, folder_)
            .output;
    }

    const std::string& text() const { return text_; }

private:
    // As a line of its own says.
    bool may_fork() const { return text_.find("\n// allow: processes\n") != std::string::npos; }

    TempFolder temporary_;
    std::filesystem::path folder_;
    std::string text_;
    std::filesystem::path program_;
};

// A line of a record, without its first word.
inline std::string field(const std::string& record, const std::string& name) {
    const std::size_t at = record.find("\n" + name + "\t");
    if (at == std::string::npos)
        return "";
    const std::size_t begin = at + name.size() + 2;
    return record.substr(begin, record.find('\n', begin) - begin);
}

// All of a record but in which ways its schedules were run.
inline std::string without_ways(std::string record) {
    const std::size_t begin = record.find("\nways\t");
    if (begin == std::string::npos) {
        ADD_FAILURE() << "no ways in " << record;
        return record;
    }
    return record.erase(begin, record.find('\n', begin + 1) - begin);
}

inline judge::ExplorerWays ways_of(const std::string& record) {
    const auto read = judge::read_explorer_record(record);
    EXPECT_TRUE(read.has_value()) << record;
    return read ? read->ways : judge::ExplorerWays{};
}

} // namespace threadlab::testing
