#include "cli/explore.hpp"

#include "build/cache.hpp"
#include "build/explored_program.hpp"
#include "build/flags.hpp"
#include "cli/session.hpp"
#include "judge/explorer_claim.hpp"
#include "judge/explorer_record.hpp"
#include "judge/explorer_story.hpp"
#include "report/explored.hpp"
#include "sandbox/temporary_folder.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <set>
#include <unistd.h>

namespace threadlab::cli {

namespace fs = std::filesystem;

namespace {

using report::Explored;

// A program that is ready to run, and how its lines are found again.
struct Subject {
    fs::path program;
    std::vector<std::string> arguments;
    judge::Sources sources; // empty: read from where the debug information says
    std::string fingerprint;
};

struct Explorer {
    const ExploreOptions& options;
    Places places;
    build::Toolchain toolchain;
    std::unique_ptr<sandbox::Sandbox> sandbox;

    fs::path runtime() const { return places.runtime(); }

    // Changes with all that a schedule depends on.
    std::string fingerprint(const std::vector<build::ProgramSource>& sources) const {
        build::Ingredients all;
        all.add(toolchain.version).add_file(runtime());
        for (const std::string& flag : build::subject_flags(toolchain, build::Variant::explore)) {
            all.add(flag);
        }
        for (const build::ProgramSource& source : sources) {
            all.add(source.name).add(source.text);
        }
        constexpr std::size_t digits = 8;
        return all.key().substr(0, digits);
    }

    sandbox::Outcome run(const Subject& subject) const {
        sandbox::Command command;
        command.argv = {"./program"};
        command.argv.insert(command.argv.end(), subject.arguments.begin(), subject.arguments.end());
        command.files = {{subject.program, "program"}};
        command.fixed_addresses = true;
        command.calls = sandbox::Calls::processes;
        std::string asked = fmt::format("LAB_EXPLORE=record=3,schedules={},seed={},strategy={}",
                                        options.schedules, options.seed, options.strategy);
        if (!options.allow.empty()) {
            asked += ",processes=yes";
        }
        if (options.preemptions) {
            asked += fmt::format(",preemptions={}", *options.preemptions);
        }
        if (options.replay) {
            asked += ",replay=" + decisions_of(*options.replay, subject.fingerprint);
        }
        // Bound at once: what is bound later differs from schedule to schedule.
        command.environment = {asked, "LD_BIND_NOW=1"};
        sandbox::Limits limits;
        limits.cpu_seconds = 300;
        limits.wall_seconds = 300;
        limits.memory_bytes = std::int64_t{2} << 30;
        limits.processes = 1100;
        return sandbox->run(command, limits);
    }

    static std::string decisions_of(const std::string& token, const std::string& fingerprint) {
        const std::string head = "r1-" + fingerprint + "-";
        if (token.starts_with(head)) {
            return token.substr(head.size());
        }
        throw UsageError(token.starts_with("r1-")
                             ? "the replay token is of another program, compiler or version of "
                               "threadlab: explore again to get one that fits"
                             : "a replay token begins with r1-, as in the report that gave it");
    }
};

std::vector<harness::Frame> distinct(std::vector<harness::Frame> frames) {
    const auto less = [](const harness::Frame& a, const harness::Frame& b) {
        return std::tie(a.module, a.offset) < std::tie(b.module, b.offset);
    };
    std::sort(frames.begin(), frames.end(), less);
    frames.erase(std::unique(frames.begin(), frames.end()), frames.end());
    return frames;
}

// The files that debug information names, but for those of the system.
judge::Sources sources_named_in(const judge::Places& found) {
    judge::Sources sources;
    for (const auto& [frame, places] : found) {
        for (const judge::Place& place : places) {
            const fs::path file = place.file;
            const std::string name = file.filename().string();
            if (!place.file.starts_with("/usr/") && !sources.contains(name) &&
                fs::is_regular_file(file)) {
                sources[name] = build::read_file(file);
            }
        }
    }
    return sources;
}

Explored could_not(const std::string& why) {
    Explored result;
    result.status = "ungraded";
    result.message = why;
    return result;
}

std::string why_no_record(const sandbox::Outcome& outcome) {
    if (const auto* fault = std::get_if<sandbox::MachineFault>(&outcome.ending)) {
        return fault->why;
    }
    if (std::holds_alternative<sandbox::Starved>(outcome.ending)) {
        return "the machine was too busy";
    }
    if (std::holds_alternative<sandbox::LimitReached>(outcome.ending)) {
        return "the schedules asked for take more time or memory than there is: ask for fewer with "
               "--schedules";
    }
    return outcome.output.empty() ? "the program was not linked with the explorer's runtime (see "
                                    "threadlab explore --flags)"
                                  : outcome.output;
}

Explored explore(const Explorer& explorer, const Subject& subject) {
    const sandbox::Outcome outcome = explorer.run(subject);
    const auto record = judge::read_explorer_record(outcome.record);
    if (!record) {
        return could_not(why_no_record(outcome));
    }
    Explored result;
    result.schedules = record->schedules;
    if (!record->failed) {
        result.status = "passed";
        result.claim = judge::claim_of(*record);
        return result;
    }
    const auto found = judge::symbolise(distinct(judge::frames_of(*record)), subject.program,
                                        explorer.toolchain.symbolizer, *explorer.sandbox,
                                        subject.sources.empty() ? judge::FileNames::whole
                                                                : judge::FileNames::as_given);
    if (const auto* fault = std::get_if<sandbox::MachineFault>(&found)) {
        return could_not(fault->why);
    }
    const auto& lines = std::get<judge::Places>(found);
    const judge::Sources sources =
        subject.sources.empty() ? sources_named_in(lines) : subject.sources;
    const judge::Story story = judge::tell(*record, lines, sources);
    result.status = "failed";
    result.diagnosis = story.diagnosis;
    result.message = story.message;
    result.at = story.at;
    result.also = story.also;
    result.steps = story.steps;
    result.only_file = sources.size() == 1 ? sources.begin()->first : "";
    if (record->replay) {
        result.replay = "r1-" + subject.fingerprint + "-" + *record->replay;
    }
    return result;
}

std::vector<build::ProgramSource> read_sources(const std::vector<fs::path>& files) {
    std::vector<build::ProgramSource> sources;
    std::set<std::string> names;
    for (const fs::path& file : files) {
        if (!fs::is_regular_file(file)) {
            throw UsageError("there is no file " + file.string());
        }
        const std::string name = file.filename().string();
        if (!names.insert(name).second) {
            throw UsageError("two files have the name " + name);
        }
        sources.push_back({name, build::read_file(file)});
    }
    return sources;
}

Explored explore_files(const Explorer& explorer) {
    const std::vector<build::ProgramSource> sources = read_sources(explorer.options.files);
    const sandbox::TemporaryFolder folder;
    const build::ProgramResult built = build::build_explored_program(
        sources, explorer.toolchain, explorer.runtime(), folder.path(), *explorer.sandbox);
    if (const auto* fault = std::get_if<sandbox::MachineFault>(&built)) {
        return could_not(fault->why);
    }
    if (const auto* errors = std::get_if<build::ProgramDoesNotBuild>(&built)) {
        Explored result;
        result.status = "failed";
        result.diagnosis = "does-not-build";
        result.message = errors->message;
        result.at = errors->at;
        return result;
    }
    Subject subject{
        std::get<build::ExploredProgram>(built).program, {}, {}, explorer.fingerprint(sources)};
    for (const build::ProgramSource& source : sources) {
        subject.sources[source.name] = source.text;
    }
    return explore(explorer, subject);
}

Explored explore_program(const Explorer& explorer) {
    const std::vector<std::string>& words = explorer.options.program;
    if (!fs::is_regular_file(words.front())) {
        throw UsageError("there is no program " + words.front());
    }
    // Under the name that the record calls it by, and not to be changed meanwhile.
    const sandbox::TemporaryFolder folder;
    const fs::path program = folder.path() / "program";
    fs::copy_file(words.front(), program);
    const Subject subject{program,
                          {words.begin() + 1, words.end()},
                          {},
                          explorer.fingerprint({{"", build::read_file(program)}})};
    return explore(explorer, subject);
}

void validate(const ExploreOptions& options) {
    constexpr const char* strategies[] = {"auto", "exhaustive", "random", "round-robin", "pct",
                                          "pos",  "surw",       "urw",    "none"};
    const auto known = [&](const char* word) { return options.strategy == word; };
    if (std::none_of(std::begin(strategies), std::end(strategies), known)) {
        throw UsageError(
            "--strategy takes auto, exhaustive, random, round-robin, pct, pos, surw, urw or none, "
            "not " +
            options.strategy);
    }
    if (options.format != "text" && options.format != "yaml") {
        throw UsageError("--format takes text or yaml, not " + options.format);
    }
    if (options.preemptions && options.strategy != "exhaustive") {
        throw UsageError("--preemptions bounds an exhaustive search: it goes with --strategy "
                         "exhaustive");
    }
    if (!options.allow.empty() && options.allow != "processes") {
        throw UsageError("--allow takes processes, not " + options.allow);
    }
    if (options.schedules < 1) {
        throw UsageError("--schedules takes 1 or more");
    }
    if (!options.flags && options.files.empty() == options.program.empty()) {
        throw UsageError("explore what? Give source files, or -- and a program");
    }
}

int exit_status(const Explored& result) {
    if (result.status == "passed") {
        return full_marks;
    }
    return result.status == "failed" ? points_lost : could_not_grade;
}

void print_flags(const Explorer& explorer) {
    std::vector<std::string> flags =
        build::subject_flags(explorer.toolchain, build::Variant::explore);
    flags.erase(flags.begin()); // the compiler
    std::erase_if(flags, [](const std::string& flag) {
        // C has another standard, and places are wanted as they are.
        return flag.starts_with("-std=") || flag.starts_with("-fdebug-compilation-dir");
    });
    flags.emplace_back("-fno-sanitize-link-runtime");
    for (const std::string& flag : build::explorer_link_flags(explorer.runtime().string())) {
        flags.push_back(flag);
    }
    flags.emplace_back("-lstdc++");
    fmt::print("{}\n", fmt::join(flags, " "));
}

} // namespace

int run_explore(const ExploreOptions& options) {
    validate(options);
    const Places places = find_places();
    std::unique_ptr<sandbox::Sandbox> sandbox = open_sandbox(places, options.isolation);
    auto found = build::find_toolchain("clang", "c++20", *sandbox);
    if (const auto* none = std::get_if<build::NoToolchain>(&found)) {
        throw std::runtime_error(none->why + "; " + none->mend);
    }
    const Explorer explorer{options, places, std::get<build::Toolchain>(std::move(found)),
                            std::move(sandbox)};
    if (options.flags) {
        print_flags(explorer);
        return full_marks;
    }
    const Explored result =
        options.program.empty() ? explore_files(explorer) : explore_program(explorer);
    const bool yaml = options.format == "yaml";
    fmt::print("{}", yaml ? report::explored_yaml(result) : report::explored_text(result));
    return exit_status(result);
}

} // namespace threadlab::cli
