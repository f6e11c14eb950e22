#include "build/kit.hpp"

#include "build/compiler_run.hpp"
#include "build/explored_program.hpp"
#include "build/symbols.hpp"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <functional>
#include <future>
#include <stdexcept>

namespace threadlab::build {

namespace fs = std::filesystem;

namespace {

constexpr const char* program_header = "explorer/program.hpp";
constexpr const char* googletest = "/usr/src/googletest/googletest";
constexpr const char* wrapper = "prefix.hpp";
constexpr const char* lab_header = "lab/check.hpp";
constexpr Variant all_variants[] = {Variant::native, Variant::race, Variant::explore};

using Error = std::optional<std::string>; // what went wrong, or nothing
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

// What is precompiled: a file around the header, so that the header's own #pragma once works as it
// does without.
void write_wrapper(const fs::path& out, const std::string& header) {
    std::ofstream(out / wrapper) << "#include \"" << header << "\"\n";
}

struct Builder {
    const Toolchain& toolchain;
    const OwnParts& own;
    sandbox::Sandbox& sandbox;
    // Set once the compiler finds fault with a source: everything else is the machine's.
    std::atomic<bool>& source_fault;

    Error compile(const Words& argv, const Files& files, const fs::path& out) const {
        // Our own code, and GoogleTest is large: on a slow machine it may take its time.
        constexpr double seconds = 600;
        const CompilerResult result = run_compiler({argv, files, out, {}, seconds}, sandbox);
        if (std::holds_alternative<CompilerSaid>(result)) {
            source_fault = true;
        }
        return error_of(result);
    }

    Words flags(Variant variant) const {
        return common_flags(toolchain, variant) + Words{"-Wall", "-fvisibility=hidden"};
    }

    Words checks_flags(Variant variant) const {
        return flags(variant) + Words{"-DGTEST_API_=", "-Ilab-include", "-Iinclude"};
    }

    fs::path harness_sources() const { return own.grader / "harness"; }

    Files lab_files() const {
        return files_below(harness_sources() / "include", ".hpp", "lab-include");
    }

    // Precompiled headers hold paths, which only a full sandbox keeps the same.
    bool precompiles() const { return sandbox.level() == sandbox::Level::full; }

    // Makes <variant>.pch of what the wrapper in `out` includes.
    Error precompile(Variant variant, const Words& flags, const Files& files,
                     const fs::path& out) const {
        return compile(flags + Words{"-Xclang", "-fno-pch-timestamp", "-fpch-instantiate-templates",
                                     "-x", "c++-header", wrapper, "-o",
                                     "out/" + to_string(variant) + ".pch"},
                       files + Files{{out / wrapper, wrapper}}, out);
    }

    // What every checks.cpp includes, GoogleTest above all: half of the time that compiling it
    // takes.
    Error lab_headers(const fs::path& out) const {
        write_wrapper(out, lab_header);
        return for_all_variants([&](Variant variant) {
            return precompile(variant, checks_flags(variant), lab_files(), out);
        });
    }

    Files harness_files() const {
        return files_below(harness_sources(), ".hpp", "harness") +
               files_below(harness_sources(), ".cpp", "harness") +
               files_below(harness_sources(), ".map", "harness") +
               Files{{own.grader / program_header, program_header}};
    }

    Error harness_program(Variant variant, const fs::path& out) const {
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
                           harness_files() + Files{{own.runtime, "runtime.a"}}, out / name);
        }
        // Only what runs for real has processes.
        const Words processes = variant == Variant::native ? Words{"harness/processes/api.cpp",
                                                                   "harness/processes/calls.cpp",
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
    Error runner(const fs::path& out) const {
        const Words flags_here = flags(Variant::native) + Words{"-DGTEST_API_=", "-c"};
        if (auto error = compile(flags_here + Words{std::string("-I") + googletest,
                                                    std::string(googletest) + "/src/gtest-all.cc",
                                                    "-o", "out/gtest.o"},
                                 {}, out)) {
            return error;
        }
        return compile(flags_here + Words{"-I.", "harness/check_entry.cpp", "-o", "out/entry.o"},
                       harness_files(), out);
    }

    Error harness(const fs::path& out) const {
        return first_error({[&] { return runner(out); },
                            [&] {
                                return for_all_variants(
                                    [&](Variant variant) { return harness_program(variant, out); });
                            }});
    }
};

struct ExerciseBuilder {
    const Builder& builder;
    const course::Exercise& exercise;
    fs::path harness;                    // what Builder::harness made
    std::optional<fs::path> lab_headers; // what Builder::lab_headers made
    fs::path header;

    Error checks(const fs::path& source, Variant variant, const std::string& name,
                 const fs::path& out) const {
        const std::string text = source.filename().string();
        Files files = builder.lab_files() + Files{{source, text},
                                                  {header, "include/" + header.filename().string()},
                                                  {harness / "gtest.o", "gtest.o"},
                                                  {harness / "entry.o", "entry.o"}};
        Words flags = builder.checks_flags(variant) + shared_flags();
        if (lab_headers) {
            files = files + Files{{*lab_headers / (to_string(variant) + ".pch"), "lab.pch"},
                                  {*lab_headers / wrapper, wrapper}};
            flags = flags + Words{"-include-pch", "lab.pch"};
        }
        return builder.compile(
            flags + Words{text, "gtest.o", "entry.o", "-o", "out/" + name + ".so"}, files, out);
    }

    Error one_variant(Variant variant, const fs::path& out) const {
        const std::string name = to_string(variant);
        if (auto error = checks(exercise.folder / "checks.cpp", variant, "checks-" + name, out)) {
            return "checks.cpp does not compile:\n" + *error;
        }
        if (exercise.solutions && fs::exists(*exercise.solutions / "hidden_checks.cpp")) {
            if (auto error = checks(*exercise.solutions / "hidden_checks.cpp", variant,
                                    "hidden-" + name, out)) {
                return "hidden_checks.cpp does not compile:\n" + *error;
            }
        }
        if (builder.precompiles()) {
            const Words flags = common_flags(builder.toolchain, variant) + Words{"-Iinclude"};
            const Files files{{header, "include/" + header.filename().string()}};
            if (auto error = builder.precompile(variant, flags, files, out)) {
                return header.filename().string() + " does not compile:\n" + *error;
            }
        }
        return std::nullopt;
    }

    // With the lab's headers out of `cache`, where they can be precompiled.
    Error all_from(const Cache& cache, const std::string& lab_key, const fs::path& out) {
        if (builder.precompiles()) {
            Cache::Entry lab = cache.get("lab-headers", lab_key, [&](const fs::path& folder) {
                return builder.lab_headers(folder);
            });
            if (lab.error) {
                return lab.error;
            }
            lab_headers = lab.folder;
        }
        return all(out);
    }

    Error all(const fs::path& out) const {
        fs::copy_file(header, out / header.filename());
        write_wrapper(out, header.filename().string());
        return for_all_variants([&](Variant variant) { return one_variant(variant, out); });
    }
};

// Folders that change with every update of the C++ library, the C library or GoogleTest.
std::vector<fs::path> system_headers() {
    std::vector<fs::path> folders{fs::path(googletest) / "src", "/usr/include/gtest"};
    std::error_code absent;
    for (const char* several : {"/usr/include", "/usr/include/c++"}) {
        for (const fs::directory_entry& entry : fs::directory_iterator(several, absent)) {
            if (fs::exists(entry.path() / "bits", absent)) {
                folders.push_back(entry.path() / "bits");
            }
        }
    }
    std::sort(folders.begin(), folders.end());
    return folders;
}

Ingredients toolchain_ingredients(const Builder& builder) {
    Ingredients ingredients;
    ingredients.add(builder.toolchain.version).add_file(fs::path(googletest) / "src/gtest-all.cc");
    // An update of the C++ library makes precompiled headers useless.
    for (const fs::path& folder : system_headers()) {
        ingredients.add_folder_time(folder);
    }
    for (const Variant variant : all_variants) {
        for (const std::string& flag : builder.flags(variant) + shared_flags()) {
            ingredients.add(flag);
        }
    }
    for (const sandbox::File& file : builder.harness_files()) {
        ingredients.add_file(file.host);
    }
    ingredients.add_file(builder.own.runtime);
    return ingredients;
}

std::optional<fs::path> if_there(const fs::path& path) {
    std::error_code unreadable; // whoever needs it will say so
    return fs::exists(path, unreadable) ? std::optional(path) : std::nullopt;
}

std::vector<std::string> required_symbols(const Kit& kit) {
    std::set<std::string> undefined = read_symbols(kit.checks_native).undefined;
    if (kit.hidden_native) {
        undefined.merge(read_symbols(*kit.hidden_native).undefined);
    }
    return not_of_the_system(undefined);
}

// The one of three that belongs to `variant`.
template <typename T>
const T& of(Variant variant, const T& native, const T& race, const T& explore) {
    return variant == Variant::native ? native : variant == Variant::race ? race : explore;
}

} // namespace

const fs::path& Kit::harness(Variant variant) const {
    return of(variant, harness_native, harness_race, harness_explore);
}

const std::optional<fs::path>& Kit::pch(Variant variant) const {
    return of(variant, pch_native, pch_race, pch_explore);
}

const fs::path& Kit::checks(Variant variant, bool hidden) const {
    return hidden ? of(variant, hidden_native, hidden_race, hidden_explore).value()
                  : of(variant, checks_native, checks_race, checks_explore);
}

std::variant<Kit, KitError> prepare_kit(const course::Exercise& exercise,
                                        const Toolchain& toolchain, const OwnParts& own,
                                        const Cache& cache, sandbox::Sandbox& sandbox,
                                        const Announce& announce) {
    if (!fs::exists(fs::path(googletest) / "src/gtest-all.cc")) {
        return KitError{false, "GoogleTest is not installed; sudo apt-get install libgtest-dev"};
    }
    std::atomic<bool> source_fault{false};
    const Builder builder{toolchain, own, sandbox, source_fault};
    Ingredients ingredients = toolchain_ingredients(builder);
    const Cache::Entry harness = cache.get("harness", ingredients.key(), [&](const fs::path& out) {
        announce("building the harness for " + toolchain.name() + " (once)");
        return builder.harness(out);
    });
    if (harness.error) {
        return KitError{false, "the harness could not be built: " + *harness.error};
    }

    // At another level, precompiled headers have other paths in them.
    ingredients.add(to_string(sandbox.level()));
    const std::string lab_key = ingredients.key();
    const fs::path header =
        exercise.folder / fs::path(exercise.edit).replace_extension(".hpp").filename();
    ingredients.add_file(header).add_file(exercise.folder / "checks.cpp");
    if (exercise.solutions && fs::exists(*exercise.solutions / "hidden_checks.cpp")) {
        ingredients.add_file(*exercise.solutions / "hidden_checks.cpp");
    }
    const Cache::Entry built = cache.get(exercise.id, ingredients.key(), [&](const fs::path& out) {
        announce("building the checks of " + exercise.id + " (once)");
        return ExerciseBuilder{builder, exercise, harness.folder, {}, header}.all_from(
            cache, lab_key, out);
    });
    if (built.error) {
        return KitError{source_fault, *built.error};
    }

    Kit kit;
    kit.harness_native = harness.folder / "native/harness";
    kit.harness_race = harness.folder / "race/harness";
    kit.harness_explore = harness.folder / "explore/harness";
    kit.header = built.folder / header.filename();
    kit.pch_native = if_there(built.folder / "native.pch");
    kit.pch_race = if_there(built.folder / "race.pch");
    kit.pch_explore = if_there(built.folder / "explore.pch");
    kit.pch_source = if_there(built.folder / wrapper);
    kit.checks_native = built.folder / "checks-native.so";
    kit.checks_race = built.folder / "checks-race.so";
    kit.checks_explore = built.folder / "checks-explore.so";
    kit.hidden_native = if_there(built.folder / "hidden-native.so");
    kit.hidden_race = if_there(built.folder / "hidden-race.so");
    kit.hidden_explore = if_there(built.folder / "hidden-explore.so");
    kit.required = required_symbols(kit);
    return kit;
}

} // namespace threadlab::build
