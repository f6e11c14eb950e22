#include "cli/verify.hpp"

#include "build/submission.hpp"
#include "cli/answers.hpp"
#include "cli/matrix.hpp"
#include "cli/mistakes.hpp"
#include "cli/progress.hpp"
#include "cli/scorecard_file.hpp"
#include "cli/session.hpp"
#include "judge/grade.hpp"

#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <future>

namespace threadlab::cli {

namespace fs = std::filesystem;

namespace {

// What costs nothing is no part of the grade, and takes its time.
course::Exercise without_free_timing(course::Exercise exercise) {
    std::erase_if(exercise.checks, [](const course::Check& check) {
        return check.kind == course::Kind::timing && check.points == 0;
    });
    return exercise;
}

// Without a terminal, now and then.
void tell_progress(ProgressLine& progress, const course::Exercise& exercise, std::size_t done,
                   std::size_t all) {
    constexpr std::size_t seldom = 20;
    const std::string text = fmt::format("{} of {} answers", done, all);
    if (done % seldom == 0 && done < all) {
        progress.announce(exercise.id + ": " + text);
    } else {
        progress.say(text);
    }
}

Row grade_one(const course::Exercise& exercise, Answer answer, const judge::Readiness& readiness,
              sandbox::Sandbox& sandbox, int times) {
    const build::Submission submission{exercise.edit, answer.text};
    const std::vector<scorecard::Scorecard> cards = judge::grade_repeatedly(
        exercise, submission, readiness, sandbox, 1, [](std::size_t, std::size_t) {}, times);
    Row row{std::move(answer), cards.front(), {}, false};
    row.is_ungraded = std::any_of(cards.begin(), cards.end(), scorecard::has_ungraded);
    row.faults = find_faults(row.answer, row.card, exercise.stub_earns);
    for (std::size_t i = 1; i < cards.size(); ++i) {
        const int time = static_cast<int>(i) + 1;
        for (const auto& [check, change] : find_changes(exercise, row.card, cards[i], time)) {
            std::string& fault = row.faults[check];
            fault += (fault.empty() ? "" : "; ") + change;
        }
    }
    return row;
}

// As OUT/04-locks/rejected/mutex_by_value.yaml.
void keep_scorecard(const Row& row, const std::optional<fs::path>& out) {
    if (out) {
        const fs::path file = *out / row.card.exercise / row.answer.name;
        write_scorecard(row.card, fs::path(file).replace_extension(".yaml"));
    }
}

std::vector<Row> grade_all(const course::Exercise& exercise, std::vector<Answer> answers,
                           const judge::Readiness& readiness, sandbox::Sandbox& sandbox,
                           const VerifyOptions& options, ProgressLine& progress) {
    std::vector<Row> rows(answers.size());
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> done{0};
    const auto grade_next = [&](std::size_t i) {
        Row& row = rows[i];
        row = grade_one(exercise, std::move(answers[i]), readiness, sandbox, options.times);
        keep_scorecard(row, options.out);
        for (const std::string& line : lines_of_faults(row)) {
            progress.note(fmt::format("{} {}", exercise.id, line));
        }
        tell_progress(progress, exercise, ++done, rows.size());
    };
    const auto work = [&] {
        try {
            for (std::size_t i = next++; i < rows.size(); i = next++) {
                grade_next(i);
            }
        } catch (...) {
            next = rows.size(); // nobody begins another one
            throw;
        }
    };
    // Half of its time, an answer waits: for processes to start, for sleeps, for the end of others.
    const int wanted = options.jobs.value_or(2 * worker_count());
    const int jobs = std::min(wanted, static_cast<int>(rows.size()));
    std::vector<std::future<void>> workers;
    workers.reserve(static_cast<std::size_t>(jobs));
    for (int i = 0; i < jobs; ++i) {
        workers.push_back(std::async(std::launch::async, work));
    }
    for (std::future<void>& worker : workers) {
        worker.get();
    }
    return rows;
}

// The answers that are asked for. Stub and reference are in every sample.
std::vector<Answer> chosen_answers(const course::Exercise& exercise, const VerifyOptions& options) {
    std::vector<Answer> answers = find_answers(exercise);
    const auto is_wanted = [&](const Answer& answer) {
        return options.only.empty() ||
               std::any_of(options.only.begin(), options.only.end(), [&](const std::string& text) {
                   return answer.name.find(text) != std::string::npos;
               });
    };
    std::erase_if(answers, [&](const Answer& answer) { return !is_wanted(answer); });
    if (answers.empty()) {
        throw UsageError(fmt::format("no answer of {} has a name that holds {}", exercise.id,
                                     fmt::join(options.only, " or ")));
    }
    int index = 0;
    std::erase_if(answers, [&](const Answer& answer) {
        const bool is_one_of_many = answer.name.find('/') != std::string::npos;
        return is_one_of_many && index++ % options.every != 0;
    });
    return answers;
}

int verify_one(const course::Exercise& exercise, const course::Course& course, const Places& places,
               sandbox::Sandbox& sandbox, const VerifyOptions& options,
               std::vector<Mistakes>& mistakes) {
    std::vector<Answer> answers = chosen_answers(exercise, options);
    std::vector<Row> rows;
    {
        ProgressLine progress("verify " + exercise.id);
        const judge::Readiness readiness = make_ready(exercise, course, places, sandbox, progress);
        rows = grade_all(exercise, std::move(answers), readiness, sandbox, options, progress);
    }
    print_matrix(exercise, rows);
    mistakes.push_back(count_mistakes(exercise, rows));
    const auto faulty = static_cast<std::size_t>(mistakes.back().not_as_they_must);
    const bool ungraded =
        std::any_of(rows.begin(), rows.end(), [](const Row& row) { return row.is_ungraded; });
    fmt::print("\n{}: {} answers, {} as they must be, {} not\n", exercise.id, rows.size(),
               rows.size() - faulty, faulty);
    return ungraded ? could_not_grade : faulty > 0 ? points_lost : full_marks;
}

void require_some(const char* option, int number) {
    if (number < 1) {
        throw UsageError(fmt::format("{} takes 1 or more", option));
    }
}

} // namespace

int run_verify(const VerifyOptions& options) {
    require_some("--every", options.every);
    require_some("--times", options.times);
    require_some("--jobs", options.jobs.value_or(1));
    const Places places = find_places();
    const course::Course course = load_course(places);
    const std::vector<course::Exercise> exercises =
        load_exercises(places, course, options.exercises);
    if (options.out) {
        make_out_folder(*options.out);
    }
    const std::unique_ptr<sandbox::Sandbox> sandbox = open_sandbox(places, options.isolation);
    int worst = full_marks;
    std::vector<Mistakes> mistakes;
    try {
        for (const course::Exercise& exercise : exercises) {
            worst = std::max(worst, verify_one(without_free_timing(exercise), course, places,
                                               *sandbox, options, mistakes));
            std::fflush(stdout);
        }
    } catch (const judge::BadChecks& error) {
        throw UsageError(error.what());
    }
    print_mistakes(mistakes);
    return worst;
}

} // namespace threadlab::cli
