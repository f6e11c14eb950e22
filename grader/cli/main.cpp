// threadlab: the command line.

#include "cli/check.hpp"
#include "cli/doctor.hpp"
#include "cli/explore.hpp"
#include "cli/figures.hpp"
#include "cli/interrupt.hpp"
#include "cli/new_exercise.hpp"
#include "cli/replay.hpp"
#include "cli/session.hpp"
#include "cli/verify.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <fmt/format.h>
#include <string_view>

namespace {

using namespace threadlab;

void add_check(CLI::App& app, cli::CheckOptions& options) {
    CLI::App* check = app.add_subcommand("check", "grade a submission and tell what is wrong");
    check->add_option("exercise", options.exercises, "3, 03, race-fix or 03-race-fix; none: all");
    check->add_option("--submission", options.submission,
                      "the folder, file or archive to grade; else the exercise's own");
    check->add_option("--out", options.out, "where the scorecards go")->capture_default_str();
    check->add_option("--step", options.step, "grade tasks 1 to N only");
    check->add_option("--check", options.check, "grade one check, and what it needs");
    check->add_option("--isolation", options.isolation,
                      "full, limits or none; else the best there is");
    check->add_flag("--hints", options.hints, "show hints for what failed");
    check->add_flag("--watch", options.watch, "grade again at every save");
}

void add_verify(CLI::App& app, cli::VerifyOptions& options) {
    CLI::App* verify =
        app.add_subcommand("verify", "grade stub, reference, accepted/ and rejected/ answers");
    verify->add_option("exercise", options.exercises, "none: all");
    verify->add_option("--only", options.only, "answers whose name holds this text; again for more")
        ->allow_extra_args(false);
    verify->add_option("--every", options.every, "a fixed sample: each N-th answer, by name");
    verify->add_option("--times", options.times,
                       "grade each answer N times: what changes is a fault");
    verify->add_option("--out", options.out, "keep the scorecard of each answer in this folder");
    verify->add_option("--jobs", options.jobs, "answers at a time; else two a processor");
    verify->add_option("--isolation", options.isolation,
                       "full, limits or none; else the best there is");
}

void add_figures(CLI::App& app, cli::FiguresOptions& options) {
    CLI::App* figures = app.add_subcommand(
        "figures", "the lectures' examples, and what the reference answers show of them");
    figures->add_option("exercise", options.exercises, "none: all");
    figures->add_option("--isolation", options.isolation,
                        "full, limits or none; else the best there is");
}

void add_new(CLI::App& app, cli::NewOptions& options) {
    CLI::App* fresh = app.add_subcommand("new", "the folders of a new exercise, from a template");
    fresh->add_option("id", options.id, "two digits and a name, such as 07-example")->required();
}

void add_explore(CLI::App& app, cli::ExploreOptions& options) {
    CLI::App* explore = app.add_subcommand(
        "explore", "try many schedules of a program, and tell the one that breaks it");
    explore->add_option("files", options.files, "C++ source files; or: -- PROGRAM ARGS");
    explore->add_option("--schedules", options.schedules, "how many, at most")
        ->capture_default_str();
    explore
        ->add_option("--strategy", options.strategy,
                     "auto, exhaustive, random, round-robin, pct, pos, surw, urw or none")
        ->capture_default_str();
    explore->add_option("--preemptions", options.preemptions,
                        "how often an exhaustive search may interrupt a thread; not given: always");
    explore->add_option("--seed", options.seed, "where the pseudo-random numbers begin")
        ->capture_default_str();
    explore->add_option("--allow", options.allow, "processes: the program may fork");
    explore->add_option("--format", options.format, "text or yaml")->capture_default_str();
    explore->add_option("--replay", options.replay, "the token of a failure, to tell it again");
    explore->add_option("--isolation", options.isolation,
                        "full, limits or none; else the best there is");
    explore->add_flag("--flags", options.flags,
                      "print the flags that link a program with the runtime");
}

void add_replay(CLI::App& app, cli::ReplayOptions& options) {
    CLI::App* replay =
        app.add_subcommand("replay", "tell the failing schedule of a check once more");
    replay->add_option("exercise", options.exercise, "3, 03, race-fix or 03-race-fix")->required();
    replay->add_option("check", options.check, "the check's id")->required();
    replay->add_option("--schedule", options.schedule,
                       "the token of the schedule; else the one in the scorecard");
    replay->add_flag("--gdb", options.in_debugger, "stop in gdb where the schedule fails");
    replay->add_option("--submission", options.submission,
                       "the folder, file or archive that was graded; else the exercise's own");
    replay->add_option("--out", options.out, "where the scorecards are")->capture_default_str();
    replay->add_option("--isolation", options.isolation,
                       "full, limits or none; else the best there is");
}

// What stands behind a lone "--" is a program and its arguments, whatever it looks like.
std::vector<std::string> take_program(int& argc, char** argv) {
    char** const end = argv + argc;
    char** const dashes =
        std::find_if(argv, end, [](const char* word) { return std::string_view(word) == "--"; });
    if (dashes == end) {
        return {};
    }
    argc = static_cast<int>(dashes - argv);
    return {dashes + 1, end};
}

} // namespace

int main(int argc, char** argv) {
    // A reader that goes away must not cost the scorecard.
    std::signal(SIGPIPE, SIG_IGN);
    CLI::App app("threadlab grades exercises in concurrent C++.", "threadlab");
    app.require_subcommand(1);
    app.footer(
        "Exit status: 0 full marks, 1 points lost, 2 wrong usage or a broken manifest, 3 could "
        "not grade.");
    cli::CheckOptions check;
    cli::VerifyOptions verify;
    cli::FiguresOptions figures;
    cli::NewOptions fresh;
    cli::ReplayOptions replay;
    cli::ExploreOptions explore;
    explore.program = take_program(argc, argv);
    add_explore(app, explore);
    add_check(app, check);
    add_verify(app, verify);
    add_replay(app, replay);
    add_figures(app, figures);
    add_new(app, fresh);
    app.add_subcommand("doctor", "what this machine can and cannot do, and what mends it");
    try {
        app.parse(argc, argv);
        cli::clean_up_when_interrupted();
        if (app.got_subcommand("check")) {
            return cli::run_check(check);
        }
        if (app.got_subcommand("verify")) {
            return cli::run_verify(verify);
        }
        if (app.got_subcommand("replay")) {
            return cli::run_replay(replay);
        }
        if (app.got_subcommand("figures")) {
            return cli::run_figures(figures);
        }
        if (app.got_subcommand("new")) {
            return cli::run_new(fresh);
        }
        if (app.got_subcommand("explore")) {
            return cli::run_explore(explore);
        }
        return cli::run_doctor();
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? cli::full_marks : cli::usage;
    } catch (const cli::UsageError& error) {
        fmt::print(stderr, "{}\n", error.what());
        return cli::usage;
    } catch (const std::exception& error) {
        fmt::print(stderr, "threadlab: {}\n", error.what());
        return cli::could_not_grade;
    }
}
