// Every fault that a manifest can have: a table for each of the three files.
#include "course_folders.hpp"

namespace {

using namespace threadlab::course;
using namespace threadlab::testing;

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

// One change to a good text and the problems that it brings, one a line.
struct Bad {
    const char* name;
    const char* from;
    const char* to;
    const char* problems;
};

void PrintTo(const Bad& bad, std::ostream* out) {
    *out << bad.name;
}

std::string name_of(const ::testing::TestParamInfo<Bad>& info) {
    return info.param.name;
}

class BadExercise : public ::testing::TestWithParam<Bad> {};
class BadHidden : public ::testing::TestWithParam<Bad> {};
class BadCourse : public ::testing::TestWithParam<Bad> {};

TEST_P(BadExercise, IsToldByFileAndLine) {
    const Bad& bad = GetParam();
    const Folders folders({.exercise = replaced(good_exercise, bad.from, bad.to)});
    expect_problems(problems_of(folders.read()), lines_of(bad.problems));
}

const Bad bad_exercises[] = {
    {"SyntaxError", "allow: [threads]", "allow: [threads", "exercise.yaml:6: not YAML: "},
    {"QuestionInAFlowList", "read twice,", "read twice?,",
     "exercise.yaml:18: not YAML: unknown token: put a text with punctuation in quotes"},
    {"Tab", "  - {id: speed", "\t- {id: speed", "exercise.yaml:1*: not YAML: "},
    {"TwoDocuments", "limits: {", "---\nlimits: {",
     "exercise.yaml:0: the file holds more than one YAML document"},
    {"Anchor", "title: Fix", "title: &name Fix", "exercise.yaml:3: anchors (&name) are not"},
    {"Alias", "title: Fix the race", "title: *name", "exercise.yaml:3: "},
    {"Tag", "title: Fix", "title: !str Fix", "exercise.yaml:3: tags are not allowed"},
    {"DuplicateKey",
     "allow:", "title: Again\nallow:", "exercise.yaml:5: the key 'title' is already on line 3"},
    {"DuplicateKeyInFlow", "seconds: 5,", "seconds: 5, seconds: 6,",
     "exercise.yaml:7: the key 'seconds' is already on line 7"},
    {"NoFormat", "format: 1\n", "", "exercise.yaml:1: the manifest has no 'format'"},
    {"OtherFormat", "format: 1", "format: 2", "exercise.yaml:1: 'format' must be 1*, not 2"},
    {"QuotedFormat", "format: 1", "format: \"1\"", "exercise.yaml:1: 'format' must be 1*\"1\""},
    {"UnknownKey", "hidden_points", "hiden_points",
     "exercise.yaml:6: the manifest has the unknown key 'hiden_points': did you mean "
     "'hidden_points'?\n"
     "exercise.yaml:11: the visible checks have 70 points and 'hidden_points' is 0\n"
     "hidden.yaml:1: the hidden checks have 30 points*is 0"},
    {"UnknownKeyInCheck", "says: two", "say: two",
     "exercise.yaml:12: the check 'adds-up' has no 'says'\n"
     "exercise.yaml:13: the check 'adds-up' has the unknown key 'say': did you mean 'says'?"},
    {"KeyLikeNoOther", "allow:", "colour:",
     "exercise.yaml:5: the manifest has the unknown key 'colour': the keys are: format, "},
    {"MissingTitle", "title: Fix the race\n", "", "exercise.yaml:1: the manifest has no 'title'"},
    {"MissingPoints", "    points: 15\n", "",
     "exercise.yaml:28: the check 'scales' has no 'points'"},
    {"TitleIsAList", "title: Fix the race", "title: [Fix]",
     "exercise.yaml:3: 'title' must be a text, not a list"},
    {"TitleIsANumber", "title: Fix the race", "title: 2027",
     "exercise.yaml:3: 'title' must be a text, not 2027: write \"2027\" in quotes"},
    {"TitleIsABoolean", "title: Fix the race", "title: true",
     "exercise.yaml:3: 'title' must be a text, not true"},
    {"TitleIsNull", "title: Fix the race",
     "title:", "exercise.yaml:3: 'title' must be a text, not nothing"},
    {"EmptyTitle", "title: Fix the race", "title: ''", "exercise.yaml:3: 'title' is empty"},
    {"BlankSays", "says: two threads leave 10", "says: \"  \"",
     "exercise.yaml:13: 'says' is empty"},
    {"FractionOfAPoint", "points: 25", "points: 2.5",
     "exercise.yaml:25: 'points' must be a whole number from 0 to 100, not 2.5"},
    {"PointsInWords", "points: 25", "points: ten",
     "exercise.yaml:25: 'points' must be a whole number from 0 to 100, not the text \"ten\""},
    {"PointsAreNull", "points: 25", "points: ~",
     "exercise.yaml:25: 'points' must be a whole*nothing"},
    {"PointsAreABoolean", "points: 25", "points: true",
     "exercise.yaml:25: 'points' must be a whole number from 0 to 100, not true"},
    {"NegativePoints", "points: 25", "points: -25",
     "exercise.yaml:25: 'points' must be a whole number from 0 to 100, not -25"},
    {"HugePoints", "points: 25", "points: 99999999999999999999",
     "exercise.yaml:25: 'points' must be a whole number"},
    {"PointsDoNotAddUp", "points: 25", "points: 20",
     "exercise.yaml:6: the visible checks have 65 points and 'hidden_points' is 30: together they "
     "must be 100, not 95"},
    {"ChecksAreAMap", "limits: {seconds: 5, memory_mb: 256}", "limits: [5]",
     "exercise.yaml:7: 'limits' must be a map with the keys seconds, memory_mb, threads, "
     "output_kb, not a list"},
    {"BadExerciseId", "id: 03-race-fix", "id: 3-Race_Fix",
     "exercise.yaml:2: the id '3-Race_Fix' must be two digits, a hyphen and"},
    {"IdIsNotTheFolder", "id: 03-race-fix", "id: 03-race-fixed",
     "exercise.yaml:2: the id '03-race-fixed' must be the name of its folder, '03-race-fix'"},
    {"BadCheckId", "id: scales", "id: Scales_Up",
     "exercise.yaml:28: the id 'Scales_Up' must be lower-case words with hyphens"},
    {"BadTaskId", "{id: speed, title", "{id: -speed, title",
     "exercise.yaml:10: the id '-speed' must be lower-case words\n"
     "exercise.yaml:10: the task '-speed' has no check\n"
     "exercise.yaml:30: unknown task 'speed': did you mean '-speed'?"},
    {"DuplicateCheckId", "id: scales", "id: adds-up",
     "exercise.yaml:28: the id 'adds-up' is already that of the check at exercise.yaml:12"},
    {"DuplicateTaskId", "id: speed", "id: counter",
     "exercise.yaml:10: the id 'counter' is already that of the task at exercise.yaml:9\n"
     "exercise.yaml:30: unknown task 'speed': the tasks are: counter"},
    {"UnknownTask", "task: speed", "task: sped",
     "exercise.yaml:10: the task 'speed' has no check\n"
     "exercise.yaml:30: unknown task 'sped': did you mean 'speed'?"},
    {"TaskWithoutCheck", "checks:", "  - {id: extra, title: More}\nchecks:",
     "exercise.yaml:11: the task 'extra' has no check"},
    {"UnknownNeed", "needs: [no-race]", "needs: [no-races]",
     "exercise.yaml:36: 'scales' needs the unknown check 'no-races': did you mean 'no-race'?"},
    {"NeedOnItself", "needs: [no-race]", "needs: [no-race, scales]",
     "exercise.yaml:36: 'scales' needs itself"},
    {"NeedTwice", "needs: [no-race]", "needs: [no-race, no-race]",
     "exercise.yaml:36: 'needs' has \"no-race\" twice"},
    {"Cycle", "    hints: [look", "    needs: [no-race]\n    hints: [look",
     "exercise.yaml:27: 'needs' goes in a circle: adds-up -> no-race -> adds-up"},
    {"NeedOfWhatTheClockDecides", "needs: [adds-up]", "needs: [adds-up, scales]",
     "exercise.yaml:26: 'no-race' needs the timing check 'scales'\n"
     "exercise.yaml:36: 'needs' goes in a circle: no-race -> scales -> no-race"},
    {"VisibleNeedsHidden", "needs: [no-race]", "needs: [no-race, adds-up-again]",
     "exercise.yaml:36: 'scales' is visible but needs the hidden check 'adds-up-again'"},
    {"UnknownKind", "kind: race", "kind: rase",
     "exercise.yaml:23: unknown kind 'rase': did you mean 'race'?"},
    {"SchedulesOfARace", "repeats: 7", "schedules: 400",
     "exercise.yaml:24: 'schedules' is for checks of kind 'explore' and 'virtual' only"},
    {"NoSchedules", "kind: race\n    repeats: 7", "kind: explore\n    schedules: 0",
     "exercise.yaml:24: 'schedules' must be a whole number from 1 to 100000, not 0"},
    {"FigureOfARace", "repeats: 7", "figure: {of: a, shows: \"{b}\"}",
     "exercise.yaml:24: 'figure' is for checks of kind 'native', 'explore' and 'virtual' only"},
    {"FigureWithoutAMeasure", "kind: race\n    repeats: 7",
     "kind: explore\n    figure: {of: five sleeps, shows: 10 s}",
     "exercise.yaml:24: 'shows' must name a recorded measure in braces"},
    {"StubThatEarnsTooMuch", "hidden_points: 30", "hidden_points: 30\nstub_earns: 16",
     "exercise.yaml:7: 'stub_earns' must be a whole number from 0 to 15, not 16"},
    {"RepeatsOfAnExploredCheck", "kind: race", "kind: explore",
     "exercise.yaml:24: 'repeats' is for checks of kind 'race' only"},
    {"ThresholdOfAnExploredCheck", "kind: race\n    repeats: 7",
     "kind: explore\n    threshold: {of: a, to: b, at_most: 1}",
     "exercise.yaml:24: 'threshold' is for checks of kind 'timing' and 'virtual' only"},
    {"TestWithoutADot", "test: Counter.Scales", "test: Scales",
     "exercise.yaml:31: 'test' must be of the form Suite.Name, not 'Scales'"},
    {"UnknownTest", "test: Counter.Scales", "test: Counter.Scale",
     "exercise.yaml:31: checks.cpp has no test 'Counter.Scale': did you mean 'Counter.Scales'?"},
    {"TestInAComment", "test: Counter.Scales", "test: Counter.Commented",
     "exercise.yaml:31: checks.cpp has no test 'Counter.Commented': its tests are: "
     "Counter.AddsUp, Counter.Scales"},
    {"AboutAnUnknownFunction", "repeats: 7", "repeats: 7\n    about: Counter::valeu",
     "exercise.yaml:25: 'about' must name a function of race_fix.hpp, which has no 'valeu': "
     "did you mean 'value'?"},
    {"TaskAboutAnUnknownFunction", "where none is needed}", "where none is needed, about: fly}",
     "exercise.yaml:10: 'about' must name a function of race_fix.hpp, which has no 'fly'"},
    {"AboutNoName", "repeats: 7", "repeats: 7\n    about: value()",
     "exercise.yaml:25: 'about' must be the name of a function, such as 'ThreadPool::post', not "
     "'value()'"},
    {"MissingEditFile", "edit: race_fix.cpp", "edit: other.cpp",
     "exercise.yaml:4: there is no file other.cpp in 03-race-fix\n"
     "exercise.yaml:4: there is no file other.hpp in 03-race-fix"},
    {"EditOutsideTheFolder", "edit: race_fix.cpp", "edit: ../race_fix.cpp",
     "exercise.yaml:4: 'edit' must be the name of the .cpp file in this folder"},
    {"RaceThatNothingWouldPass", "    needs: [adds-up]\n", "",
     "exercise.yaml:19: an empty answer would keep the promise of 'no-race': code without threads "
     "has no races. Let it need*'native', 'explore' or 'virtual'\n"
     "exercise.yaml:27: an empty answer would keep the promise of 'scales': code that does "
     "nothing"},
    {"NoThreshold", "    threshold: {of: four, to: one, at_most: 0.5}\n", "",
     "exercise.yaml:28: the check 'scales' has no 'threshold'"},
    {"ThresholdOfARace", "repeats: 7", "threshold: {of: a, to: b, at_most: 1}",
     "exercise.yaml:24: 'threshold' is for checks of kind 'timing' and 'virtual' only"},
    {"HalfAThreshold", "to: one, ", "", "exercise.yaml:34: 'threshold' has no 'to'"},
    {"ThresholdOfZero", "at_most: 0.5", "at_most: 0",
     "exercise.yaml:34: 'at_most' must be a number above 0, not 0"},
    {"ThresholdNotFinite", "at_most: 0.5", "at_most: .inf",
     "exercise.yaml:34: 'at_most' must be a number above 0, not"},
    {"RepeatsOfANativeCheck", "kind: native", "kind: native\n    repeats: 3",
     "exercise.yaml:17: 'repeats' is for checks of kind 'race' only"},
    {"TooManyRepeats", "repeats: 7", "repeats: 51",
     "exercise.yaml:24: 'repeats' must be a whole number from 1 to 50, not 51"},
    {"CoresOfARace", "repeats: 7", "cores: 7",
     "exercise.yaml:24: 'cores' is for checks of kind 'timing' and 'virtual' only"},
    {"FourHints", "one lock]", "one lock, more]",
     "exercise.yaml:18: 'hints' has 4 hints: at most 3 are allowed"},
    {"HintsAreNoList", "hints: [look at the shared value, what is read twice, one lock]",
     "hints: one lock", "exercise.yaml:18: 'hints' must be a list, not the text \"one lock\""},
    {"SecondsOutOfRange", "seconds: 5", "seconds: 0",
     "exercise.yaml:7: 'seconds' must be a number from 0.1 to 600, not 0"},
    {"MemoryOutOfRange", "memory_mb: 256", "memory_mb: 9999999",
     "exercise.yaml:7: 'memory_mb' must be a whole number from 16 to 65536, not 9999999"},
    {"UnknownAllow", "allow: [threads]", "allow: [thread, network]",
     "exercise.yaml:5: 'allow' does not know 'thread': did you mean 'threads'?\n"
     "exercise.yaml:5: 'allow' does not know 'network': it takes: threads, processes, files"},
    {"VisibleCheckWithVisibility", "kind: native", "kind: native\n    visibility: hidden",
     "exercise.yaml:17: a visible check has no 'visibility'"},
    {"CheckIsAWord", "  - id: scales", "  - scales\n  - id: scales",
     "exercise.yaml:28: the check must be a map with the keys id, says,*not the text \"scales\""},
    {"SeveralInLineOrder", "format: 1\nid: 03-race-fix\ntitle: Fix the race",
     "format: 2\nid: 03-race-fix\ntitle: 1\nnonsense: 2",
     "exercise.yaml:1: 'format'\nexercise.yaml:3: 'title'\nexercise.yaml:4: the manifest has"},
};

INSTANTIATE_TEST_SUITE_P(Table, BadExercise, ::testing::ValuesIn(bad_exercises), name_of);

TEST_P(BadHidden, IsToldByFileAndLine) {
    const Bad& bad = GetParam();
    const Folders folders({.hidden = replaced(good_hidden, bad.from, bad.to)});
    expect_problems(problems_of(folders.read()), lines_of(bad.problems));
}

const Bad bad_hidden[] = {
    {"MoreThanChecks", "checks:", "format: 1\nchecks:",
     "hidden.yaml:1: hidden.yaml has the unknown key 'format': the keys are: checks"},
    {"PointsAreNotTheAnnounced", "points: 20", "points: 25",
     "hidden.yaml:1: the hidden checks have 35 points, but 'hidden_points' in exercise.yaml is 30"},
    {"NoVisibility", "    visibility: hidden\n", "",
     "hidden.yaml:2: the check 'adds-up-again' has no 'visibility'"},
    {"UnknownVisibility", "visibility: hidden", "visibility: secret",
     "hidden.yaml:8: 'visibility' must be one of: hidden, after_due_date, not the text \"secret\""},
    {"IdOfAVisibleCheck", "id: adds-up-again", "id: adds-up",
     "hidden.yaml:2: the id 'adds-up' is already that of the check at exercise.yaml:12"},
    {"UnknownTask", "task: counter", "task: count",
     "hidden.yaml:4: unknown task 'count': did you mean 'counter'?"},
    {"UnknownTest", "test: HiddenCounter.AddsUp", "test: Counter.AddsUp",
     "hidden.yaml:5: hidden_checks.cpp has no test 'Counter.AddsUp': "},
    {"UnknownNeed", "needs: [adds-up]", "needs: [nothing]",
     "hidden.yaml:15: 'no-race-again' needs the unknown check 'nothing': the checks are: adds-up"},
    {"RaceThatNothingWouldPass", "    needs: [adds-up]\n", "",
     "hidden.yaml:9: an empty answer would keep the promise of 'no-race-again'"},
    {"Cycle", "    visibility: hidden\n",
     "    visibility: hidden\n    needs: [third]\n"
     "  - {id: third, says: a, task: counter, test: HiddenCounter.AddsUp, kind: native, points: 0, "
     "needs: [adds-up-again], visibility: hidden}\n",
     "hidden.yaml:10: 'needs' goes in a circle: adds-up-again -> third -> adds-up-again"},
};

INSTANTIATE_TEST_SUITE_P(Table, BadHidden, ::testing::ValuesIn(bad_hidden), name_of);

TEST_P(BadCourse, IsToldByFileAndLine) {
    const Bad& bad = GetParam();
    const TempFolder folder;
    fs::create_directories(folder.path() / "01-threading");
    fs::create_directories(folder.path() / "03-race-fix");
    fs::create_directories(folder.path() / "03-other");
    fs::create_directories(folder.path() / "04-race-fix");
    folder.write("course.yaml", replaced(good_course, bad.from, bad.to));
    expect_problems(problems_of(read_course(folder.path())), lines_of(bad.problems));
}

const Bad bad_courses[] = {
    {"NoFormat", "format: 1\n", "", "course.yaml:1: the course has no 'format'"},
    {"NoName", "name: Concurrency in C++20\n", "", "course.yaml:1: the course has no 'name'"},
    {"UnknownKey", "counts: best", "count: best",
     "course.yaml:7: the course has the unknown key 'count': did you mean 'counts'?"},
    {"NoExercises",
     "name: Concurrency in C++20\nexercises:\n  - {id: 01-threading, weight: 1}\n  - "
     "{id: 03-race-fix, weight: 2.5, due: 2027-01-15T23:59:00+01:00}",
     "name: Concurrency in C++20\nexercises: []",
     "course.yaml:3: 'exercises' is empty\n"
     "course.yaml:7: the branch 'lab1-*' means the unknown exercise '01-threading'\n"
     "course.yaml:8: the branch 'race*' means the unknown exercise '03-race-fix'"},
    {"ExerciseTwice", "id: 03-race-fix", "id: 01-threading",
     "course.yaml:5: the exercise '01-threading' is already at course.yaml:4\n"
     "course.yaml:10: the branch 'race*' means the unknown exercise '03-race-fix': "},
    {"NumberTwice", "branches:", "  - {id: 03-other}\nbranches:", "course.yaml:8: not YAML"},
    {"NumberOfAnother", "penalty_per_day", "  - {id: 03-other}\npenalty_per_day",
     "course.yaml:6: '03-other' has the number of '03-race-fix' at course.yaml:5"},
    {"NameOfAnother", "penalty_per_day", "  - {id: 04-race-fix}\npenalty_per_day",
     "course.yaml:6: '04-race-fix' has the name of '03-race-fix' at course.yaml:5"},
    {"NoFolder", "penalty_per_day", "  - {id: 05-nowhere}\npenalty_per_day",
     "course.yaml:6: there is no folder *05-nowhere: add it, or remove the exercise"},
    {"BadId", "penalty_per_day", "  - {id: nowhere}\npenalty_per_day",
     "course.yaml:6: the id 'nowhere' must be two digits, a hyphen and"},
    {"WeightIsAWord", "weight: 1", "weight: heavy",
     "course.yaml:4: 'weight' must be a number from 0 up, not the text \"heavy\""},
    {"NegativeWeight", "weight: 1", "weight: -1", "course.yaml:4: 'weight' must be a number"},
    {"DueWithoutOffset", "00+01:00", "00", "course.yaml:5: 'due' must be a date and time with its"},
    {"DueOnNoDay", "2027-01-15", "2027-02-29", "course.yaml:5: 'due' must be a date and time"},
    {"DueIsADayOnly", "2027-01-15T23:59:00+01:00", "2027-01-15",
     "course.yaml:5: 'due' must be a date and time"},
    {"PenaltyAboveAll", "penalty_per_day: 10", "penalty_per_day: 101",
     "course.yaml:6: 'penalty_per_day' must be a number of percent from 0 to 100, not 101"},
    {"UnknownCounts", "counts: best", "counts: first",
     "course.yaml:7: 'counts' must be one of: latest, best, not the text \"first\""},
    {"BranchToNothing", "\"race*\": 03-race-fix", "\"race*\": 03-race-fx",
     "course.yaml:10: the branch 'race*' means the unknown exercise '03-race-fx': did you mean "
     "'03-race-fix'?"},
    {"BranchTwice", "\"race*\"", "\"lab1-*\"",
     "course.yaml:10: the key 'lab1-*' is already on line 9"},
    {"OtherCompiler", "clang-19", "g++-12",
     "course.yaml:11: 'compiler' must be clang, or one version from clang-14 up, not 'g++-12'"},
    {"OldCompiler", "clang-19", "clang-13", "course.yaml:11: 'compiler' must be clang"},
    {"OtherStandard", "c++23", "c++17", "course.yaml:11: 'standard' must be one of: c++20, c++23"},
    {"LimitOutOfRange", "threads: 32", "threads: 0",
     "course.yaml:12: 'threads' must be a whole number from 1 to 4096, not 0"},
};

INSTANTIATE_TEST_SUITE_P(Table, BadCourse, ::testing::ValuesIn(bad_courses), name_of);

} // namespace
