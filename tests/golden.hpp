// Compares what the program wrote with a file of tests/data/golden, which people have read.
#pragma once

#include "program.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <string>

namespace threadlab::testing {

// The scorecard without what differs from machine to machine.
inline std::string normal_scorecard(std::string yaml) {
    yaml = yaml.substr(0, yaml.find("\nrun:") + 1);
    yaml = std::regex_replace(yaml, std::regex("sha256: \"?[0-9a-f]{64}\"?"), "sha256: SHA256");
    yaml = std::regex_replace(yaml, std::regex("@r1-[0-9a-f]{8}"), "@r1-FINGERPRINT");
    return std::regex_replace(yaml, std::regex("clang [0-9.]+"), "clang VERSION");
}

// The report likewise; `folder` is where the submission lay.
inline std::string normal_report(std::string text, const fs::path& folder) {
    text = replaced_everywhere(std::move(text), folder.string(), "FOLDER");
    // The figures of the clock, and whether they are within bounds, are the machine's.
    text = std::regex_replace(text, std::regex("\nOn this machine, by the clock\n(.+\n)+"), "");
    return std::regex_replace(text, std::regex("clang [0-9.]+"), "clang VERSION");
}

// A mismatch leaves what came instead in NAME.actual, beside the golden file.
inline void expect_golden(const std::string& name, const std::string& actual) {
    const fs::path golden = fs::path(TESTS_DIR) / "data/golden" / name;
    const fs::path beside = golden.string() + ".actual";
    const std::string expected = fs::exists(golden) ? read_text(golden) : "";
    if (actual == expected) {
        fs::remove(beside);
        return;
    }
    std::ofstream(beside, std::ios::binary) << actual;
    ADD_FAILURE() << "differs from " << golden.filename() << "; read and compare "
                  << beside.filename() << " beside it";
}

} // namespace threadlab::testing
