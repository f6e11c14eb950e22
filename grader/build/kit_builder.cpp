#include "build/kit_builder.hpp"

#include "build/compiler_run.hpp"
#include "build/explored_program.hpp"

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
using Words = std::vector<std::string>;
using Files = std::vector<sandbox::File>;

template <typename T>
std::vector<T> operator+(std::vector<T> list, const std::vector<T>& more) {
    list.insert(list.end(), more.begin(), more.end());
    return list;
}

Error error_of(const CompilerResult& result) {
    if (std::holds_alternative<Compiled>(result)) {
        return std::nullopt;
    }
    if (const auto* said = std::get_if<CompilerSaid>(&result)) {
        return said->output.empty() ? "the compiler failed without saying why" : said->output;
    }
    if (const auto* fault = std::get_if<sandbox::MachineFault>(&result)) {
        return fault->why;
    }
    return "the compiler reached its limit";
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
void write_wrapper(const fs::path& out, const std::string& header) {
    std::ofstream(out / wrapper) << "#include \"" << header << "\"\n";
}

sandbox::File given_header(const fs::path& header) {
    return {header, "include/" + header.filename().string()};
}

} // namespace

Error KitBuilder::compile(const Words& argv, const Files& files, const fs::path& out) const {
    // Our own code, and GoogleTest is large: on a slow machine it may take its time.
    constexpr double seconds = 600;
    const CompilerResult result = run_compiler({argv, files, out, {}, seconds}, sandbox_);
    if (std::holds_alternative<CompilerSaid>(result)) {
        has_faulty_source_ = true;
    }
    return error_of(result);
}

Words KitBuilder::flags(Variant variant) const {
    return common_flags(toolchain_, variant) + Words{"-Wall", "-fvisibility=hidden"};
}

Words KitBuilder::checks_flags(Variant variant) const {
    return flags(variant) + Words{"-DGTEST_API_=", "-Ilab-include", "-Iinclude"};
}

Files KitBuilder::lab_files() const {
    return files_below(harness_sources() / "include", ".hpp", "lab-include");
}

// Makes <variant>.pch of what the wrapper in `out` includes.
Error KitBuilder::precompile(Variant variant, const Words& flags, const Files& files,
                             const fs::path& out) const {
    return compile(flags + precompile_flags() +
                       Words{wrapper, "-o", "out/" + to_string(variant) + ".pch"},
                   files + Files{{out / wrapper, wrapper}}, out);
}

Error KitBuilder::lab_headers(const fs::path& out) const {
    write_wrapper(out, lab_header);
    return for_all_variants([&](Variant variant) {
        return precompile(variant, checks_flags(variant), lab_files(), out);
    });
}

Words KitBuilder::recipe() const {
    Words words{wrapper, lab_header};
    for (const Variant variant : all_variants) {
        words = words + checks_flags(variant);
    }
    return words + shared_flags() + precompile_flags();
}

Files KitBuilder::harness_files() const {
    return files_below(harness_sources(), ".hpp", "harness") +
           files_below(harness_sources(), ".cpp", "harness") +
           files_below(harness_sources(), ".map", "harness") +
           Files{{own_.grader / program_header, program_header}};
}

Error KitBuilder::harness_program(Variant variant, const fs::path& out) const {
    const std::string name = to_string(variant);
    const Words sources{"-I.",
                        "harness/" + name + ".cpp",
                        "harness/run.cpp",
                        "harness/witness.cpp",
                        "harness/record.cpp",
                        "harness/processes/ledger.cpp",
                        "harness/processes/standstill.cpp",
                        "harness/processes/tree.cpp"};
    const Words output{"-o", "out/harness", "-ldl"};
    if (variant == Variant::explore) {
        // It is the schedule's frame, and no part of it: hence without instrumentation.
        return compile(flags(Variant::native) + sources + output +
                           explorer_link_flags("runtime.a") +
                           Words{"-Wl,--version-script=harness/explore.map"},
                       harness_files() + Files{{own_.runtime, "runtime.a"}}, out / name);
    }
    // Only what runs for real has processes.
    const Words processes = variant == Variant::native
                                ? Words{"harness/processes/api.cpp", "harness/processes/calls.cpp",
                                        "harness/processes/locks.cpp"}
                                : Words{};
    return compile(flags(variant) + sources + Words{"harness/thread_count.cpp"} + processes +
                       output +
                       Words{"-Wl,--version-script=harness/exports.map",
                             "-Wl,--export-dynamic-symbol=threadlab_*"},
                   harness_files(), out / name);
}

// GoogleTest and the entry to the checks, as objects that every checks.so is linked with. Not
// instrumented: they share nothing with a submission's threads but locks.
Error KitBuilder::runner(const fs::path& out) const {
    const Words flags_here = flags(Variant::native) + Words{"-DGTEST_API_=", "-c"};
    if (auto error =
            compile(flags_here + Words{std::string("-I") + googletest_sources,
                                       std::string(googletest_sources) + "/src/gtest-all.cc", "-o",
                                       "out/gtest.o"},
                    {}, out)) {
        return error;
    }
    return compile(flags_here + Words{"-I.", "harness/check_entry.cpp", "-o", "out/entry.o"},
                   harness_files(), out);
}

Error KitBuilder::harness(const fs::path& out) const {
    return first_error({[&] { return runner(out); },
                        [&] {
                            return for_all_variants(
                                [&](Variant variant) { return harness_program(variant, out); });
                        }});
}
Error KitBuilder::checks(const fs::path& source, const fs::path& header, Variant variant,
                         const Made& made, const std::string& name, const fs::path& out) const {
    const std::string text = source.filename().string();
    Files files = lab_files() + Files{{source, text},
                                      given_header(header),
                                      {made.harness / "gtest.o", "gtest.o"},
                                      {made.harness / "entry.o", "entry.o"}};
    Words flags = checks_flags(variant) + shared_flags();
    if (made.lab_headers) {
        files = files + Files{{*made.lab_headers / (to_string(variant) + ".pch"), "lab.pch"},
                              {*made.lab_headers / wrapper, wrapper}};
        flags = flags + Words{"-include-pch", "lab.pch"};
    } else {
        flags = flags + Words{"-include", lab_header};
    }
    return compile(flags + Words{text, "gtest.o", "entry.o", "-o", "out/" + name + ".so"}, files,
                   out);
}

Error KitBuilder::exercise_variant(const course::Exercise& exercise, const fs::path& header,
                                   Variant variant, const Made& made, const fs::path& out) const {
    const std::string name = to_string(variant);
    if (auto error =
            checks(exercise.folder / "checks.cpp", header, variant, made, "checks-" + name, out)) {
        return "checks.cpp does not compile:\n" + *error;
    }
    if (exercise.solutions && fs::exists(*exercise.solutions / "hidden_checks.cpp")) {
        if (auto error = checks(*exercise.solutions / "hidden_checks.cpp", header, variant, made,
                                "hidden-" + name, out)) {
            return "hidden_checks.cpp does not compile:\n" + *error;
        }
    }
    if (precompiles()) {
        const Words flags = common_flags(toolchain_, variant) + Words{"-Iinclude"};
        if (auto error = precompile(variant, flags, {given_header(header)}, out)) {
            return header.filename().string() + " does not compile:\n" + *error;
        }
    }
    return std::nullopt;
}

Error KitBuilder::exercise(const course::Exercise& exercise, const fs::path& header,
                           const Made& made, const fs::path& out) const {
    fs::copy_file(header, out / header.filename());
    write_wrapper(out, header.filename().string());
    return for_all_variants(
        [&](Variant variant) { return exercise_variant(exercise, header, variant, made, out); });
}

} // namespace threadlab::build
