// What stands behind the audit must hold without it: checks of submissions that it would refuse.
#pragma once

#include "course/read.hpp"
#include "judge/explore_check.hpp"
#include "judge/grade.hpp"
#include "judge/native_check.hpp"
#include "program.hpp"
#include "real_toolchain.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <variant>

namespace threadlab::testing {

// What the check `id`, of kind native or explore, of the exercise in `folder` says of `submission`.
inline judge::Finding judged_unaudited(const fs::path& folder, const std::string& submission,
                                       const std::string& id) {
    const RealToolchain real;
    const auto exercise =
        std::get<course::Exercise>(course::read_exercise(folder, std::nullopt, course::Limits{}));
    const auto readiness = judge::make_ready(
        exercise, {}, {repository / "grader", fs::path(PROGRAMS_DIR) / "libthreadlab-explorer.a"},
        build::Cache(fs::path(PROGRAMS_DIR) / "cache"), *real.box, [](const std::string&) {});
    const auto& ready = std::get<judge::Ready>(readiness);
    const course::Check& check = *exercise.find_check(id);
    const bool explored = check.kind == course::Kind::explore;
    const TempFolder out;
    const build::Submission handed_in{exercise.edit, submission};
    const auto built = build::build_submission(
        handed_in, ready.kit, ready.toolchain,
        {.raced = false, .explored = explored, .allow = exercise.allow, .audited = false},
        out.path(), *real.box);
    const judge::Bench bench{
        exercise, handed_in, ready.kit, ready.toolchain, std::get<build::Built>(built), *real.box};
    return explored ? judge::judge_explore(bench, check) : judge::judge_native(bench, check);
}

} // namespace threadlab::testing
