#include "build/missing_functions.hpp"

#include "build/source_text.hpp"
#include "build/symbols.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <utility>

namespace threadlab::build {

namespace fs = std::filesystem;

namespace {

// The line of `header` that declares `name` ("lab::threading::Worker::start"), or 0.
int declared_at(const fs::path& header, const std::string& name) {
    const std::string last = name.substr(name.rfind(':') + 1) + "(";
    std::ifstream file(header);
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        const std::string code = line.substr(0, line.find("//"));
        const std::size_t found = code.find(last);
        // "restart(" is not "start(".
        if (found != std::string::npos && (found == 0 || !is_word(code[found - 1]))) {
            return number;
        }
    }
    return 0;
}

} // namespace

std::vector<std::string> missing_functions(const std::vector<std::string>& required,
                                           const std::filesystem::path& object) {
    const Symbols symbols = read_symbols(object);
    std::vector<std::string> missing;
    for (const std::string& symbol : required) {
        if (symbols.defined.contains(symbol)) {
            continue;
        }
        std::string name = function_name(symbol);
        if (!name.empty() && std::find(missing.begin(), missing.end(), name) == missing.end()) {
            missing.push_back(std::move(name));
        }
    }
    return missing;
}

std::string missing_in_words(const std::vector<std::string>& missing, const std::string& file,
                             const fs::path& header) {
    std::vector<std::pair<int, std::string>> by_line;
    by_line.reserve(missing.size());
    for (const std::string& name : missing) {
        by_line.emplace_back(declared_at(header, name), name);
    }
    std::sort(by_line.begin(), by_line.end());
    constexpr std::size_t most = 4;
    std::string message;
    for (std::size_t i = 0; i < std::min(most, by_line.size()); ++i) {
        const auto& [line, name] = by_line[i];
        message += fmt::format("{} does not define {}(), which {} declares{}.\n", file, name,
                               header.filename().string(),
                               line == 0 ? "" : fmt::format(" on line {}", line));
    }
    if (by_line.size() > most) {
        message += fmt::format("Nor does it define {} more.\n", by_line.size() - most);
    }
    return message + "Left out, or written with other parameters or in another namespace?";
}

} // namespace threadlab::build
