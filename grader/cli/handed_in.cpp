#include "cli/handed_in.hpp"

#include "batch/assign.hpp"
#include "batch/intake.hpp"

#include <fmt/format.h>

namespace threadlab::cli {

namespace fs = std::filesystem;

namespace {

bool is_strangers(const fs::path& path, const std::string& file) {
    return fs::is_directory(path) ? !fs::exists(path / file)
                                  : batch::is_archive_name(path.filename().string());
}

// All of those with the same fate, at most `most` by name.
void tell(const fs::path& path, const std::vector<batch::Remark>& remarks, batch::Fate fate,
          std::size_t most) {
    std::size_t told = 0;
    for (const batch::Remark& remark : remarks) {
        if (remark.fate == fate && ++told <= most) {
            fmt::print(stderr, "{}: {}\n", path.string(), to_string(remark));
        }
    }
    if (told > most) {
        fmt::print(stderr, "{}: and {} more like these\n", path.string(), told - most);
    }
}

build::Submission take_in(const fs::path& path, const course::Exercise& exercise,
                          const Places& places, sandbox::Sandbox& sandbox) {
    batch::IntakeResult result =
        batch::take_in(path, {exercise.edit}, batch::Bounds{}, {sandbox, places.unpacker()});
    if (const auto* fault = std::get_if<sandbox::MachineFault>(&result)) {
        throw std::runtime_error(fmt::format("cannot open {}: {}", path.string(), fault->why));
    }
    batch::Assigned assigned =
        batch::assign(std::get<batch::Intake>(std::move(result)), {{exercise.id, exercise.edit}},
                      batch::place_of_one_student);
    constexpr std::size_t most_told = 20;
    constexpr std::size_t most_ignored = 10;
    tell(path, assigned.remarks, batch::Fate::refused, most_told);
    tell(path, assigned.remarks, batch::Fate::noted, most_told);
    tell(path, assigned.remarks, batch::Fate::ignored, most_ignored);
    if (assigned.files.empty()) {
        throw UsageError(
            fmt::format("{} holds no {} that can be graded", path.string(), exercise.edit));
    }
    return {exercise.edit, std::move(assigned.files.front().file.text)};
}

} // namespace

build::Submission read_handed_in(const std::optional<fs::path>& path,
                                 const course::Exercise& exercise, const Places& places,
                                 sandbox::Sandbox& sandbox) {
    if (path && is_strangers(*path, exercise.edit)) {
        return take_in(*path, exercise, places, sandbox);
    }
    try {
        return build::read_submission(path.value_or(exercise.folder), exercise.edit);
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

} // namespace threadlab::cli
