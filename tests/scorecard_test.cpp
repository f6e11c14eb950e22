// The scorecard's YAML: its exact shape, and that it comes back as it went out.
#include "scorecard/scorecard.hpp"
#include "scorecard/yaml.hpp"
#include "scorecard/yaml_scalar.hpp"

#include <gtest/gtest.h>
#include <random>
#include <yaml-cpp/yaml.h>

namespace {

using namespace threadlab::scorecard;
using std::string;

CheckResult failed_check() {
    CheckResult check;
    check.id = "counter-adds-up";
    check.says = "two threads that each add 1 five times leave 10";
    check.task = "counter";
    check.status = CheckStatus::failed;
    check.max = 20;
    check.diagnosis = "data-race";
    check.at = "race_fix.cpp:14";
    check.message = "expected 10, got 9";
    check.schedules = 37;
    check.steps = {{1, "read", "value", "0", "race_fix.cpp:14"}, {0, "join", "", "", ""}};
    check.also = {"lost-update", "wrong-result"};
    check.notes = {"locks are taken in different orders"};
    check.replay = "03-race-fix/counter-adds-up@r1-4f2a-3t2";
    return check;
}

CheckResult hidden_check() {
    CheckResult check;
    check.id = "counter-many";
    check.says = "it holds for 32 threads";
    check.task = "counter";
    check.visibility = "hidden";
    check.status = CheckStatus::skipped;
    check.reason = "needs counter-adds-up, which failed";
    check.claim = "400 schedules";
    check.max = 10;
    check.varies = true;
    return check;
}

Scorecard full_card() {
    Scorecard card;
    card.exercise = "03-race-fix";
    card.file = "race_fix.cpp";
    card.sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    card.compiler = "clang 19.1.7";
    card.standard = "c++20";
    card.isolation = "full";
    card.score = 0;
    card.max = 30;
    card.checks = {failed_check(), hidden_check()};
    card.run = {"2027-01-15T22:41:07Z", 2.5, "lab-7", {}, {}};
    card.run.timing = {{"five-sleeps", "five sleeps overlap", CheckStatus::passed, "", "threaded",
                        "serial", 0.021, 0.1, 0.21, 0.5}};
    card.run.printed = {{"counter-adds-up", "hello\n  world\n"}};
    return card;
}

constexpr const char* full_yaml = R"(format: 1
exercise: 03-race-fix
submission: {file: race_fix.cpp, sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
toolchain: {compiler: clang 19.1.7, standard: c++20}
isolation: full
status: graded
score: 0
max: 30
checks:
  - id: counter-adds-up
    says: two threads that each add 1 five times leave 10
    task: counter
    status: failed
    points: 0
    max: 20
    diagnosis: data-race
    at: race_fix.cpp:14
    message: "expected 10, got 9"
    schedules: 37
    steps:
      - {thread: 1, does: read, what: value, saw: "0", at: race_fix.cpp:14}
      - {thread: 0, does: join}
    also: [lost-update, wrong-result]
    notes:
      - locks are taken in different orders
    replay: 03-race-fix/counter-adds-up@r1-4f2a-3t2
  - id: counter-many
    says: it holds for 32 threads
    task: counter
    visibility: hidden
    status: skipped
    reason: "needs counter-adds-up, which failed"
    points: 0
    max: 10
    varies: true
    claim: 400 schedules
run:
  started: "2027-01-15T22:41:07Z"
  seconds: 2.5
  host: lab-7
  timing:
    - check: five-sleeps
      says: five sleeps overlap
      status: passed
      of: threaded
      to: serial
      seconds_of: 0.021
      seconds_to: 0.1
      ratio: 0.21
      at_most: 0.5
  printed:
    - check: counter-adds-up
      text: |
        hello
          world
)";

constexpr const char* unbuilt_yaml = R"(format: 1
exercise: 03-race-fix
submission: {file: race_fix.cpp}
toolchain: {compiler: clang 14.0.6, standard: c++20}
isolation: none
status: does-not-build
diagnosis: does-not-build
message: |-
  race_fix.cpp:3:1: error: unknown type name 'vod'
      3 | vod f();
at: race_fix.cpp:3
score: 0
max: 100
checks: []
run:
  started: ""
  seconds: 0
  host: ""
)";

Scorecard unbuilt_card() {
    Scorecard card;
    card.exercise = "03-race-fix";
    card.file = "race_fix.cpp";
    card.compiler = "clang 14.0.6";
    card.standard = "c++20";
    card.isolation = "none";
    card.status = SubmissionStatus::does_not_build;
    card.verdict = Verdict{"does-not-build",
                           "race_fix.cpp:3:1: error: unknown type name 'vod'\n    3 | vod f();",
                           "race_fix.cpp:3"};
    card.max = 100;
    return card;
}

// The scorecard that comes back, or a failure that names the error.
Scorecard read_back(const string& yaml) {
    const auto outcome = read_yaml(yaml);
    if (const auto* const error = std::get_if<ReadError>(&outcome)) {
        ADD_FAILURE() << error->line << ": " << error->what << "\n" << yaml;
        return {};
    }
    return std::get<Scorecard>(outcome);
}

ReadError error_of(const string& yaml) {
    const auto outcome = read_yaml(yaml);
    const auto* const error = std::get_if<ReadError>(&outcome);
    return error == nullptr ? ReadError{0, "read without an error"} : *error;
}

string replaced(string text, const string& from, const string& to) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, string::npos) << from;
    return text.replace(at, from.size(), to);
}

TEST(ToYaml, WritesEveryFieldInTheOrderOfTheSchema) {
    EXPECT_EQ(to_yaml(full_card()), full_yaml);
}

TEST(ToYaml, WritesAVerdictOnTheWholeSubmissionAndLeavesOutWhatIsEmpty) {
    EXPECT_EQ(to_yaml(unbuilt_card()), unbuilt_yaml);
}

TEST(ToYaml, DiffersBetweenTwoRunsInTheLastBlockOnly) {
    Scorecard other = full_card();
    other.run = {"2028-02-02T02:02:02Z", 9, "elsewhere", {}, {}};
    const string one = to_yaml(full_card());
    const string two = to_yaml(other);
    EXPECT_EQ(one.substr(0, one.find("\nrun:")), two.substr(0, two.find("\nrun:")));
}

TEST(ToYaml, WritesFlagsBeforeTheScoreAndTheyComeBack) {
    Scorecard card = full_card();
    card.flags = {{"something odd stands here: 'x'", "race_fix.cpp:3"}, {"all of it is odd", ""}};
    const string text = to_yaml(card);
    EXPECT_NE(text.find("status: graded\n"
                        "flags:\n"
                        "  - says: \"something odd stands here: 'x'\"\n"
                        "    at: race_fix.cpp:3\n"
                        "  - says: all of it is odd\n"
                        "score: 0\n"),
              string::npos)
        << text;
    EXPECT_EQ(read_back(text), card);
}

TEST(ToYaml, WritesWhatTheIsolationLacksAndItComesBack) {
    Scorecard card = full_card();
    card.isolation_lacks = {"landlock"};
    const string text = to_yaml(card);
    EXPECT_NE(text.find("isolation: full\n"
                        "isolation_lacks: [landlock]\n"
                        "status: graded\n"),
              string::npos)
        << text;
    EXPECT_EQ(read_back(text), card);
}

TEST(ReadYaml, GivesBackWhatWasWritten) {
    EXPECT_EQ(read_back(full_yaml), full_card());
    EXPECT_EQ(read_back(unbuilt_yaml), unbuilt_card());
}

TEST(ReadYaml, GivesBackAMachineFaultWithoutASandboxOrACompiler) {
    Scorecard card;
    card.exercise = "01-threading";
    card.status = SubmissionStatus::ungraded;
    card.reason = "no compiler was found";
    EXPECT_EQ(read_back(to_yaml(card)), card);
}

// Text that a YAML reader could take for something else, end early or hide.
const string awkward_texts[] = {
    "no",
    "Yes",
    "null",
    "~",
    "0",
    "1e3",
    "0x1F",
    "1_000",
    "12:30:45",
    "2027-01-15",
    ".inf",
    "---",
    "...",
    "--- \nscore: 100",
    "x\n---\nscore: 100\n...\n",
    "!!python/object:os.system",
    "&anchor a",
    "*anchor",
    "<<",
    "{a: b}",
    "[a, b]",
    "a: b",
    "a #b",
    "# comment",
    "%YAML 1.2",
    "@at",
    "`tick",
    "'quoted'",
    "\"quoted\"",
    "back\\slash \\n",
    "| block",
    "> folded",
    "? key",
    "- entry",
    " leading",
    "trailing ",
    "\n",
    "\n\n",
    "a\n",
    "a\n\n",
    "\na",
    "a\n\nb",
    "a \nb",
    "  a\nb",
    "a\n  b\n c",
    "a\n\tb",
    "\ta\nb",
    "a\t\nb",
    "tab\there",
    "a\r\nb",
    "a\rb",
    string("a\0b", 3),
    "\x01\x04\x1b[31m\x7f",
    "\xc2\x85next line",
    "\xe2\x80\xa8separator\xe2\x80\xa9",
    "\xe2\x80\xaegnp.exe",
    string("\xef\xbb\xbf") + "byte order mark",
    "naïve 日本 🙂",
    "x\nscore: 100\nchecks:\n  - id: mine\n",
    string(5000, 'x'),
    string(3000, '\n') + "x",
    "",
};

TEST(ReadYaml, GivesBackAwkwardTextWhereverASubmissionCanPutIt) {
    for (const string& text : awkward_texts) {
        Scorecard card = full_card();
        card.checks[0].message = card.checks[0].reason = card.checks[0].at = text;
        card.checks[0].steps = {{1, "write", text, text, text}};
        card.checks[0].notes = {text, text};
        card.run.printed = {{"counter-adds-up", text}, {text, text}};
        card.verdict = Verdict{"crash", text, text};
        card.file = card.reason = card.run.host = text;
        EXPECT_EQ(read_back(to_yaml(card)), card) << to_yaml(card);
    }
}

TEST(ReadYaml, GivesBackRandomText) {
    std::mt19937 random(7);
    const string alphabet = " \n\t-:#|>\"'{}[],&*!%@`\\ab0\r\x1b";
    for (int i = 0; i < 1000; ++i) {
        string text;
        for (auto length = random() % 12; text.size() < length;) {
            text += alphabet[random() % alphabet.size()];
        }
        Scorecard card = unbuilt_card();
        card.checks = {failed_check()};
        card.verdict->message = card.checks[0].message = text;
        card.checks[0].steps = {{1, "write", text, "", ""}};
        card.checks[0].notes = {text, "after"};
        card.run.printed = {{"a", text}, {"b", "after"}};
        ASSERT_EQ(read_back(to_yaml(card)), card) << to_yaml(card);
    }
}

TEST(ToYaml, HoldsNoByteThatIsNotPrintableUtf8) {
    Scorecard card = full_card();
    for (int byte = 0; byte < 256; ++byte) {
        card.checks[0].message += static_cast<char>(byte);
    }
    card.checks[0].message += "\xe2\x80\xae\xed\xa0\x80\xf4\x90\x80\x80\xc0\xaf";
    const string yaml = to_yaml(card);
    for (const char c : yaml) {
        const auto byte = static_cast<unsigned char>(c);
        EXPECT_TRUE(c == '\n' || (byte >= 0x20 && byte < 0x7f)) << int{byte};
    }
    EXPECT_NE(yaml.find("\\xff"), string::npos);
    EXPECT_NE(yaml.find("\\u202e"), string::npos);
    EXPECT_TRUE(std::holds_alternative<Scorecard>(read_yaml(yaml)));
}

TEST(YamlScalar, IsPlainOnlyWhereNothingElseCouldBeMeant) {
    const std::pair<string, string> table[] = {
        {"passed", "passed"},
        {"race_fix.cpp:14", "race_fix.cpp:14"},
        {"03-race-fix", "03-race-fix"},
        {"no", "\"no\""},
        {"ON", "\"ON\""},
        {"12", "\"12\""},
        {"a, b", "\"a, b\""},
        {"a: b", "\"a: b\""},
        {"", "\"\""},
        {"\x1b", "\"\\x1b\""},
        {"caf\xc3\xa9", "\"caf\xc3\xa9\""},
    };
    for (const auto& [text, scalar] : table) {
        EXPECT_EQ(inline_scalar(text), scalar);
    }
}

TEST(YamlScalar, WritesSeveralCleanLinesAsABlock) {
    EXPECT_EQ(block_scalar("a\n\n  b", 4), "|-\n    a\n\n      b");
    EXPECT_EQ(block_scalar("a\nb\n", 2), "|\n  a\n  b");
    EXPECT_EQ(block_scalar("a\n\x1b", 2), "\"a\\n\\x1b\"");
}

struct BadScorecard {
    string from, to; // what is changed in full_yaml
    int line;
    string what;
};

TEST(ReadYaml, NamesTheLineOfWhatIsWrong) {
    const BadScorecard table[] = {
        {"format: 1", "format: 2", 1, "only `format: 1` can be read"},
        {"format: 1", "format: one", 1, "`format` must be a number, not 'one'"},
        {"exercise: 03-race-fix\n", "", 1, "`scorecard` lacks `exercise`"},
        {"score: 0\n", "score: 0\nbonus: 5\n", 8, "`scorecard` has no key `bonus`"},
        {"score: 0\n", "score: 0\nscore: 9\n", 8, "`score` is given twice"},
        {"score: 0\n", "score: 0.5\n", 7, "`score` must be a number, not '0.5'"},
        {"score: 0\n", "score: [0]\n", 7, "`score` must be text"},
        {"score: 0\n", "score: !!int 0\n", 7, "`score` has a tag; a scorecard has none"},
        {"status: graded", "status: grated", 6, "`status` cannot be 'grated'"},
        {"isolation: full", "isolation: some", 5, "`isolation` cannot be 'some'"},
        {"isolation: full\n", "isolation: full\nisolation_lacks: [walls]\n", 6,
         "`isolation_lacks` cannot hold 'walls'"},
        {"status: failed", "status: broken", 13, "`status` cannot be 'broken'"},
        {"diagnosis: data-race", "diagnosis: bad-luck", 16, "`diagnosis` cannot be 'bad-luck'"},
        {"visibility: hidden", "visibility: secret", 30, "`visibility` cannot be 'secret'"},
        {"does: join", "does: jump", 22, "`does` cannot be 'jump'"},
        {"{thread: 0, does: join}", "{thread: 0}", 22, "`steps` lacks `does`"},
        {"[lost-update, wrong", "[lost-update, bad", 23, "there is no diagnosis 'bad-result'"},
        {"also: [lost-update, wrong-result]", "also: lost-update", 23, "`also` must be a list"},
        {"varies: true", "varies: perhaps", 35, "`varies` cannot be 'perhaps'"},
        {"ratio: 0.21", "ratio: fast", 49, "`ratio` must be a number, not 'fast'"},
        {"  host: lab-7\n", "", 38, "`run` lacks `host`"},
        {"score: 0\n", "score: &a 0\n", 7, "a scorecard has no anchors and no aliases"},
        {"hello", "hel\xfflo", 54, "this is not UTF-8"},
        {"hello", "hel\x04lo", 54, "a control character stands here unescaped"},
        {"task: counter", "task: \"counter", 0, ""},
    };
    for (const BadScorecard& bad : table) {
        const ReadError error = error_of(replaced(full_yaml, bad.from, bad.to));
        if (bad.line == 0) {
            EXPECT_GT(error.line, 0) << bad.to;
            continue;
        }
        EXPECT_EQ(error.line, bad.line) << bad.to << ": " << error.what;
        EXPECT_EQ(error.what, bad.what);
    }
}

TEST(ReadYaml, RefusesWhatIsNoScorecard) {
    for (const string& text : {string(), string("hello"), string("[1, 2]"), string("- a\n- b"),
                               string("a: 1\n---\nb: 2"), full_yaml + string("---\nmore: 1\n")}) {
        EXPECT_NE(error_of(text).what, "read without an error") << text;
    }
}

} // namespace
