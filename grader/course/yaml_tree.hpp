// A YAML file as a plain tree in which every part knows its line.
// yaml-cpp's own nodes keep both of two equal keys and expand aliases without a bound; here equal
// keys are a problem, and anchors, aliases, tags and deep nesting are refused.
#pragma once

#include "course/read.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace threadlab::course {

struct YamlNode {
    enum class Kind { null, scalar, list, map };

    Kind kind = Kind::null;
    int line = 0;                  // counts from 1
    std::string text{};            // scalar
    bool quoted = false;           // scalar: in quotes or a block, hence text and never a number
    std::vector<YamlNode> keys{};  // map: scalars, none twice
    std::vector<YamlNode> items{}; // list: its items; map: the value of each key
};

// The problems of one file, gathered while it is read.
class ProblemLog {
public:
    explicit ProblemLog(std::filesystem::path file) : file_(std::move(file)) {}

    void add(int line, std::string what);
    const std::filesystem::path& file() const { return file_; }
    // In line order; within a line, as they came.
    const std::vector<Problem>& problems() const { return problems_; }

private:
    std::filesystem::path file_;
    std::vector<Problem> problems_;
};

// The tree of log.file(), or nothing if it cannot be read as one YAML document; `log` says why.
// Keys that occur twice are logged, and their first value is kept.
std::optional<YamlNode> load_yaml(ProblemLog& log);

} // namespace threadlab::course
