#include "cli/scorecard_file.hpp"

#include "cli/session.hpp"
#include "scorecard/yaml.hpp"

#include <fmt/format.h>
#include <fstream>
#include <unistd.h>

namespace threadlab::cli {

namespace fs = std::filesystem;

void make_out_folder(const fs::path& folder) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (!fs::is_directory(folder) || access(folder.c_str(), W_OK) != 0) {
        throw UsageError("cannot write scorecards to " + folder.string() +
                         ": choose another folder with --out (OUT= with make)");
    }
}

void write_scorecard(const scorecard::Scorecard& card, const fs::path& file) {
    std::error_code failed;
    fs::create_directories(file.parent_path(), failed);
    const fs::path unfinished = fmt::format("{}.{}.unfinished", file.string(), getpid());
    std::ofstream stream(unfinished, std::ios::binary);
    stream << scorecard::to_yaml(card) << std::flush;
    if (stream) {
        fs::rename(unfinished, file, failed);
    }
    if (!stream || failed) {
        std::error_code ignored;
        fs::remove(unfinished, ignored);
        throw std::runtime_error("cannot write " + file.string());
    }
}

} // namespace threadlab::cli
