// The answers that an exercise ships, and what is not as it must be.

#include "cli/answers.hpp"
#include "cli/session.hpp"
#include "temp_folder.hpp"

#include <functional>
#include <gtest/gtest.h>

namespace {

namespace cli = threadlab::cli;
using cli::Answer;
using cli::AnswerKind;
using threadlab::course::Exercise;
using threadlab::scorecard::CheckResult;
using threadlab::scorecard::CheckStatus;
using threadlab::scorecard::Scorecard;
using threadlab::testing::TempFolder;
using Fails = std::map<std::string, std::string>;

class Solutions {
public:
    Solutions() {
        folder_.write("exercises/03-x/x.cpp", "");
        folder_.write("solutions/03-x/x.cpp", "");
    }

    Exercise exercise() const {
        Exercise made;
        made.id = "03-x";
        made.edit = "x.cpp";
        made.folder = folder_.path() / "exercises/03-x";
        made.solutions = folder_.path() / "solutions/03-x";
        for (const char* id : {"adds-up", "no-race"})
            made.checks.emplace_back().id = id;
        return made;
    }

    const Solutions& add(const std::string& name, const std::string& text) const {
        folder_.write("solutions/03-x/" + name, text);
        return *this;
    }

    std::vector<Answer> find() const { return cli::find_answers(exercise()); }

    // The one rejected answer.
    Answer rejected(const std::string& text) const {
        add("rejected/a.cpp", text);
        return find().back();
    }

private:
    TempFolder folder_;
};

TEST(FindAnswers, GivesStubReferenceAcceptedAndRejectedByName) {
    Solutions solutions;
    solutions.add("accepted/b.cpp", "").add("accepted/a.cpp", "").add("accepted/notes.txt", "");
    solutions.add("rejected/z.cpp", "// fails: adds-up (hang)\n");
    std::vector<std::string> names;
    for (const Answer& answer : solutions.find())
        names.push_back(answer.name);
    EXPECT_EQ(names, (std::vector<std::string>{"stub", "reference", "accepted/a.cpp",
                                               "accepted/b.cpp", "rejected/z.cpp"}));
}

TEST(FindAnswers, NeedsAReference) {
    Exercise exercise = Solutions().exercise();
    EXPECT_THROW(cli::find_answers(exercise), cli::UsageError);
    exercise.solutions.reset();
    EXPECT_THROW(cli::find_answers(exercise), cli::UsageError);
}

TEST(FindAnswers, ReadsWhichChecksMustFailAndHow) {
    const std::vector<std::pair<std::string, Fails>> lines{
        {"// fails: adds-up (hang)", {{"adds-up", "hang"}}},
        {"// fails: adds-up (hang), no-race (data-race)",
         {{"adds-up", "hang"}, {"no-race", "data-race"}}},
        {"// fails:adds-up (hang),no-race (data-race)  ",
         {{"adds-up", "hang"}, {"no-race", "data-race"}}},
        {"// fails: adds-up (hang)\r", {{"adds-up", "hang"}}},
    };
    const Solutions solutions;
    for (const auto& [line, fails] : lines) {
        EXPECT_EQ(solutions.rejected(line + "\nint a;\n").fails, fails) << line;
        EXPECT_EQ(solutions.rejected(line).fails, fails) << line << ", with nothing after it";
    }
}

TEST(FindAnswers, RefusesARejectedAnswerThatDoesNotSayWhatItFails) {
    const Solutions solutions;
    for (const std::string line :
         {"", "int a;", "// fails:", "// fails: adds-up", "// fails: adds-up ()",
          "// fails: (hang)", "// fails: adds-up (hang),",
          "// fails: adds-up (hang) no-race (hang)", "// Fails: adds-up (hang)",
          " // fails: adds-up (hang)", "// fails: adds-up (hang) why", "\n// fails: adds-up (hang)",
          "// fails: adds_up (hang)", "// fails: no-such-check (hang)",
          "// fails: adds-up (no-such-diagnosis)"})
        EXPECT_THROW(solutions.rejected(line + "\n"), cli::UsageError) << line;
}

TEST(FindAnswers, NamesTheFileAndWhatIsUnknown) {
    const Solutions solutions;
    const auto message = [&](const std::string& line) -> std::string {
        try {
            solutions.rejected(line);
        } catch (const cli::UsageError& error) {
            return error.what();
        }
        return "no error";
    };
    EXPECT_NE(message("// fails: odd (hang)").find("rejected/a.cpp:1: there is no check odd"),
              std::string::npos);
    EXPECT_NE(message("// fails: adds-up (odd)").find("a.cpp:1: there is no diagnosis odd"),
              std::string::npos);
}

TEST(FindAnswers, CollectsTheLinesMarkedHere) {
    const Answer answer = Solutions().rejected("// fails: adds-up (hang)\n"
                                               "int a; // HERE\n"
                                               "int b; // here\n"
                                               "int c;\n"
                                               "int d; // HERE");
    EXPECT_EQ(answer.guilty, (std::set<int>{2, 5}));
}

Scorecard card_with(CheckStatus status, const std::string& diagnosis = "",
                    const std::string& at = "") {
    Scorecard card;
    CheckResult& result = card.checks.emplace_back();
    result.id = "adds-up";
    result.status = status;
    result.diagnosis = diagnosis;
    result.at = at;
    result.message = "it says";
    result.reason = "it needs sleep";
    return card;
}

Answer answer_of(AnswerKind kind) {
    Answer answer;
    answer.kind = kind;
    if (kind == AnswerKind::rejected) {
        answer.fails = {{"adds-up", "hang"}};
        answer.guilty = {14};
    }
    return answer;
}

// An answer that lets adds-up alone.
Answer rejected_elsewhere() {
    Answer answer = answer_of(AnswerKind::rejected);
    answer.fails = {{"no-race", "data-race"}};
    return answer;
}

struct Row {
    const char* name;
    Answer answer;
    Scorecard card;
    std::string fault; // empty: all is as it must be
};

TEST(FindFaults, ComparesEachCheckWithWhatMustCome) {
    const auto passed = card_with(CheckStatus::passed);
    const auto skipped = card_with(CheckStatus::skipped);
    const auto ungraded = card_with(CheckStatus::ungraded);
    const auto hangs = card_with(CheckStatus::failed, "hang", "x.cpp:14");
    const auto stub = answer_of(AnswerKind::stub);
    const auto reference = answer_of(AnswerKind::reference);
    const auto accepted = answer_of(AnswerKind::accepted);
    const auto rejected = answer_of(AnswerKind::rejected);
    for (const Row& row : {
             Row{"a stub may fail", stub, hangs, ""},
             Row{"a stub may be skipped", stub, skipped, ""},
             Row{"a stub must be graded", stub, ungraded, "could not be graded: it needs sleep"},
             Row{"a reference passes", reference, passed, ""},
             Row{"a reference fails", reference, hangs, "must not fail, but does: hang: it says"},
             Row{"a reference is skipped", reference, skipped,
                 "must pass, but is skipped: it needs sleep"},
             Row{"an accepted one passes", accepted, passed, ""},
             Row{"an accepted one fails", accepted, hangs,
                 "must not fail, but does: hang: it says"},
             Row{"an accepted one is ungraded", accepted, ungraded,
                 "could not be graded: it needs sleep"},
             Row{"a rejected one fails as it must", rejected, hangs, ""},
             Row{"a rejected one fails without a line", rejected,
                 card_with(CheckStatus::failed, "hang"),
                 "is found, but no line is: say in the manifest which function it is 'about'"},
             Row{"a rejected one fails elsewhere", rejected,
                 card_with(CheckStatus::failed, "hang", "x.cpp:15"),
                 "is found at line 15, which is not marked // HERE"},
             Row{"a rejected one fails otherwise", rejected,
                 card_with(CheckStatus::failed, "crash", "x.cpp:14"),
                 "must fail as hang, but fails as crash: it says"},
             Row{"a rejected one passes", rejected, passed, "must fail as hang, but passes"},
             Row{"a rejected one is skipped", rejected, skipped,
                 "must fail, but is skipped: it needs sleep"},
             Row{"a rejected one is ungraded", rejected, ungraded,
                 "could not be graded: it needs sleep"},
             Row{"another check of it passes", rejected_elsewhere(), passed, ""},
             Row{"another check of it is skipped", rejected_elsewhere(), skipped, ""},
             Row{"another check of it fails", rejected_elsewhere(), hangs,
                 "must not fail, but does: hang: it says"},
         }) {
        const auto faults = cli::find_faults(row.answer, row.card);
        EXPECT_EQ(faults, row.fault.empty() ? Fails{} : (Fails{{"adds-up", row.fault}}))
            << row.name;
    }
}

TEST(FindFaults, WantsNoPointsForTheStub) {
    Scorecard card = card_with(CheckStatus::passed);
    card.score = 4;
    EXPECT_EQ(cli::find_faults(answer_of(AnswerKind::stub), card),
              (Fails{{"", "the stub must earn nothing, but earns 4"}}));
    EXPECT_TRUE(cli::find_faults(answer_of(AnswerKind::accepted), card).empty());
}

TEST(FindFaults, LetsAStubThatIsHalfRightEarnWhatTheManifestSays) {
    Scorecard card = card_with(CheckStatus::passed);
    card.score = 15;
    EXPECT_TRUE(cli::find_faults(answer_of(AnswerKind::stub), card, 15).empty());
    card.score = 16;
    EXPECT_EQ(cli::find_faults(answer_of(AnswerKind::stub), card, 15),
              (Fails{{"", "the stub must earn at most 15, but earns 16"}}));
}

TEST(FindFaults, TellsOfAWholeSubmissionThatDoesNotBuildOnce) {
    Scorecard card = card_with(CheckStatus::skipped);
    card.verdict = {"does-not-build", "no semicolon", ""};
    EXPECT_EQ(cli::find_faults(answer_of(AnswerKind::reference), card),
              (Fails{{"", "does-not-build: no semicolon"}}));
}

Scorecard but(Scorecard card, const std::function<void(CheckResult&)>& change) {
    change(card.checks.front());
    return card;
}

struct Again {
    const char* name;
    Scorecard again;
    std::string change; // empty: none
};

TEST(FindChanges, TellsWhatTheSameAnswerGotAnotherTime) {
    const Scorecard first = card_with(CheckStatus::failed, "hang", "x.cpp:14");
    const std::string was = "was failed as hang at x.cpp:14: it says; in grading 3 it was ";
    for (const Again& row : {
             Again{"the same", first, ""},
             Again{"it passes", card_with(CheckStatus::passed), was + "passed: it needs sleep"},
             Again{"another diagnosis", card_with(CheckStatus::failed, "deadlock", "x.cpp:14"),
                   was + "failed as deadlock at x.cpp:14: it says"},
             Again{"no line", card_with(CheckStatus::failed, "hang"),
                   was + "failed as hang at no line: it says"},
             Again{"other steps",
                   but(first, [](CheckResult& check) { check.steps.emplace_back(); }),
                   "differs in grading 3: its steps"},
         }) {
        const Solutions solutions;
        EXPECT_EQ(cli::find_changes(solutions.exercise(), first, row.again, 3),
                  row.change.empty() ? Fails{} : (Fails{{"adds-up", row.change}}))
            << row.name;
    }
}

TEST(FindChanges, LeavesOutWhatHangsOnTheClock) {
    Exercise exercise = Solutions().exercise();
    exercise.checks.front().kind = threadlab::course::Kind::timing;
    EXPECT_TRUE(cli::find_changes(exercise, card_with(CheckStatus::passed),
                                  card_with(CheckStatus::ungraded), 2)
                    .empty());
}

TEST(FindChanges, SeesASubmissionThatDoesNotBuildEveryTime) {
    Scorecard broken = card_with(CheckStatus::skipped);
    broken.verdict = {"does-not-build", "no semicolon", ""};
    EXPECT_EQ(cli::find_changes(Solutions().exercise(), card_with(CheckStatus::skipped), broken, 2),
              (Fails{{"", "was graded; in grading 2 it was does-not-build: no semicolon"}}));
}

} // namespace
