#include "build/kit.hpp"

#include "build/kit_builder.hpp"
#include "build/symbols.hpp"

#include <algorithm>

namespace threadlab::build {

namespace fs = std::filesystem;

namespace {

// Folders that change with every update of the C++ library, the C library or GoogleTest.
std::vector<fs::path> system_headers() {
    std::vector<fs::path> folders{fs::path(googletest_sources) / "src", "/usr/include/gtest",
                                  "/usr/include/linux"};
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

Ingredients toolchain_ingredients(const Toolchain& toolchain, const OwnParts& own,
                                  const KitBuilder& builder) {
    Ingredients ingredients;
    ingredients.add(toolchain.version).add_file(fs::path(googletest_sources) / "src/gtest-all.cc");
    // An update of the compiler or the C++ library makes precompiled headers useless.
    ingredients.add_time(toolchain.compiler);
    for (const fs::path& folder : system_headers()) {
        ingredients.add_time(folder);
    }
    for (const std::string& word : builder.recipe()) {
        ingredients.add(word);
    }
    for (const sandbox::File& file : builder.harness_files()) {
        ingredients.add_file(file.host);
    }
    ingredients.add_file(own.runtime);
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

Kit kit_in(const fs::path& harness, const fs::path& built, const fs::path& header) {
    Kit kit;
    kit.harness_native = harness / "native/harness";
    kit.harness_race = harness / "race/harness";
    kit.harness_explore = harness / "explore/harness";
    kit.header = built / header;
    kit.pch_native = if_there(built / "native.pch");
    kit.pch_race = if_there(built / "race.pch");
    kit.pch_explore = if_there(built / "explore.pch");
    kit.pch_source = if_there(built / prefix_header);
    kit.checks_native = built / "checks-native.so";
    kit.checks_race = built / "checks-race.so";
    kit.checks_explore = built / "checks-explore.so";
    kit.hidden_native = if_there(built / "hidden-native.so");
    kit.hidden_race = if_there(built / "hidden-race.so");
    kit.hidden_explore = if_there(built / "hidden-explore.so");
    kit.required = required_symbols(kit);
    return kit;
}

ExerciseSources sources_of(const course::Exercise& exercise) {
    ExerciseSources sources;
    sources.header = exercise.header();
    sources.checks_header = if_there(exercise.folder / course::checks_header);
    sources.checks = exercise.folder / course::checks_file;
    if (exercise.solutions) {
        sources.hidden_checks = if_there(*exercise.solutions / course::hidden_checks_file);
    }
    return sources;
}

// Where a student's kit lacks the hidden checks, it also lacks some of the calls.
std::optional<std::string> about_nothing(const course::Exercise& exercise, const Kit& kit) {
    for (const course::Check& check : exercise.checks) {
        const auto is_called = [&](const std::string& name) {
            return std::any_of(kit.required.begin(), kit.required.end(),
                               [&](const std::string& symbol) { return is_meant(symbol, name); });
        };
        if (exercise.solutions && check.about && !is_called(*check.about)) {
            return "the check '" + check.id + "' is 'about' " + *check.about +
                   ", which is no function that the checks call";
        }
    }
    return std::nullopt;
}

std::optional<std::string> in_words(const KitBuilder::Error& error) {
    return error ? std::optional(error->why) : std::nullopt;
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
    if (!fs::exists(fs::path(googletest_sources) / "src/gtest-all.cc")) {
        return KitError{false, "GoogleTest is not installed; sudo apt-get install libgtest-dev"};
    }
    const KitBuilder builder(toolchain, own, sandbox);
    Ingredients ingredients = toolchain_ingredients(toolchain, own, builder);
    const auto wait = [&] { announce("waiting for another threadlab, which builds the same"); };
    const auto make_harness = [&](const fs::path& out) {
        announce("building the harness for " + toolchain.name() + " (once)");
        return in_words(builder.harness(out));
    };
    const Cache::Entry harness = cache.get("harness", ingredients.key(), make_harness, wait);
    if (harness.error) {
        return KitError{false, "the harness could not be built: " + *harness.error};
    }

    // At another level, precompiled headers have other paths in them.
    ingredients.add(to_string(sandbox.level()));
    const std::string lab_key = ingredients.key();
    const ExerciseSources sources = sources_of(exercise);
    for (const fs::path& file : sources.all()) {
        ingredients.add_file(file);
    }
    KitBuilder::Error fault;
    const auto make_lab_headers = [&](const fs::path& out) {
        return in_words(builder.lab_headers(out));
    };
    const auto make_checks = [&](const fs::path& out) -> std::optional<std::string> {
        announce("building the checks of " + exercise.id + " (once)");
        KitBuilder::Made made{harness.folder, std::nullopt};
        if (builder.precompiles()) {
            const Cache::Entry lab = cache.get("lab-headers", lab_key, make_lab_headers, wait);
            if (lab.error) {
                return "the lab's headers could not be precompiled: " + *lab.error;
            }
            made.lab_headers = lab.folder;
        }
        fault = builder.exercise(sources, made, out);
        return in_words(fault);
    };
    const Cache::Entry built = cache.get(exercise.id, ingredients.key(), make_checks, wait);
    if (built.error) {
        return KitError{fault && fault->in_source, *built.error};
    }
    Kit kit = kit_in(harness.folder, built.folder, sources.header.filename());
    if (const auto why = about_nothing(exercise, kit)) {
        return KitError{true, *why};
    }
    return kit;
}

} // namespace threadlab::build
