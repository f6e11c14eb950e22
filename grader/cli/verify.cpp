#include "cli/verify.hpp"

#include "build/submission.hpp"
#include "cli/answers.hpp"
#include "cli/progress.hpp"
#include "cli/session.hpp"
#include "judge/grade.hpp"

#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <thread>

namespace threadlab::cli {

namespace {

using scorecard::CheckResult;
using scorecard::CheckStatus;
using scorecard::Scorecard;

struct Row {
    Answer answer;
    Scorecard card;
    std::map<std::string, std::string> faults;
};

// What costs nothing is no part of the grade, and takes its time.
course::Exercise without_free_timing(course::Exercise exercise) {
    std::erase_if(exercise.checks, [](const course::Check& check) {
        return check.kind == course::Kind::timing && check.points == 0;
    });
    return exercise;
}

std::vector<Row> grade_all(const course::Exercise& exercise, std::vector<Answer> answers,
                           const judge::Readiness& readiness, sandbox::Sandbox& sandbox,
                           ProgressLine& progress) {
    std::vector<Row> rows(answers.size());
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> done{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < rows.size(); i = next++) {
            Row& row = rows[i];
            row.answer = std::move(answers[i]);
            const build::Submission submission{exercise.edit, row.answer.text};
            row.card = judge::grade(exercise, submission, readiness, sandbox, 1,
                                    [](std::size_t, std::size_t) {});
            row.faults = find_faults(row.answer, row.card);
            progress.say(fmt::format("{} of {} answers", ++done, rows.size()));
        }
    };
    std::vector<std::jthread> workers;
    for (int i = 1; i < worker_count(); ++i) {
        workers.emplace_back(work);
    }
    work();
    workers.clear();
    return rows;
}

char cell(const Row& row, const CheckResult& check) {
    if (row.faults.contains(check.id)) {
        return '!';
    }
    switch (check.status) {
    case CheckStatus::passed:
        return '.';
    case CheckStatus::failed:
        return 'F';
    case CheckStatus::skipped:
        return 's';
    case CheckStatus::ungraded:
        break;
    }
    return '-';
}

const char* kind_word(course::Kind kind) {
    switch (kind) {
    case course::Kind::native:
        return "native";
    case course::Kind::explore:
        return "explore";
    case course::Kind::virtual_time:
        return "virtual";
    case course::Kind::race:
        return "race";
    case course::Kind::timing:
        break;
    }
    return "timing";
}

void print_legend(const course::Exercise& exercise) {
    fmt::print("{}: {} checks\n", exercise.id, exercise.checks.size());
    std::size_t number = 0;
    for (const course::Check& check : exercise.checks) {
        fmt::print("  {:2} {:30} {:7} {:3} points{}\n", ++number, check.id, kind_word(check.kind),
                   check.points, check.visibility == course::Visibility::visible ? "" : ", hidden");
    }
    fmt::print(
        "\n  . passed   F failed as it must   s skipped   - ungraded   ! not as it must be\n\n");
}

// The numbers of the columns, tens above ones.
void print_column_numbers(std::size_t count, int name_width) {
    std::string tens;
    std::string ones;
    for (std::size_t i = 1; i <= count; ++i) {
        tens += i % 10 == 0 ? std::to_string(i / 10 % 10) : " ";
        ones += std::to_string(i % 10);
    }
    fmt::print("  {:{}} {}\n  {:{}} {}  score\n", "", name_width, tens, "", name_width, ones);
}

void print_matrix(const course::Exercise& exercise, const std::vector<Row>& rows) {
    int name_width = 0;
    for (const Row& row : rows) {
        name_width = std::max(name_width, static_cast<int>(row.answer.name.size()));
    }
    print_column_numbers(exercise.checks.size(), name_width);
    for (const Row& row : rows) {
        std::string cells;
        for (const CheckResult& check : row.card.checks) {
            cells += cell(row, check);
        }
        fmt::print("  {:{}} {}  {}/{}{}\n", row.answer.name, name_width, cells, row.card.score,
                   row.card.max, row.faults.empty() ? "" : "  !");
    }
}

void print_faults(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        for (const auto& [check, fault] : row.faults) {
            fmt::print("\n{}: {}{}\n", row.answer.name, check.empty() ? "" : check + " ", fault);
        }
    }
}

// The answers that are asked for. Stub and reference are in every sample.
std::vector<Answer> chosen_answers(const course::Exercise& exercise, const VerifyOptions& options) {
    std::vector<Answer> answers = find_answers(exercise);
    const std::string only = options.only.value_or("");
    std::erase_if(
        answers, [&](const Answer& answer) { return answer.name.find(only) == std::string::npos; });
    if (answers.empty()) {
        throw UsageError("no answer of " + exercise.id + " has a name that holds " + only);
    }
    int index = 0;
    std::erase_if(answers, [&](const Answer& answer) {
        const bool is_one_of_many = answer.name.find('/') != std::string::npos;
        return is_one_of_many && index++ % options.every != 0;
    });
    return answers;
}

int verify_one(const course::Exercise& exercise, const course::Course& course, const Places& places,
               sandbox::Sandbox& sandbox, const VerifyOptions& options) {
    std::vector<Answer> answers = chosen_answers(exercise, options);
    std::vector<Row> rows;
    {
        ProgressLine progress("verify " + exercise.id);
        const judge::Readiness readiness =
            judge::make_ready(exercise, course.toolchain, places.own_parts(), open_cache(places),
                              sandbox, [&](const std::string& text) { progress.announce(text); });
        rows = grade_all(exercise, std::move(answers), readiness, sandbox, progress);
    }
    print_legend(exercise);
    print_matrix(exercise, rows);
    print_faults(rows);
    const auto faulty =
        std::count_if(rows.begin(), rows.end(), [](const Row& row) { return !row.faults.empty(); });
    const bool ungraded = std::any_of(rows.begin(), rows.end(), [](const Row& row) {
        return std::any_of(row.card.checks.begin(), row.card.checks.end(),
                           [](const auto& check) { return check.status == CheckStatus::ungraded; });
    });
    fmt::print("\n{}: {} answers, {} as they must be, {} not\n", exercise.id, rows.size(),
               rows.size() - static_cast<std::size_t>(faulty), faulty);
    return ungraded ? could_not_grade : faulty > 0 ? points_lost : full_marks;
}

} // namespace

int run_verify(const VerifyOptions& options) {
    if (options.every < 1) {
        throw UsageError("--every takes 1 or more");
    }
    const Places places = find_places();
    const course::Course course = load_course(places);
    const std::vector<course::Exercise> exercises =
        load_exercises(places, course, options.exercises);
    const std::unique_ptr<sandbox::Sandbox> sandbox = open_sandbox(places, options.isolation);
    int worst = full_marks;
    try {
        for (const course::Exercise& exercise : exercises) {
            worst = std::max(worst, verify_one(without_free_timing(exercise), course, places,
                                               *sandbox, options));
        }
    } catch (const judge::BadChecks& error) {
        throw UsageError(error.what());
    }
    return worst;
}

} // namespace threadlab::cli
