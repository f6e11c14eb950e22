#include "build/kit_builder.hpp"

#include "build/compiler_run.hpp"
#include "build/explored_program.hpp"
#include "course/course.hpp"

#include <fstream>
#include <functional>
#include <future>

namespace threadlab::build {

namespace fs = std::filesystem;

namespace {

constexpr Variant all_variants[] = {Variant::native, Variant::race, Variant::explore};
constexpr const char* program_header = "explorer/program.hpp";
constexpr const char* lab_header = "lab/check.hpp";

using Error = KitBuilder::Error;
using Files = std::vector<sandbox::File>;

Error error_of(const CompilerResult& result) {
    if (std::holds_alternative<Compiled>(result)) {
        return std::nullopt;
    }
    if (const auto* said = std::get_if<CompilerSaid>(&result)) {
        return BuildFault{true, said->output.empty() ? "the compiler failed without saying why"
                                                     : said->output};
    }
    if (const auto* fault = std::get_if<sandbox::MachineFault>(&result)) {
        return BuildFault{false, fault->why};
    }
    return BuildFault{false, "the compiler reached its limit"};
}

Error with_name(const std::string& source, Error error) {
    if (error) {
        error->why = source + (error->in_source ? " does not compile:\n" : ": ") + error->why;
    }
    return error;
}

// Does all of them side by side.
Error first_error(const std::vector<std::function<Error()>>& all) {
    std::vector<std::future<Error>> running;
    running.reserve(all.size());
    for (const auto& one : all) {
        running.push_back(std::async(std::launch::async, one));
    }
    Error first;
    for (std::future<Error>& one : running) {
        Error error = one.get();
        first = first ? first : error;
    }
    return first;
}

// Does `one` for all variants side by side.
Error for_all_variants(const std::function<Error(Variant)>& one) {
    std::vector<std::function<Error()>> all;
    for (const Variant variant : all_variants) {
        all.emplace_back([&one, variant] { return one(variant); });
    }
    return first_error(all);
}

// What is precompiled is a file around the header, so that the header's own #pragma once works as
// it does without.
Error write_prefix_header(const fs::path& out, const std::string& header) {
    const fs::path file = out / prefix_header;
    if (!(std::ofstream(file) << "#include \"" << header << "\"\n" << std::flush)) {
        return BuildFault{false, "cannot write " + file.string()};
    }
    return std::nullopt;
}

sandbox::File given_header(const fs::path& header) {
    return {header, "include/" + header.filename().string()};
}

// Of the exercise, what its checks may include.
Files headers_of_checks(const ExerciseSources& sources) {
    Files files{given_header(sources.header)};
    if (sources.checks_header) {
        files.push_back(given_header(*sources.checks_header));
    }
    return files;
}

// Code of our own, or of a check's author.
Words own_flags(const Toolchain& toolchain, Variant variant) {
    return joined({common_flags(toolchain, variant), {"-Wall", "-fvisibility=hidden"}});
}

} // namespace

std::vector<fs::path> ExerciseSources::all() const {
    std::vector<fs::path> files{header, checks};
    for (const std::optional<fs::path>& file : {checks_header, hidden_checks}) {
        if (file) {
            files.push_back(*file);
        }
    }
    return files;
}

// GoogleTest and the entry to the checks, as objects that every checks.so is linked with. Not
// instrumented: they share nothing with a submission's threads but locks.
Words KitBuilder::googletest_command() const {
    const std::string sources = googletest_sources;
    return joined({own_flags(toolchain_, Variant::native),
                   {"-DGTEST_API_=", "-c", "-I" + sources, sources + "/src/gtest-all.cc", "-o",
                    "out/gtest.o"}});
}

Words KitBuilder::entry_command() const {
    return joined({own_flags(toolchain_, Variant::native),
                   {"-DGTEST_API_=", "-c", "-I.", "harness/check_entry.cpp", "-o", "out/entry.o"}});
}

Words KitBuilder::harness_command(Variant variant) const {
    const Words sources{"-I.",
                        "harness/" + to_string(variant) + ".cpp",
                        "harness/run.cpp",
                        "harness/challenge.cpp",
                        "harness/channel.cpp",
                        "harness/confine.cpp",
                        "harness/confine_files.cpp",
                        "harness/loaded_submission.cpp",
                        "harness/witness.cpp",
                        "harness/record.cpp",
                        "harness/processes/ledger.cpp",
                        "harness/processes/origins.cpp",
                        "harness/processes/standstill.cpp",
                        "harness/processes/tree.cpp"};
    const Words output{"-o", "out/harness", "-ldl"};
    if (variant == Variant::explore) {
        // It is the schedule's frame, and no part of it: hence without instrumentation.
        return joined({own_flags(toolchain_, Variant::native),
                       sources,
                       output,
                       explorer_link_flags("runtime.a"),
                       {"-Wl,--version-script=harness/explore.map"}});
    }
    // Only what runs for real has processes.
    const Words processes = variant == Variant::native
                                ? Words{"harness/processes/api.cpp", "harness/processes/calls.cpp",
                                        "harness/processes/locks.cpp"}
                                : Words{};
    return joined(
        {own_flags(toolchain_, variant),
         sources,
         {"harness/thread_count.cpp"},
         processes,
         output,
         {"-Wl,--version-script=harness/exports.map", "-Wl,--export-dynamic-symbol=threadlab_*"}});
}

Words KitBuilder::checks_flags(Variant variant) const {
    return joined(
        {own_flags(toolchain_, variant), {"-DGTEST_API_=", "-Ilab-include", "-Iinclude"}});
}

Words KitBuilder::header_flags(Variant variant) const {
    return joined({common_flags(toolchain_, variant), restricting_flags(), {"-Iinclude"}});
}

Words KitBuilder::precompile_command(Variant variant, const Words& flags) {
    return joined(
        {flags, precompile_flags(), {prefix_header, "-o", "out/" + to_string(variant) + ".pch"}});
}

Words KitBuilder::checks_command(Variant variant, const std::string& source,
                                 const std::string& name, bool precompiled) const {
    return joined(
        {checks_flags(variant),
         shared_flags(),
         precompiled ? Words{"-include-pch", "lab.pch"} : Words{"-include", lab_header},
         {source, "gtest.o", "entry.o", "-o", "out/" + name + "-" + to_string(variant) + ".so"}});
}

Words KitBuilder::recipe() const {
    Words words = joined({googletest_command(), entry_command(), {lab_header}});
    for (const Variant variant : all_variants) {
        words = joined({words, harness_command(variant),
                        precompile_command(variant, checks_flags(variant)),
                        precompile_command(variant, header_flags(variant)),
                        checks_command(variant, course::checks_file, "checks", true)});
    }
    return words;
}

Files KitBuilder::lab_files() const {
    return files_below(harness_sources() / "include", ".hpp", "lab-include");
}

Files KitBuilder::harness_files() const {
    Files files{{own_.grader / program_header, program_header}};
    for (const char* ending : {".hpp", ".cpp", ".map"}) {
        const Files more = files_below(harness_sources(), ending, "harness");
        files.insert(files.end(), more.begin(), more.end());
    }
    return files;
}

Error KitBuilder::compile(const Words& argv, const Files& files, const fs::path& out) const {
    // Our own code, and GoogleTest is large: on a slow machine it may take its time.
    constexpr double seconds = 600;
    return error_of(run_compiler({argv, files, out, {}, seconds}, sandbox_));
}

// Makes <variant>.pch of what the prefix header in `out` includes.
Error KitBuilder::precompile(Variant variant, const Words& flags, const Files& files,
                             const fs::path& out) const {
    Files all = files;
    all.push_back({out / prefix_header, prefix_header});
    return compile(precompile_command(variant, flags), all, out);
}

Error KitBuilder::lab_headers(const fs::path& out) const {
    if (auto error = write_prefix_header(out, lab_header)) {
        return error;
    }
    return for_all_variants([&](Variant variant) {
        return precompile(variant, checks_flags(variant), lab_files(), out);
    });
}

Error KitBuilder::harness_program(Variant variant, const fs::path& out) const {
    Files files = harness_files();
    if (variant == Variant::explore) {
        files.push_back({own_.runtime, "runtime.a"});
    }
    return compile(harness_command(variant), files, out / to_string(variant));
}

Error KitBuilder::runner(const fs::path& out) const {
    if (auto error = compile(googletest_command(), {}, out)) {
        return error;
    }
    return compile(entry_command(), harness_files(), out);
}

Error KitBuilder::harness(const fs::path& out) const {
    return first_error({[&] { return runner(out); },
                        [&] {
                            return for_all_variants(
                                [&](Variant variant) { return harness_program(variant, out); });
                        }});
}

Error KitBuilder::checks(const Checks& checks, Variant variant, const Made& made,
                         const fs::path& out) const {
    const std::string source = checks.source.filename().string();
    Files files = lab_files();
    files.insert(files.end(), checks.headers.begin(), checks.headers.end());
    files.insert(files.end(), {{checks.source, source},
                               {made.harness / "gtest.o", "gtest.o"},
                               {made.harness / "entry.o", "entry.o"}});
    if (made.lab_headers) {
        Files with_pch = files;
        with_pch.insert(with_pch.end(),
                        {{*made.lab_headers / (to_string(variant) + ".pch"), "lab.pch"},
                         {*made.lab_headers / prefix_header, prefix_header}});
        if (!compile(checks_command(variant, source, checks.name, true), with_pch, out)) {
            return std::nullopt;
        }
        // It may be about the precompiled header, which is ours: what is wrong without it, too, is
        // the author's.
    }
    return with_name(source,
                     compile(checks_command(variant, source, checks.name, false), files, out));
}

Error KitBuilder::exercise_variant(const ExerciseSources& sources, Variant variant,
                                   const Made& made, const fs::path& out) const {
    const Files headers = headers_of_checks(sources);
    if (auto error = checks({sources.checks, headers, "checks"}, variant, made, out)) {
        return error;
    }
    if (sources.hidden_checks) {
        if (auto error = checks({*sources.hidden_checks, headers, "hidden"}, variant, made, out)) {
            return error;
        }
    }
    if (precompiles()) {
        return with_name(
            sources.header.filename().string(),
            precompile(variant, header_flags(variant), {given_header(sources.header)}, out));
    }
    return std::nullopt;
}

Error KitBuilder::exercise(const ExerciseSources& sources, const Made& made,
                           const fs::path& out) const {
    const fs::path name = sources.header.filename();
    std::error_code failed;
    if (!fs::copy_file(sources.header, out / name, failed)) {
        return BuildFault{false,
                          "cannot copy " + sources.header.string() + ": " + failed.message()};
    }
    if (auto error = write_prefix_header(out, name.string())) {
        return error;
    }
    return for_all_variants(
        [&](Variant variant) { return exercise_variant(sources, variant, made, out); });
}

} // namespace threadlab::build
