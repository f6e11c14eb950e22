#include "batch/intake.hpp"

#include "batch/folder.hpp"
#include "batch/sift.hpp"
#include "scorecard/utf8.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <system_error>

namespace threadlab::batch {

namespace fs = std::filesystem;

namespace {

// The endings of the names that are wanted: ".cpp".
std::vector<std::string> suffixes_of(const std::vector<std::string>& wanted) {
    std::vector<std::string> suffixes;
    for (const std::string& name : wanted) {
        const std::string suffix = fs::path(name).extension().string();
        if (std::find(suffixes.begin(), suffixes.end(), suffix) == suffixes.end()) {
            suffixes.push_back(suffix);
        }
    }
    return suffixes;
}

ReadResult read(const fs::path& path, const std::vector<std::string>& wanted, const Bounds& bounds,
                const Tools& tools) {
    try {
        const fs::file_status status = fs::status(path);
        if (fs::is_directory(status)) {
            return read_folder(path, suffixes_of(wanted), bounds);
        }
        if (!fs::is_regular_file(status)) {
            return Unreadable{fs::exists(status) ? "it is no file, folder or archive"
                                                 : "there is no such file or folder"};
        }
        if (is_archive_name(path.filename().string())) {
            return read_archive(path, suffixes_of(wanted), bounds, tools.sandbox, tools.unpacker);
        }
        return read_single_file(path, bounds);
    } catch (const std::system_error& error) {
        return Unreadable{error.code().message()};
    }
}

// Enough of a name to know it by.
constexpr std::size_t longest_shown = 200;

std::string shown(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        if (out.size() >= longest_shown) {
            return out + "...";
        }
        const scorecard::Character character = scorecard::first_character(text);
        out += scorecard::is_visible(character) ? std::string(text.substr(0, character.bytes))
                                                : scorecard::escaped(character);
        text.remove_prefix(character.bytes);
    }
    return out;
}

const char* word_of(Fate fate) {
    switch (fate) {
    case Fate::refused:
        return "refused";
    case Fate::ignored:
        return "ignored";
    case Fate::noted:
        break;
    }
    return "noted";
}

} // namespace

std::string to_string(const Remark& remark) {
    return fmt::format("{}{}{}: {}", shown(remark.name), remark.name.empty() ? "" : ": ",
                       word_of(remark.fate), remark.why);
}

IntakeResult take_in(const fs::path& path, const std::vector<std::string>& wanted,
                     const Bounds& bounds, const Tools& tools) {
    ReadResult result = read(path, wanted, bounds, tools);
    if (const auto* fault = std::get_if<sandbox::MachineFault>(&result)) {
        return *fault;
    }
    if (const auto* unreadable = std::get_if<Unreadable>(&result)) {
        return Intake{{}, {{Fate::refused, "", unreadable->why}}};
    }
    return sift(std::get<Listing>(std::move(result)), wanted, bounds);
}

} // namespace threadlab::batch
