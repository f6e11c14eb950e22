#include "cli/check.hpp"

#include "build/submission.hpp"
#include "cli/handed_in.hpp"
#include "cli/progress.hpp"
#include "cli/scorecard_file.hpp"
#include "cli/session.hpp"
#include "cli/watch.hpp"
#include "judge/grade.hpp"
#include "report/terminal.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <unistd.h>

namespace threadlab::cli {

namespace fs = std::filesystem;

namespace {

// As one word of a shell's command.
std::string shell_word(const std::string& text) {
    constexpr std::string_view harmless = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                          "0123456789_-./+:,@%";
    if (!text.empty() && text.find_first_not_of(harmless) == std::string::npos) {
        return text;
    }
    std::string word = "'";
    for (const char c : text) {
        word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return word + "'";
}

// The command that a student would type to see one failure again.
std::string again_command(const course::Exercise& exercise, const CheckOptions& options) {
    std::string command = "make check EX=" + exercise.id.substr(0, exercise.id.find('-'));
    if (options.submission) {
        command += " FROM=" + shell_word(options.submission->string());
    }
    if (options.step) {
        command += fmt::format(" STEP={}", *options.step);
    }
    return command;
}

// The command that tells the failing schedule of one of its checks again.
std::string replay_command(const course::Exercise& exercise, const CheckOptions& options) {
    std::string command = "make replay EX=" + exercise.id.substr(0, exercise.id.find('-'));
    if (options.submission) {
        command += " FROM=" + shell_word(options.submission->string());
    }
    return command;
}

void validate(const CheckOptions& options, const std::vector<course::Exercise>& exercises) {
    if (options.submission && exercises.size() != 1) {
        throw UsageError("--submission goes with one exercise: name it (threadlab check 01 ...)");
    }
    for (const course::Exercise& exercise : exercises) {
        const auto count = static_cast<int>(exercise.tasks.size());
        if (options.step && (*options.step < 1 || *options.step > count)) {
            throw UsageError(
                fmt::format("{} has {} tasks: --step takes 1 to {}", exercise.id, count, count));
        }
        const auto named = [&](const course::Check& check) { return check.id == *options.check; };
        if (options.check && std::none_of(exercise.checks.begin(), exercise.checks.end(), named)) {
            throw UsageError(exercise.id + " has no check " + *options.check);
        }
    }
}

bool use_colour() {
    return isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
}

struct Grader {
    const CheckOptions& options;
    Places places;
    course::Course course;
    std::unique_ptr<sandbox::Sandbox> sandbox;

    int one(const course::Exercise& whole) const {
        const course::Exercise exercise = judge::narrow(whole, {options.step, options.check});
        const build::Submission submission =
            read_handed_in(options.submission, exercise, places, *sandbox);
        scorecard::Scorecard card;
        {
            ProgressLine progress(exercise.title);
            const judge::Readiness readiness =
                make_ready(exercise, course, places, *sandbox, progress);
            card =
                judge::grade(exercise, submission, readiness, *sandbox, worker_count(),
                             [&](std::size_t done, std::size_t all) { progress.count(done, all); });
        }
        report::TerminalOptions look;
        look.colour = use_colour();
        look.hints = options.hints;
        look.source = submission.text;
        look.again = again_command(exercise, options);
        look.replay = replay_command(exercise, options);
        look.claims = options.check.has_value();
        write_scorecard(card, options.out / (card.exercise + ".yaml"));
        if (options.watch && isatty(STDOUT_FILENO) != 0) {
            fmt::print("\x1b[H\x1b[2J\x1b[3J");
        }
        fmt::print("{}", report::terminal_report(card, exercise, look));
        std::fflush(stdout);
        return exit_status(card);
    }
};

int check_once(const Grader& grader, const std::vector<course::Exercise>& exercises) {
    int worst = full_marks;
    for (const course::Exercise& exercise : exercises) {
        try {
            worst = std::max(worst, grader.one(exercise));
        } catch (const UsageError& error) {
            // What is wrong with one exercise is no reason to leave out the others.
            fmt::print(stderr, "{}\n", error.what());
            worst = std::max<int>(worst, usage);
        }
    }
    return worst;
}

} // namespace

int exit_status(const scorecard::Scorecard& card) {
    if (has_ungraded(card)) {
        return could_not_grade;
    }
    return card.score == card.max && card.status == scorecard::SubmissionStatus::graded
               ? full_marks
               : points_lost;
}

int run_check(const CheckOptions& options) {
    const Places places = find_places();
    course::Course course = load_course(places);
    const std::vector<course::Exercise> exercises =
        load_exercises(places, course, options.exercises);
    validate(options, exercises);
    make_out_folder(options.out);
    const Grader grader{options, places, std::move(course),
                        open_sandbox(places, options.isolation)};
    try {
        if (!options.watch) {
            return check_once(grader, exercises);
        }
        std::vector<fs::path> files;
        for (const course::Exercise& exercise : exercises) {
            const fs::path from = options.submission.value_or(exercise.folder);
            files.push_back(fs::is_directory(from) ? from / exercise.edit : from);
        }
        return watch(files, [&] { return check_once(grader, exercises); });
    } catch (const judge::BadChecks& error) {
        throw UsageError(error.what());
    }
}

} // namespace threadlab::cli
