// Submission and checks live in one process: neither may put its functions in the other's place.
// The exercise is tests/data/boundary; its stub is an honest answer, which the tests spoil.

#include "build/symbols.hpp"
#include "program.hpp"
#include "unaudited.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace {

using namespace threadlab;
using namespace threadlab::testing;
using threadlab::scorecard::CheckResult;
using threadlab::scorecard::CheckStatus;
using threadlab::scorecard::Scorecard;

const fs::path boundary = fs::path(TESTS_DIR) / "data/boundary";
const fs::path exercise_folder = boundary / "exercises/01-boundary";

std::string honest() {
    return read_text(boundary / "exercises/01-boundary/boundary.cpp");
}

// Runs all checks, or `check` and what it needs.
Scorecard grade(const std::string& submission, const std::string& check = "") {
    const TempFolder folder;
    const fs::path file = folder.write("boundary.cpp", submission);
    const fs::path out = folder.path() / "cards";
    std::vector<std::string> arguments{"check",       "01",    "--submission",
                                       file.string(), "--out", out.string()};
    if (!check.empty())
        arguments.insert(arguments.end(), {"--check", check});
    const ProgramRun run = Program().run(arguments, boundary);
    expect_nothing_left(run);
    EXPECT_TRUE(fs::exists(out / "01-boundary.yaml")) << run.output << run.error;
    return std::get<Scorecard>(
        threadlab::scorecard::read_yaml(read_text(out / "01-boundary.yaml")));
}

const CheckResult& named(const Scorecard& card, const std::string& id) {
    return *std::ranges::find(card.checks, id, &CheckResult::id);
}

void expect_full_marks(const Scorecard& card) {
    EXPECT_GT(card.max, 0);
    EXPECT_EQ(card.score, card.max);
    for (const CheckResult& check : card.checks)
        EXPECT_EQ(to_string(check.status), "passed") << check.id << ": " << check.message;
}

// Among others that std::atomic's wait and notify reach each other across the boundary.
TEST(SymbolBoundary, LeavesAnHonestSubmissionAlone) {
    expect_full_marks(grade(honest()));
}

constexpr const char* own_library_functions = R"(
#include <ctime>
extern "C" int clock_gettime(clockid_t, timespec* now) noexcept {
    now->tv_sec = 0;
    now->tv_nsec = 0;
    return 0;
}
extern "C" int memcmp(const void*, const void*, unsigned long) noexcept {
    return 0;
}
)";

TEST(SymbolBoundary, KeepsASubmissionsOwnClockAndMemcmpFromTheChecks) {
    EXPECT_EQ(to_string(grade(honest() + own_library_functions).status), "rejected");
    for (const char* check : {"clock", "compare"}) {
        const judge::Finding finding =
            judged_unaudited(exercise_folder, honest() + own_library_functions, check);
        EXPECT_EQ(finding.status, CheckStatus::passed) << check << ": " << finding.message;
    }
}

// The name is that of testing::internal::CmpHelperEQFailure<int, int>, the result is laid out like
// testing::AssertionResult.
std::string with_forged_comparison(const std::string& attribute) {
    return replaced_everywhere(honest(), "return 42;", "return 41;") + R"(
#include <memory>
#include <string>
struct Verdict {
    bool success = true;
    std::unique_ptr<std::string> message;
    ~Verdict() {}
};
Verdict forge(const char*, const char*, const int&, const int&)
    asm("_ZN7testing8internal18CmpHelperEQFailureIiiEENS_15AssertionResultEPKcS4_RKT_RKT0_");
)" + attribute +
           R"( Verdict forge(const char*, const char*, const int&, const int&) {
    return {};
}
)";
}

class ForgedComparison : public ::testing::TestWithParam<const char*> {};

TEST_P(ForgedComparison, TurnsNoFailureIntoAPass) {
    EXPECT_EQ(to_string(grade(with_forged_comparison(GetParam())).status), "rejected");
    const judge::Finding answer =
        judged_unaudited(exercise_folder, with_forged_comparison(GetParam()), "answer");
    EXPECT_EQ(answer.status, CheckStatus::failed);
    EXPECT_EQ(answer.diagnosis, "wrong-result");
    EXPECT_NE(answer.message.find("41"), std::string::npos) << answer.message;
}

INSTANTIATE_TEST_SUITE_P(SymbolBoundary, ForgedComparison,
                         ::testing::Values("", "__attribute__((weak))"),
                         [](const auto& info) { return info.index == 0 ? "Strong" : "Weak"; });

TEST(SymbolBoundary, LetsThreadSanitizerSeeTheSubmissionsOwnVector) {
    const Scorecard card =
        grade(replaced_everywhere(honest(), "    const std::scoped_lock lock(mutex);\n", "\n"),
              "vector-race");
    const CheckResult& race = named(card, "vector-race");
    EXPECT_EQ(race.diagnosis, "data-race");
    EXPECT_EQ(race.at, "boundary.cpp:40");
}

// ---- what the harnesses export ----

fs::path newest_harness() {
    fs::path newest;
    for (const fs::directory_entry& entry :
         fs::directory_iterator(fs::path(PROGRAMS_DIR) / "cache")) {
        if (entry.path().filename().string().starts_with("harness-") &&
            fs::exists(entry.path() / "race/harness") &&
            (newest.empty() || fs::last_write_time(entry) > fs::last_write_time(newest)))
            newest = entry.path();
    }
    return newest;
}

std::set<std::string> exports(const std::string& variant) {
    expect_full_marks(grade(honest(), "answer")); // the harness is built when it is first needed
    std::set<std::string> names;
    for (const auto& [symbol, offset] :
         threadlab::build::read_symbols(newest_harness() / variant / "harness").defined)
        names.insert(symbol);
    return names;
}

// What it counts, lets fail and looks at, in threads and processes; and what checks ask of it.
TEST(SymbolBoundary, LetsTheNativeHarnessExportWhatItWatchesAndNothingElse) {
    std::set<std::string> watched;
    for (const std::string& symbol : exports("native"))
        if (!symbol.starts_with("threadlab_"))
            watched.insert(symbol);
    EXPECT_EQ(watched, (std::set<std::string>{"_Exit",
                                              "_Fork",
                                              "_exit",
                                              "clone",
                                              "epoll_wait",
                                              "fork",
                                              "kill",
                                              "mmap",
                                              "mmap64",
                                              "munmap",
                                              "pipe",
                                              "pipe2",
                                              "poll",
                                              "posix_spawn",
                                              "pthread_barrier_wait",
                                              "pthread_create",
                                              "pthread_mutex_lock",
                                              "pthread_mutex_timedlock",
                                              "pthread_mutex_trylock",
                                              "pthread_rwlock_rdlock",
                                              "pthread_rwlock_wrlock",
                                              "read",
                                              "sem_post",
                                              "sem_timedwait",
                                              "sem_trywait",
                                              "sem_wait",
                                              "socketpair",
                                              "syscall",
                                              "vfork",
                                              "wait",
                                              "wait4",
                                              "waitid",
                                              "waitpid",
                                              "write"}));
}

// What the explorer's runtime stands in for must be found there before it is found in a library.
TEST(SymbolBoundary, LetsTheExplorersHarnessExportItsRuntimeAndNoTemplates) {
    const std::set<std::string> exported = exports("explore");
    const std::set<std::string> members{"_ZNSt13random_device9_M_getvalEv",
                                        "_ZNSt15__exception_ptr13exception_ptr10_M_releaseEv",
                                        "_ZNSt15__exception_ptr13exception_ptr9_M_addrefEv",
                                        "_ZNSt6thread20hardware_concurrencyEv"};
    std::set<std::string> mangled;
    for (const std::string& symbol : exported) {
        if (symbol.starts_with("_Z"))
            mangled.insert(symbol);
        EXPECT_FALSE(symbol.starts_with("threadlab_explorer_")) << symbol;
    }
    EXPECT_EQ(mangled, members);
    for (const char* symbol :
         {"__tsan_read4", "__tsan_atomic32_load", "pthread_create", "pthread_mutex_lock",
          "sem_wait", "clock_gettime", "syscall", "malloc", "__cxa_guard_acquire", "exit", "_exit",
          "quick_exit", "threadlab_await", "threadlab_live_threads", "threadlab_threads_created",
          "threadlab_work"})
        EXPECT_TRUE(exported.contains(symbol)) << symbol;
}

// The rest is the sanitizer's own: what it intercepts, operator new and delete among it.
TEST(SymbolBoundary, LetsTheRaceHarnessExportNoFunctionOfTheLibrarysTemplates) {
    for (const std::string& symbol : exports("race")) {
        const bool mangled = symbol.starts_with("_Z");
        const bool allocation = symbol.starts_with("_Zn") || symbol.starts_with("_Zd");
        EXPECT_TRUE(!mangled || allocation) << threadlab::build::demangle(symbol);
    }
}

} // namespace
