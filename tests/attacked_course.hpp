// The course that attacks are handed in to, graded by the built program.
#pragma once

#include "attack_file.hpp"
#include "program.hpp"
#include "scorecard/yaml.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace threadlab::testing {

// The program that grades them. A run by another user has a copy with a cache of its own.
inline fs::path attacked_program() {
    const char* other = std::getenv("ATTACKS_PROGRAM");
    return other != nullptr ? fs::path(other) : fs::path(PROGRAMS_DIR) / "threadlab";
}

class AttackedCourse {
public:
    // With the compiler that ATTACKS_COMPILER names, if it names one.
    AttackedCourse() {
        fs::copy(attacks_folder() / "course", folder_.path(), fs::copy_options::recursive);
        if (const char* compiler = std::getenv("ATTACKS_COMPILER")) {
            const std::string text = read_text(folder_.path() / "exercises/course.yaml");
            folder_.write("exercises/course.yaml",
                          replaced_everywhere(text, "compiler: clang,",
                                              "compiler: " + std::string(compiler) + ","));
        }
    }

    // Grades `text` as the answer to `exercise`: all checks, or `check` and what it needs.
    ProgramRun grade(const std::string& text, const std::string& exercise,
                     const std::string& check) const {
        const fs::path file = folder_.write("submission/attacked.cpp", text);
        std::vector<std::string> arguments{"check",       exercise, "--submission",
                                           file.string(), "--out",  out().string()};
        if (!check.empty())
            arguments.insert(arguments.end(), {"--check", check});
        return Program(attacked_program()).run(arguments, folder_.path());
    }

    // The scorecard that was written last, as it stands. Throws std::runtime_error if there is
    // none.
    std::string card_text() const {
        for (const fs::directory_entry& entry : fs::directory_iterator(out()))
            return read_text(entry.path());
        throw std::runtime_error("no scorecard was written");
    }

    // The same, read. Throws std::runtime_error if it does not read back.
    scorecard::Scorecard card() const {
        auto read = scorecard::read_yaml(card_text());
        if (const auto* error = std::get_if<scorecard::ReadError>(&read))
            throw std::runtime_error("line " + std::to_string(error->line) + ": " + error->what);
        return std::get<scorecard::Scorecard>(read);
    }

private:
    fs::path out() const { return folder_.path() / "cards"; }

    TempFolder folder_;
};

} // namespace threadlab::testing
