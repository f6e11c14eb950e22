// The hidden checks of practical 6. Each test is one check of hidden.yaml.
#include "checks.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace checks;
using namespace lab::procs;
using namespace std::chrono_literals;

long twice(long input) {
    return 2 * input;
}

// Expects the results of `twice`, but for the inputs `without`.
void expect_values(const std::vector<ChildResult>& results, std::span<const long> inputs,
                   const std::set<long>& without = {}) {
    LAB_ASSERT("wrong-result", results.size() == inputs.size())
        << "expected " << inputs.size() << " results, got " << results.size();
    for (std::size_t i = 0; i < results.size(); ++i) {
        const auto& value = results[i].value;
        if (without.contains(inputs[i])) {
            LAB_EXPECT("exception-lost", !value.has_value())
                << "expected no value for " << inputs[i] << ", whose work failed, got one";
            continue;
        }
        LAB_ASSERT("wrong-result", value.has_value())
            << "expected " << twice(inputs[i]) << " for " << inputs[i] << ", got no value";
        LAB_EXPECT("wrong-result", *value == twice(inputs[i]))
            << "expected " << twice(inputs[i]) << " for " << inputs[i] << ", got " << *value;
    }
}

TEST(ChildrenMore, BringAnyValue) {
    constexpr long large = std::numeric_limits<long>::max() / 4;
    constexpr std::array inputs{128L, -1L, 70'000L, large, -large, -1L, 0L};
    lab::ProcessWatch watch;
    expect_values(watch.call([&] { return run_children(inputs, twice); }), inputs);
    const auto none = watch.call([] { return run_children({}, twice); });
    LAB_EXPECT("wrong-result", none.empty())
        << "expected no results for no inputs, got " << none.size();
}

TEST(ChildrenMore, TwoAbort) {
    lab::ProcessWatch watch;
    const auto results = watch.call([] {
        return run_children(five_inputs, [](long input) {
            if (input == 15 || input == 20) {
                std::abort();
            }
            if (input == 10) {
                _exit(3);
            }
            return twice(input);
        });
    });
    expect_values(results, five_inputs, {10, 15, 20});
    if (HasFailure()) {
        return;
    }
    for (const ChildResult& result : {results[2], results[3]}) {
        LAB_EXPECT("exception-lost", result.signal == SIGABRT)
            << "expected signal to be SIGABRT (" << SIGABRT << ") for a child that aborted, got "
            << result.signal;
        LAB_EXPECT("wrong-result", result.exit_code == -1)
            << "expected exit_code to be -1 for a child that a signal ended, got "
            << result.exit_code;
    }
    LAB_EXPECT("wrong-result", results[1].exit_code == 3 && results[1].signal == 0)
        << "expected exit_code 3 and no signal for a child whose work called _exit(3), got "
        << results[1].exit_code << " and " << results[1].signal;
}

TEST(ChildrenMore, OneThrows) {
    lab::ProcessWatch watch;
    std::vector<ChildResult> results;
    try {
        results = watch.call([] {
            return run_children(five_inputs, [](long input) {
                if (input == 15) {
                    throw std::runtime_error("no milk");
                }
                return twice(input);
            });
        });
    } catch (...) {
        LAB_ASSERT("api-contract", false)
            << "expected run_children to return when work throws in one child, it threw";
    }
    watch.expect_no_stray("run_children");
    if (!testing::Test::HasFailure()) {
        expect_values(results, five_inputs, {15});
    }
}

TEST(ChildrenMore, PrintTextOnce) {
    std::fflush(stdout);
    const int own = dup(STDOUT_FILENO);
    const int file = memfd_create("output", 0);
    dup2(file, STDOUT_FILENO);
    std::printf("kettle\n");
    lab::ProcessWatch watch;
    watch.call([] { return run_children(five_inputs, twice); });
    watch.settle();
    std::fflush(stdout);
    dup2(own, STDOUT_FILENO);
    close(own);
    std::array<char, 256> text{};
    const ssize_t size = pread(file, text.data(), text.size(), 0);
    close(file);
    const std::string printed(text.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    long lines = 0;
    for (std::size_t at = 0; (at = printed.find("kettle", at)) != std::string::npos; ++at) {
        ++lines;
    }
    LAB_EXPECT("wrong-result", lines <= 1)
        << "expected text that the caller had printed before the call, but that was still in a "
           "buffer, to appear once, got it "
        << lines << " times: each child has a copy of the buffer, and exit writes it out";
    LAB_EXPECT("wrong-result", lines >= 1)
        << "expected text that the caller had printed before the call, but that was still in a "
           "buffer, to appear, it is lost";
}

// A child of the caller's own that has ended, and that is the caller's to wait for.
class Bystander {
public:
    Bystander() : pid_(fork()) {
        if (pid_ == 0) {
            _exit(0);
        }
        siginfo_t about{};
        waitid(P_PID, static_cast<id_t>(pid_), &about, WEXITED | WNOWAIT);
    }
    pid_t pid() const { return pid_; }
    void expect_left_alone() const {
        LAB_ASSERT("wrong-result", waitpid(pid_, nullptr, 0) == pid_)
            << "expected the caller's other child to be left for the caller to wait for, it was "
               "taken";
    }

private:
    const pid_t pid_;
};

void expect_others_left_alone(const std::function<void()>& run) {
    const Bystander bystander;
    lab::ProcessWatch watch({bystander.pid()});
    watch.call(run);
    bystander.expect_left_alone();
}

TEST(ChildrenMore, LeaveOthersAlone) {
    std::vector<ChildResult> results;
    expect_others_left_alone([&] { results = run_children(five_inputs, twice); });
    if (!HasFailure()) {
        expect_values(results, five_inputs);
    }
}

TEST(ChildrenMore, OneCannotStart) {
    lab::ProcessWatch watch;
    lab::refuse_process(3);
    std::optional<std::vector<ChildResult>> results;
    try {
        results = watch.call([] { return run_children(five_inputs, twice); });
    } catch (const std::exception&) {
        results.reset();
    }
    LAB_EXPECT("wrong-result", lab::signals_to_everybody() == 0)
        << "expected signals to go to the children only, one went to process -1, which means all";
    if (results) {
        expect_values(*results, five_inputs);
    }
    watch.expect_nothing_left("run_children");
}

TEST(ChildrenMore, GoOnAfterASignal) {
    lab::ProcessWatch watch;
    lab::interrupt_calls(true);
    std::vector<ChildResult> results;
    try {
        results = watch.call([] { return run_children(five_inputs, twice); });
    } catch (const std::exception&) {
        LAB_ASSERT("wrong-result", false)
            << "expected all results although a signal interrupted a call, got an exception";
    }
    lab::interrupt_calls(false);
    expect_values(results, five_inputs);
    for (const ChildResult& result : results) {
        LAB_EXPECT("wrong-result", (result.signal == 0) == (result.exit_code != -1))
            << "expected exit_code or signal to say how each child ended, for one they do not";
    }
}

TEST(MemoryMore, WorksAgain) {
    lab::ProcessWatch watch;
    for (const auto& [start, adds] : {std::pair{-7, 3}, std::pair{4, -900}, std::pair{0, 1}}) {
        const auto view = watch.call([&, s = start, a = adds] { return compare_memory(s, a); });
        LAB_EXPECT("wrong-result", view.parent_private == start)
            << "expected parent_private to be " << start << " for (" << start << ", " << adds
            << "), got " << view.parent_private;
        LAB_EXPECT("wrong-result", view.child_private == start + adds)
            << "expected child_private to be " << start + adds << " for (" << start << ", " << adds
            << "), got " << view.child_private;
        LAB_EXPECT("wrong-result", view.shared == start + adds)
            << "expected shared to be " << start + adds << " for (" << start << ", " << adds
            << "), got " << view.shared;
    }
    expect_others_left_alone([] { compare_memory(1, 1); });
}

TEST(MemoryMore, LeavesNothing) {
    const auto run = [] { return compare_memory(10, 5); };
    lab::ProcessWatch first;
    first.call(run); // what is kept for all calls may stay
    lab::ProcessWatch watch;
    watch.call(run);
    watch.expect_nothing_left("compare_memory");
}

TEST(CountMore, OtherNumbers) {
    lab::ProcessWatch watch;
    for (const auto& [processes, each] :
         {std::pair{1U, 1000L}, std::pair{2U, 10'000L}, std::pair{8U, 5000L}, std::pair{3U, 0L},
          std::pair{0U, 5L}}) {
        const long count = watch.call([p = processes, e = each] { return shared_count(p, e); });
        const long expected = static_cast<long>(processes) * each;
        LAB_EXPECT(count < expected ? "lost-update" : "wrong-result", count == expected)
            << "expected " << expected << " after " << processes << " times " << each << ", got "
            << (count < expected ? "less" : "more");
    }
    expect_others_left_alone([] { shared_count(2, 10); });
}

TEST(CountMore, LeavesNothing) {
    const auto run = [] { return shared_count(3, 10); };
    lab::ProcessWatch first;
    first.call(run);
    lab::ProcessWatch watch;
    watch.call(run);
    watch.expect_nothing_left("shared_count");
}

using Texts = std::vector<std::string>;

std::string reversed(const std::string& text) {
    return {text.rbegin(), text.rend()};
}

Texts all_reversed(const Texts& tasks) {
    Texts expected;
    std::ranges::transform(tasks, std::back_inserter(expected), reversed);
    return expected;
}

TEST(MapMore, BringsEveryByte) {
    const Texts tasks{"",   std::string(1, '\0'), std::string("a\0b\n", 4),
                      "\n", "\xff\xfe",           std::string("0123456789:"),
                      ""};
    lab::ProcessWatch watch;
    const auto results = watch.call([&] { return process_map(tasks, 2, reversed); });
    LAB_EXPECT("wrong-result", results == all_reversed(tasks))
        << "expected empty texts and zero bytes to arrive as they are, they do not";
}

// Expects process_map to throw when the third task does `fail`.
void expect_throw(const std::function<void()>& fail, const std::string& what) {
    const Texts tasks{"one", "two", "three", "four", "five"};
    const lab::SharedCount fourth_runs;
    const lab::SharedCount failing; // the process id
    const auto is_waited_for = [&] { return *failing != 0 && kill(*failing, 0) != 0; };
    const auto run = [&] {
        return process_map(tasks, 2, [&](const std::string& task) {
            if (task == "three") {
                lab::eventually([&] { return *fourth_runs != 0; });
                *failing = getpid();
                fail();
            }
            // While the failure is noticed, another child runs; so it is in every run.
            if (task == "four") {
                *fourth_runs = 1;
                lab::eventually(is_waited_for);
            }
            return task;
        });
    };
    lab::ProcessWatch first;
    first.call([] { return process_map(Texts{"six"}, 2, reversed); });
    lab::ProcessWatch watch;
    bool thrown = false;
    try {
        watch.call(run);
    } catch (const std::exception&) {
        thrown = true;
    }
    watch.expect_no_stray("process_map");
    LAB_EXPECT("exception-lost", thrown || testing::Test::HasFailure())
        << "expected process_map to throw when " << what << ", it returned";
    if (!testing::Test::HasFailure()) {
        watch.expect_nothing_left("process_map");
    }
}

TEST(MapMore, ThrowsWhenATaskThrows) {
    expect_throw([] { throw std::runtime_error("no milk"); }, "a task throws");
}

// The next child that this process forks is dead before fork returns.
void kill_next_child() {
    static std::atomic<bool> armed;
    armed = true;
    pthread_atfork(
        nullptr,
        [] {
            if (armed.exchange(false)) {
                siginfo_t about{};
                waitid(P_ALL, 0, &about, WEXITED | WNOWAIT);
            }
        },
        [] {
            if (armed) {
                kill(getpid(), SIGKILL);
            }
        });
}

// From now on, a SIGPIPE that would end the caller is noted in the result instead.
const std::atomic<bool>& note_broken_pipes() {
    static std::atomic<bool> noted;
    std::signal(SIGPIPE, [](int) {
        if (lab::in_caller()) {
            noted = true;
            lab::show_this_call("crash");
            return;
        }
        std::signal(SIGPIPE, SIG_DFL);
        raise(SIGPIPE);
    });
    return noted;
}

// Expects process_map to survive a worker that is dead before a task can be sent to it. If the
// others do all the work, that is fine, too.
void expect_survival() {
    const Texts tasks{"one", "two", "three", "four"};
    const auto run = [&] { return process_map(tasks, 2, reversed); };
    lab::ProcessWatch watch;
    const std::atomic<bool>& would_end = note_broken_pipes();
    kill_next_child();
    bool complete = true;
    try {
        complete = watch.call(run) == all_reversed(tasks);
    } catch (const std::exception&) { // as it should
    }
    LAB_ASSERT("crash", !would_end)
        << "expected the caller to survive a worker that is killed before it gets its task, but "
           "writing to it raises SIGPIPE, which ends the caller unless it is ignored";
    LAB_EXPECT("exception-lost", complete)
        << "expected process_map to throw, or to return all results, when a worker is killed "
           "before it gets its task, it returned others";
    watch.expect_nothing_left("process_map");
}

TEST(MapMore, ThrowsWhenAWorkerDies) {
    expect_throw([] { kill(getpid(), SIGKILL); }, "a worker is killed");
    if (!HasFailure()) {
        expect_survival();
    }
}

TEST(MapMore, FewTasks) {
    const Bystander bystander;
    lab::ProcessWatch watch({bystander.pid()});
    const Texts tasks{"tea", "toast"};
    const auto results = watch.call([&] { return process_map(tasks, 6, reversed); });
    LAB_EXPECT("wrong-result", results == all_reversed(tasks))
        << "expected 2 right results from 6 workers, got others";
    const auto none = watch.call([] { return process_map({}, 2, reversed); });
    LAB_EXPECT("wrong-result", none.empty())
        << "expected no results for no tasks, got " << none.size();
    bystander.expect_left_alone();
}

TEST(MapMore, GoesOnAfterASignal) {
    const Texts tasks{"one", "two", "three", "four"};
    lab::ProcessWatch watch;
    lab::interrupt_calls(true);
    std::optional<Texts> results;
    try {
        results = watch.call([&] { return process_map(tasks, 2, reversed); });
    } catch (const std::exception&) {
        results.reset();
    }
    lab::interrupt_calls(false);
    LAB_EXPECT("wrong-result", results == all_reversed(tasks))
        << "expected all results although a signal interrupted a call, got "
        << (results ? "others" : "an exception");
}

void expect_count(const std::vector<Outcome>& outcomes, std::size_t count) {
    LAB_ASSERT("wrong-result", outcomes.size() == count)
        << "expected " << count << " outcomes, got " << outcomes.size();
}

// Of thirty jobs every third returns, every third is ended by a signal, every third exits. One
// returns an empty text, and one gets the signal that is also sent to jobs over their limit.
struct Thirty {
    static constexpr int count = 30, empty = 27, killed = 28;

    static std::string text(int i) { return i == empty ? "" : "job " + std::to_string(i); }
    static int signal(int i) { return i == killed ? SIGKILL : SIGSEGV; }

    static std::string run(int i) {
        if (i % 3 == 1) {
            raise(signal(i));
        }
        if (i % 3 == 2) {
            _exit(i);
        }
        return text(i);
    }

    static bool is_right(int i, const Outcome& outcome) {
        return i % 3 == 0   ? outcome.kind == Kind::ok && outcome.output == text(i)
               : i % 3 == 1 ? outcome.kind == Kind::crashed && outcome.detail == signal(i)
                            : outcome.kind == Kind::failed && outcome.detail == i;
    }

    static std::string what(int i) {
        return i == empty    ? "ok and no text for a job that returns an empty text"
               : i == killed ? "crashed and SIGKILL for a job that sends SIGKILL to itself"
               : i % 3 == 0  ? "ok and its text for a job that returns"
               : i % 3 == 1  ? "crashed and SIGSEGV for a job that uses bad memory"
                             : "failed and its exit code for a job that calls _exit";
    }
};

TEST(IsolatedMore, ThirtyJobs) {
    const Bystander bystander;
    Jobs jobs;
    for (int i = 0; i < Thirty::count; ++i) {
        jobs.emplace_back([i] { return Thirty::run(i); });
    }
    const auto outcomes = run_patiently(jobs, {});
    expect_count(outcomes, Thirty::count);
    if (HasFailure()) {
        return;
    }
    for (int i = 0; i < Thirty::count; ++i) {
        const Outcome& outcome = outcomes[static_cast<std::size_t>(i)];
        const bool lost = i % 3 != 0 && outcome.kind == Kind::ok;
        LAB_ASSERT(lost ? "exception-lost" : "wrong-result", Thirty::is_right(i, outcome))
            << "expected " << Thirty::what(i) << ", job " << i << " of 30, got "
            << word(outcome.kind) << (outcome.kind == Kind::ok ? " and a text" : "");
    }
    bystander.expect_left_alone();
}

TEST(IsolatedMore, EndsGrandchildren) {
    const Jobs jobs{[]() -> std::string {
                        if (fork() == 0) {
                            sleep_for_ever();
                        }
                        sleep_for_ever();
                    },
                    []() -> std::string {
                        if (fork() == 0) {
                            sleep_for_ever();
                        }
                        return "done";
                    }};
    const auto run = [&] { return run_isolated(jobs, 100ms); };
    lab::ProcessWatch watch;
    const auto outcomes = watch.call(run);
    expect_count(outcomes, 2);
    watch.expect_nothing_left("run_isolated");
}

TEST(IsolatedMore, LongOutput) {
    constexpr std::size_t size = 3 * (std::size_t{1} << 20) + 7; // no round number
    const Jobs jobs{[]() -> std::string { sleep_for_ever(); },
                    [] { return std::string(size, 'a'); }};
    lab::transfer_in_pieces(true);
    const auto outcomes = run_patiently(jobs, {0});
    lab::transfer_in_pieces(false);
    expect_count(outcomes, 2);
    if (HasFailure()) {
        return;
    }
    LAB_EXPECT("pipe-hang", outcomes[1].kind != Kind::timed_out)
        << "expected a job with an output of 3 MB to be ok, it was still waiting for its pipe to "
           "be emptied when its time was over";
    LAB_EXPECT("wrong-result", outcomes[1].kind == Kind::ok || outcomes[1].kind == Kind::timed_out)
        << "expected a job with an output of 3 MB to be ok, it is not";
    LAB_EXPECT("partial-io",
               outcomes[1].kind != Kind::ok || outcomes[1].output == std::string(size, 'a'))
        << "expected an output of 3 MB, got a part of it";
}

TEST(IsolatedMore, ClosesItsDescriptors) {
    constexpr unsigned first = 3;
    const Jobs jobs{[]() -> std::string {
                        close_range(first, ~0U, 0);
                        sleep_for_ever();
                    },
                    [] {
                        close_range(first, ~0U, 0);
                        return std::string("done");
                    }};
    const auto outcomes = run_patiently(jobs, {0});
    expect_count(outcomes, 2);
    if (HasFailure()) {
        return;
    }
    LAB_EXPECT("wrong-result", outcomes[0].kind == Kind::timed_out)
        << "expected timed_out for a job that closes its descriptors and sleeps, got "
        << word(outcomes[0].kind);
    const bool delivered = outcomes[1].kind == Kind::ok && outcomes[1].output == "done";
    LAB_EXPECT("wrong-result", delivered || outcomes[1].kind == Kind::failed)
        << "expected failed, or ok and its text, for a job that closes its descriptors and "
           "returns, got "
        << word(outcomes[1].kind)
        << (outcomes[1].kind == Kind::ok ? " and another text: the text was lost unnoticed" : "");
}

} // namespace
