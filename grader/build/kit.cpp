#include "build/kit.hpp"

#include "build/compiler_run.hpp"
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

constexpr const char* googletest = "/usr/src/googletest/googletest";
constexpr const char* wrapper = "prefix.hpp";

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

// Does both side by side.
Error first_error(const std::function<Error()>& one, const std::function<Error()>& other) {
    std::future<Error> in_background = std::async(std::launch::async, other);
    Error error = one();
    Error second = in_background.get();
    return error ? error : second;
}

struct Builder {
    const Toolchain& toolchain;
    const fs::path& harness_sources;
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

    Files harness_files() const {
        return files_below(harness_sources, ".hpp", "harness") +
               files_below(harness_sources, ".cpp", "harness") +
               files_below(harness_sources, ".map", "harness");
    }

    Error harness_program(Variant variant, const fs::path& out) const {
        const std::string name = to_string(variant);
        return compile(flags(variant) +
                           Words{"-I.", "harness/" + name + ".cpp", "harness/run.cpp",
                                 "harness/witness.cpp", "harness/thread_count.cpp",
                                 "harness/record.cpp", "-o", "out/harness", "-ldl",
                                 "-Wl,--version-script=harness/exports.map",
                                 "-Wl,--export-dynamic-symbol=threadlab_threads_created"},
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
        return first_error([&] { return runner(out); },
                           [&] {
                               auto error = harness_program(Variant::native, out);
                               return error ? error : harness_program(Variant::race, out);
                           });
    }
};

struct ExerciseBuilder {
    const Builder& builder;
    const course::Exercise& exercise;
    fs::path harness; // what Builder::harness made
    fs::path header;

    Error checks(const fs::path& source, Variant variant, const std::string& name,
                 const fs::path& out) const {
        const std::string text = source.filename().string();
        const Files files =
            files_below(builder.harness_sources / "include", ".hpp", "lab-include") +
            Files{{source, text},
                  {header, "include/" + header.filename().string()},
                  {harness / "gtest.o", "gtest.o"},
                  {harness / "entry.o", "entry.o"}};
        return builder.compile(builder.flags(variant) + shared_flags() +
                                   Words{"-DGTEST_API_=", "-Ilab-include", "-Iinclude", text,
                                         "gtest.o", "entry.o", "-o", "out/" + name + ".so"},
                               files, out);
    }

    Error precompile(Variant variant, const fs::path& out) const {
        return builder.compile(
            common_flags(builder.toolchain, variant) +
                Words{"-Xclang", "-fno-pch-timestamp", "-Iinclude", "-x", "c++-header", wrapper,
                      "-o", "out/" + to_string(variant) + ".pch"},
            {{out / wrapper, wrapper}, {header, "include/" + header.filename().string()}}, out);
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
        // Precompiled headers hold paths, which only a full sandbox keeps the same.
        if (builder.sandbox.level() == sandbox::Level::full) {
            if (auto error = precompile(variant, out)) {
                return header.filename().string() + " does not compile:\n" + *error;
            }
        }
        return std::nullopt;
    }

    Error all(const fs::path& out) const {
        fs::copy_file(header, out / header.filename());
        // A wrapper, so that the header's own #pragma once works as it does without.
        std::ofstream(out / wrapper) << "#include \"" << header.filename().string() << "\"\n";
        return first_error([&] { return one_variant(Variant::native, out); },
                           [&] { return one_variant(Variant::race, out); });
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
    for (const Variant variant : {Variant::native, Variant::race}) {
        for (const std::string& flag : builder.flags(variant) + shared_flags()) {
            ingredients.add(flag);
        }
    }
    for (const sandbox::File& file : builder.harness_files()) {
        ingredients.add_file(file.host);
    }
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

} // namespace

std::variant<Kit, KitError> prepare_kit(const course::Exercise& exercise,
                                        const Toolchain& toolchain, const fs::path& harness_sources,
                                        const Cache& cache, sandbox::Sandbox& sandbox,
                                        const Announce& announce) {
    if (!fs::exists(fs::path(googletest) / "src/gtest-all.cc")) {
        return KitError{false, "GoogleTest is not installed; sudo apt-get install libgtest-dev"};
    }
    std::atomic<bool> source_fault{false};
    const Builder builder{toolchain, harness_sources, sandbox, source_fault};
    Ingredients ingredients = toolchain_ingredients(builder);
    const Cache::Entry harness = cache.get("harness", ingredients.key(), [&](const fs::path& out) {
        announce("building the harness for " + toolchain.name() + " (once)");
        return builder.harness(out);
    });
    if (harness.error) {
        return KitError{false, "the harness could not be built: " + *harness.error};
    }

    const fs::path header =
        exercise.folder / fs::path(exercise.edit).replace_extension(".hpp").filename();
    // At another level, precompiled headers have other paths in them.
    ingredients.add(to_string(sandbox.level()));
    ingredients.add_file(header).add_file(exercise.folder / "checks.cpp");
    if (exercise.solutions && fs::exists(*exercise.solutions / "hidden_checks.cpp")) {
        ingredients.add_file(*exercise.solutions / "hidden_checks.cpp");
    }
    const Cache::Entry built = cache.get(exercise.id, ingredients.key(), [&](const fs::path& out) {
        announce("building the checks of " + exercise.id + " (once)");
        return ExerciseBuilder{builder, exercise, harness.folder, header}.all(out);
    });
    if (built.error) {
        return KitError{source_fault, *built.error};
    }

    Kit kit;
    kit.harness_native = harness.folder / "native/harness";
    kit.harness_race = harness.folder / "race/harness";
    kit.header = built.folder / header.filename();
    kit.pch_native = if_there(built.folder / "native.pch");
    kit.pch_race = if_there(built.folder / "race.pch");
    kit.pch_source = if_there(built.folder / wrapper);
    kit.checks_native = built.folder / "checks-native.so";
    kit.checks_race = built.folder / "checks-race.so";
    kit.hidden_native = if_there(built.folder / "hidden-native.so");
    kit.hidden_race = if_there(built.folder / "hidden-race.so");
    kit.required = required_symbols(kit);
    return kit;
}

} // namespace threadlab::build
