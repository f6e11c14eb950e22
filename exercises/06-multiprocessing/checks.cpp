// The visible checks of practical 6. Each test is one check of exercise.yaml.
#include "checks.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace checks;
using namespace lab::procs;
using namespace std::chrono_literals;

// ---- Task 1 ----

// What the calls of a work function have seen, whichever process they were made by.
struct Calls {
    static constexpr std::size_t most = 64;

    std::atomic<int> count{0};
    std::atomic<int> by_caller{0};
    std::atomic<bool> before_any_process{false};
    std::array<std::atomic<pid_t>, most> processes{};

    void note() {
        const int call = count++;
        if (lab::in_caller()) {
            ++by_caller;
            before_any_process = before_any_process || lab::processes_started() == 0;
            lab::show_this_call("no-process");
            lab::show_this_call("no-work-in-child");
        }
        processes[static_cast<std::size_t>(call) % most] = getpid();
    }

    std::set<pid_t> distinct() const {
        std::set<pid_t> found;
        for (std::size_t i = 0; i < std::min(most, static_cast<std::size_t>(count)); ++i) {
            found.insert(processes[i]);
        }
        return found;
    }
};

// Expects that all work was done in child processes.
void expect_work_in_children(const Calls& calls) {
    LAB_ASSERT("no-process", lab::processes_started() > 0)
        << "expected child processes to do the work, none was started";
    LAB_ASSERT("no-work-in-child", calls.count > 0)
        << "expected the child processes to call work, nobody called it";
    LAB_ASSERT("no-work-in-child", !calls.before_any_process)
        << "expected the child processes to call work, the caller did, before it had started one";
    LAB_ASSERT("no-process", calls.by_caller == 0)
        << "expected work to be called by child processes only, the caller's own process called it";
}

void expect_doubled(const std::vector<ChildResult>& results) {
    LAB_ASSERT("wrong-result", results.size() == five_inputs.size())
        << "expected 5 results, got " << results.size();
    long sum = 0;
    for (std::size_t i = 0; i < results.size(); ++i) {
        LAB_ASSERT("wrong-order", results[i].input == five_inputs[i])
            << "expected result " << i + 1 << " to be that of " << five_inputs[i]
            << ", got that of " << results[i].input;
        LAB_ASSERT("not-shared", results[i].value.has_value())
            << "expected " << 2 * five_inputs[i] << " for " << five_inputs[i]
            << ", no value came from the child";
        LAB_ASSERT("not-shared", *results[i].value != 0)
            << "expected " << 2 * five_inputs[i] << " for " << five_inputs[i]
            << ", got 0: what the child wrote did not reach the caller";
        LAB_EXPECT("wrong-result", *results[i].value == 2 * five_inputs[i])
            << "expected " << 2 * five_inputs[i] << " for " << five_inputs[i] << ", got "
            << *results[i].value;
        sum += *results[i].value;
    }
    lab::record("sum", static_cast<double>(sum));
}

TEST(Children, DoubleFiveNumbers) {
    constexpr std::uint64_t each = 10'000; // microseconds of computing
    constexpr double serial = 1e-6 * each * five_inputs.size();
    const lab::Shared<Calls> calls;
    lab::ProcessWatch watch;
    const double before = lab::children_cpu_seconds();
    const auto results = watch.call([&] {
        return run_children(five_inputs, [&](long input) {
            calls->note();
            lab::work(each);
            return 2 * input;
        });
    });
    watch.settle();
    expect_work_in_children(*calls);
    if (HasFatalFailure()) {
        return;
    }
    expect_doubled(results);
    const double computed = 100 * (lab::children_cpu_seconds() - before) / serial;
    LAB_EXPECT("no-work-in-child", HasFailure() || computed >= 60)
        << "expected the children to use the CPU time of the work, they used hardly any";
    lab::record("children", static_cast<double>(calls->distinct().size()));
    lab::record("computed", std::min(100.0, std::floor(computed)));
}

TEST(Children, HaveProcessesOfTheirOwn) {
    const lab::Shared<Calls> calls;
    const lab::Shared<std::array<std::atomic<pid_t>, five_inputs.size()>> called_by;
    lab::ProcessWatch watch;
    const auto results = watch.call([&] {
        return run_children(five_inputs, [&](long input) {
            calls->note();
            called_by->at(static_cast<std::size_t>(input / 5 - 1)) = getpid();
            return input;
        });
    });
    expect_work_in_children(*calls);
    if (HasFatalFailure()) {
        return;
    }
    LAB_ASSERT("no-process", calls->distinct().size() >= five_inputs.size())
        << "expected 5 processes to call work, got " << calls->distinct().size();
    for (std::size_t i = 0; i < std::min(results.size(), five_inputs.size()); ++i) {
        LAB_EXPECT("wrong-result", results[i].pid == called_by->at(i))
            << "expected pid to be that of the process that called work, got another";
    }
}

TEST(Children, AllAtOnce) {
    lab::ProcessRendezvous meeting(5);
    lab::ProcessWatch watch;
    watch.call([&] {
        return run_children(five_inputs, [&](long input) {
            meeting.meet();
            return input;
        });
    });
    LAB_EXPECT(lab::why_still("not-overlapped"), meeting.has_met())
        << "expected 5 calls of work under way at the same time, got " << meeting.arrived();
}

TEST(Children, ComeNotBackToTheCaller) {
    const lab::Shared<Calls> calls;
    lab::ProcessWatch watch;
    watch.call([&] {
        return run_children(five_inputs, [&](long input) {
            calls->note();
            return input;
        });
    });
    watch.expect_no_stray("run_children");
    const bool by_children = lab::processes_started_by_others() > 0;
    LAB_EXPECT(by_children ? "stray-child" : "work-repeated", calls->count <= 5)
        << "expected 5 calls of work, got more"
        << (by_children ? ": children go on with what is the parent's part" : "");
}

TEST(Children, LeaveNothing) {
    const auto run = [] { return run_children(five_inputs, [](long input) { return input; }); };
    lab::ProcessWatch first;
    first.call(run); // what is kept for all calls may stay
    lab::ProcessWatch watch;
    watch.call(run);
    watch.expect_nothing_left("run_children");
}

TEST(Children, Speed) {
    const Work nap = [](long input) {
        std::this_thread::sleep_for(20ms);
        return input;
    };
    lab::ProcessWatch watch;
    const auto best = lab::alternate(
        3, [&] { std::ranges::for_each(five_inputs, nap); },
        [&] { watch.call([&] { return run_children(five_inputs, nap); }); });
    lab::record("serial", best.baseline);
    lab::record("children", best.candidate);
}

// ---- Task 2 ----

TEST(Memory, ChildHasItsOwnCopy) {
    lab::ProcessWatch watch;
    const auto view = watch.call([] { return compare_memory(10, 5); });
    LAB_ASSERT("no-process", lab::processes_started() > 0)
        << "expected a child process to be started, got none";
    const bool seen = view.child_private != 10 && view.child_private != 0;
    LAB_EXPECT("not-shared", seen)
        << "expected child_private to be 15, as the child saw it; what the child wrote did not "
           "reach the parent, got "
        << view.child_private;
    LAB_EXPECT("wrong-result", !seen || view.child_private == 15)
        << "expected child_private to be 15, got " << view.child_private;
    LAB_EXPECT("wrong-result", view.parent_private == 10)
        << "expected parent_private to stay 10, got " << view.parent_private;
}

TEST(Memory, SharedIsShared) {
    lab::ProcessWatch watch;
    const auto view = watch.call([] { return compare_memory(10, 5); });
    LAB_ASSERT("no-process", lab::processes_started() > 0)
        << "expected a child process to be started, got none";
    LAB_EXPECT("not-shared", view.shared != 10)
        << "expected shared to be 15 after the child has added 5, the parent still sees 10";
    LAB_EXPECT("wrong-result", view.shared == 15 || view.shared == 10)
        << "expected shared to be 15, got " << view.shared;
    LAB_EXPECT("wrong-result", view.same_address)
        << "expected the ordinary variable to have the same address in both processes, got false";
}

// ---- Task 3 ----

// Expects that as many processes as were asked for have counted, with locks that they can share.
void expect_processes(int started, int expected) {
    LAB_ASSERT("no-process", started >= expected)
        << "expected " << expected << " child processes, got " << started;
    LAB_ASSERT("private-lock-shared", !lab::private_lock_used())
        << "expected a lock in shared memory to be made for several processes, this one works "
           "within one process only";
}

// Few of both: every further step makes more schedules, and these are enough to lose an addition.
TEST(Count, LosesNothing) {
    const long count = shared_count(2, 2);
    LAB_ASSERT("not-shared", count != 0) << "expected 2 times 2 to make 4, got nothing";
    LAB_EXPECT("lost-update", count == 4) << "expected 2 times 2 to make 4, got " << count;
}

TEST(Count, IsExact) {
    constexpr long each = 100'000;
    constexpr long expected = 4 * each;
    lab::ProcessWatch watch;
    const long count = watch.call([] { return shared_count(4, each); });
    expect_processes(lab::processes_started(), 4);
    if (HasFatalFailure()) {
        return;
    }
    LAB_ASSERT("not-shared", count == expected || count > each)
        << "expected 400000 after 4 times 100000, got no more than one process counts";
    LAB_EXPECT("lost-update", count >= expected)
        << "expected 400000 after 4 times 100000, got less";
    LAB_EXPECT("wrong-result", count <= expected)
        << "expected 400000 after 4 times 100000, got more";
}

TEST(Count, LocksWorkBetweenProcesses) {
    lab::ProcessWatch watch;
    watch.call([] { return shared_count(2, 50); });
    expect_processes(lab::processes_started(), 2);
}

TEST(Count, Speed) {
    lab::ProcessWatch watch;
    std::atomic<long> own{0};
    const auto best = lab::alternate(
        3,
        [&] {
            for (int n = 0; n < 200'000; ++n) {
                own.fetch_add(1);
            }
        },
        [&] { watch.call([] { return shared_count(2, 100'000); }); });
    lab::record("serial", best.baseline);
    lab::record("count", best.candidate);
}

// ---- Task 4 ----

// "task 0" "task 1" ...
std::vector<std::string> numbered(int count) {
    std::vector<std::string> tasks;
    for (int i = 0; i < count; ++i) {
        tasks.push_back("task " + std::to_string(i));
    }
    return tasks;
}

void expect_texts(const std::vector<std::string>& results,
                  const std::vector<std::string>& expected) {
    LAB_ASSERT("wrong-result", results.size() == expected.size())
        << "expected " << expected.size() << " results, got " << results.size();
    auto in_order = expected;
    auto found = results;
    std::ranges::sort(in_order);
    std::ranges::sort(found);
    LAB_ASSERT("wrong-order", results == expected || found != in_order)
        << "expected the result of each task at that task's place, they come in another order";
    for (std::size_t i = 0; i < results.size(); ++i) {
        // a text object brings its length along, but not what it points to
        const bool pointer = results[i].size() == expected[i].size();
        LAB_ASSERT(pointer ? "not-shared" : "wrong-result", results[i] == expected[i])
            << "expected \"" << expected[i] << "\" for task " << i << ", got "
            << (pointer ? "as many bytes of something else" : "another text");
    }
}

TEST(Map, KeepsTheOrder) {
    // of the first three tasks, the last ends first
    std::array<lab::ProcessGate, 3> gates;
    gates[2].open();
    const auto tasks = numbered(12);
    const lab::Shared<Calls> calls;
    std::vector<std::string> expected;
    for (const std::string& task : tasks) {
        expected.push_back(task + " was done by a worker");
    }
    lab::ProcessWatch watch;
    const auto results = watch.call([&] {
        return process_map(tasks, 3, [&](const std::string& task) {
            calls->note();
            const auto place =
                static_cast<std::size_t>(std::ranges::find(tasks, task) - tasks.begin());
            if (place < gates.size()) {
                gates.at(place).pass();
            }
            if (place == 1 || place == 2) {
                gates.at(place - 1).open();
            }
            return task + " was done by a worker";
        });
    });
    expect_work_in_children(*calls);
    if (HasFatalFailure()) {
        return;
    }
    LAB_EXPECT("work-missing", calls->count >= 12)
        << "expected 12 calls of work, got " << calls->count;
    LAB_EXPECT("work-repeated", calls->count <= 12) << "expected 12 calls of work, got more";
    expect_texts(results, expected);
}

TEST(Map, KeepsToItsWorkers) {
    struct Meter {
        lab::PeakMeter inside;
        std::atomic<int> living{0};
    };
    const auto tasks = numbered(12);
    lab::Shared<Meter> meter;
    const lab::SharedCount begun;
    lab::ProcessRendezvous meeting(3);
    lab::ProcessGate counted;
    lab::ProcessWatch watch;
    watch.call([&] {
        return process_map(tasks, 3, [&](const std::string& task) {
            const auto entry = meter->inside.entry();
            const bool looks = ++*begun == 3;
            meeting.meet();
            if (looks) {
                // by then, whoever is to be started beside these is there
                lab::others_settled();
                meter->living = watch.living();
                counted.open();
            }
            counted.pass();
            return task;
        });
    });
    LAB_EXPECT(lab::why_still("not-overlapped"), meeting.has_met() && counted.is_open())
        << "expected 3 calls of work under way at the same time, got fewer";
    lab::show_start("over-parallel", lab::processes_started_by_others() > 0 ? 5 : 4);
    LAB_EXPECT("over-parallel", meter->inside.peak() <= 3)
        << "expected at most 3 calls of work at the same time, got more";
    // one that starts the workers for the caller may be there, too
    LAB_EXPECT("over-parallel", meter->living <= 4)
        << "expected at most 3 workers to be alive at the same time, got more";
    lab::record("peak", meter->inside.peak());
}

TEST(Map, FillsFreePlaces) {
    // the second task waits until all others have been done by the first worker
    const auto tasks = numbered(6);
    lab::ProcessTally done;
    const lab::SharedCount meanwhile; // noted at once: afterwards, all are done in any case
    lab::ProcessWatch watch;
    watch.call([&] {
        return process_map(tasks, 2, [&](const std::string& task) {
            if (task == tasks[1]) {
                done.wait_for(5);
                *meanwhile = done.count();
            } else {
                done.add();
            }
            return task;
        });
    });
    LAB_EXPECT(lab::why_still("not-overlapped"), *meanwhile == 5)
        << "expected 5 short tasks to be done by one worker while the other is busy with a long "
           "one, got "
        << *meanwhile << ": the free worker was given no more";
}

// What is wrong with a long text, as a diagnosis.
std::string fault_in(const std::string& text, const std::string& expected) {
    if (text.size() != expected.size()) {
        return "partial-io";
    }
    // each of these texts has a letter of its own
    const bool mixed = std::ranges::any_of(
        text, [&](char c) { return c >= 'a' && c <= 'z' && c != expected.front(); });
    return mixed ? "wrong-result" : "not-shared";
}

TEST(Map, BringsLongTexts) {
    constexpr std::size_t size = 3 * (std::size_t{1} << 20) + 7; // no round number
    const std::vector<std::string> tasks{"a", "b", "c"};
    lab::ProcessRendezvous meeting(3);
    lab::transfer_in_pieces(true);
    lab::ProcessWatch watch;
    std::vector<std::string> results;
    try {
        results = watch.call([&] {
            return process_map(tasks, 3, [&](const std::string& task) {
                meeting.meet();
                return std::string(size, task.front());
            });
        });
    } catch (const std::exception&) {
        LAB_ASSERT("wrong-result", false)
            << "expected a text of 3 MB for each task, got an exception";
    }
    lab::transfer_in_pieces(false);
    LAB_ASSERT("wrong-result", results.size() == tasks.size())
        << "expected 3 results, got " << results.size();
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        const std::string expected(size, tasks[i].front());
        LAB_ASSERT(fault_in(results[i], expected), results[i] == expected)
            << "expected a text of 3 MB for each task, "
            << (results[i].size() == expected.size() ? "got one with other contents"
                                                     : "got one of another length");
    }
}

TEST(Map, LeavesNothing) {
    const auto tasks = numbered(4);
    const auto run = [&] {
        return process_map(tasks, 2, [](const std::string& task) { return task; });
    };
    lab::ProcessWatch first;
    first.call(run);
    lab::ProcessWatch watch;
    watch.call(run);
    watch.expect_nothing_left("process_map");
}

TEST(Map, Speed) {
    const auto tasks = numbered(12);
    const auto nap = [](const std::string& task) {
        std::this_thread::sleep_for(20ms);
        return task;
    };
    lab::ProcessWatch watch;
    const auto best = lab::alternate(
        3, [&] { std::ranges::for_each(tasks, nap); },
        [&] { watch.call([&] { return process_map(tasks, 3, nap); }); });
    lab::record("serial", best.baseline);
    lab::record("workers", best.candidate);
}

// ---- Task 5 ----

void expect_kind(const Outcome& outcome, Kind expected, const std::string& job) {
    LAB_EXPECT("exception-lost", outcome.kind == expected || outcome.kind != Kind::ok)
        << "expected " << word(expected) << " for a job that " << job << ", got ok";
    LAB_EXPECT("wrong-result", outcome.kind == expected || outcome.kind == Kind::ok)
        << "expected " << word(expected) << " for a job that " << job << ", got "
        << word(outcome.kind);
}

TEST(Isolated, FourOutcomes) {
    const Jobs jobs{[] { return std::string("tea is ready"); },
                    []() -> std::string { throw std::runtime_error("no water"); },
                    []() -> std::string { std::abort(); },
                    []() -> std::string { sleep_for_ever(); }};
    const auto outcomes = run_patiently(jobs, {3});
    LAB_ASSERT("no-process", lab::processes_started() >= 4)
        << "expected a child process for each of 4 jobs, got " << lab::processes_started();
    LAB_ASSERT("wrong-result", outcomes.size() == 4)
        << "expected 4 outcomes, got " << outcomes.size();
    expect_kind(outcomes[0], Kind::ok, "returns a text");
    expect_kind(outcomes[1], Kind::failed, "throws");
    expect_kind(outcomes[2], Kind::crashed, "aborts");
    expect_kind(outcomes[3], Kind::timed_out, "sleeps for ever");
    if (HasFailure()) {
        return;
    }
    LAB_EXPECT("wrong-result", outcomes[0].output == "tea is ready")
        << "expected the output \"tea is ready\", got \"" << outcomes[0].output << "\"";
    LAB_EXPECT("wrong-result", outcomes[1].detail != 0)
        << "expected the exit code of a job that throws not to be 0, got 0";
    LAB_EXPECT("wrong-result", outcomes[2].detail == SIGABRT)
        << "expected the signal SIGABRT (" << SIGABRT << "), got " << outcomes[2].detail;
}

constexpr std::array limits{100ms, 400ms, 1600ms};

bool all_meet() {
    // again with a longer limit: they may have had no core in that time
    for (const auto limit : limits) {
        lab::ProcessRendezvous meeting(5);
        const Jobs jobs(5, [&]() -> std::string {
            meeting.meet();
            return "met";
        });
        lab::ProcessWatch watch;
        const auto outcomes = watch.call([&] { return run_isolated(jobs, limit); });
        if (std::ranges::all_of(outcomes,
                                [](const Outcome& one) { return one.kind == Kind::ok; }) &&
            outcomes.size() == 5) {
            return true;
        }
    }
    return false;
}

// Whether a job of one and a half limits is timed out beside one that hangs: on a busy machine it
// may get longer than that, but not again and again.
bool have_one_limit() {
    return std::ranges::any_of(limits, [](const auto limit) {
        const Jobs jobs{[]() -> std::string { sleep_for_ever(); },
                        [limit] {
                            std::this_thread::sleep_for(limit + limit / 2);
                            return std::string("late");
                        }};
        lab::ProcessWatch watch;
        const auto outcomes = watch.call([&] { return run_isolated(jobs, limit); });
        return outcomes.size() == 2 && outcomes[1].kind == Kind::timed_out;
    });
}

TEST(Isolated, AllAtOnce) {
    LAB_ASSERT("not-overlapped", all_meet())
        << "expected 5 jobs under way at the same time, one waits for another to end";
    LAB_EXPECT("not-overlapped", have_one_limit())
        << "expected a job that takes one and a half times the limit to be timed out beside one "
           "that hangs, it was not: its limit began when the other one's was over";
}

TEST(Isolated, LeavesNothing) {
    const Jobs jobs{[] { return std::string("done"); }, []() -> std::string { sleep_for_ever(); }};
    const auto run = [&] { return run_isolated(jobs, 50ms); };
    lab::ProcessWatch first;
    first.call(run);
    lab::ProcessWatch watch;
    watch.call(run);
    watch.expect_nothing_left("run_isolated");
}

TEST(Isolated, EndsTheStubborn) {
    const Jobs jobs{[]() -> std::string {
        std::signal(SIGTERM, SIG_IGN);
        sleep_for_ever();
    }};
    lab::ProcessWatch watch;
    const auto outcomes = watch.call([&] { return run_isolated(jobs, 100ms); });
    LAB_ASSERT("wrong-result", outcomes.size() == 1)
        << "expected 1 outcome, got " << outcomes.size();
    expect_kind(outcomes[0], Kind::timed_out, "does not end when it is asked to");
}

} // namespace
