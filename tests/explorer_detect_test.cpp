// Happens-before, data races, and waiting without blocking, told as traces.

#include "explorer/detect/happens_before.hpp"
#include "explorer/detect/idling.hpp"
#include "explorer/detect/race_detector.hpp"
#include "explorer/runtime/minimise.hpp"
#include "explorer/runtime/options.hpp"
#include "explorer/strategies/strategy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace {

using namespace threadlab::explorer;

constexpr std::uintptr_t data = 0x1000;
constexpr std::uintptr_t flag = 0x2000;

// Two threads that know nothing of each other.
class Trace {
public:
    Trace() {
        for (std::size_t i = 0; i < threads_.size(); ++i) {
            threads_[i].id = static_cast<ThreadId>(i);
            threads_[i].clock.tick(threads_[i].id);
        }
    }

    bool write(ThreadId thread, std::uintptr_t at = data, std::uint32_t size = 4) {
        return access(thread, Does::write, at, size, false);
    }
    bool read(ThreadId thread, std::uintptr_t at = data, std::uint32_t size = 4) {
        return access(thread, Does::read, at, size, false);
    }
    bool atomic_write(ThreadId thread) { return access(thread, Does::write, data, 4, true); }

    void store(ThreadId thread, Order order) { order_.atomic_store(at(thread), flag, order); }
    void load(ThreadId thread, Order order) { order_.atomic_load(at(thread), flag, order); }
    void update(ThreadId thread, Order order) { order_.atomic_update(at(thread), flag, order); }
    void fence(ThreadId thread, Order order) { HappensBefore::fence(at(thread), order); }
    void lock(ThreadId thread) { order_.acquire(at(thread), flag); }
    void unlock(ThreadId thread) { order_.release(at(thread), flag); }
    bool free(ThreadId thread) { return races_.forget(at(thread), data, data + 8, 0).has_value(); }

private:
    Thread& at(ThreadId thread) { return threads_[static_cast<std::size_t>(thread)]; }

    // Whether it races with an earlier one.
    bool access(ThreadId thread, Does does, std::uintptr_t where, std::uint32_t size, bool atomic) {
        Operation operation;
        operation.does = does;
        operation.object = where;
        operation.size = size;
        operation.atomic = atomic;
        return races_.access(at(thread), operation).has_value();
    }

    std::array<Thread, 3> threads_;
    HappensBefore order_;
    RaceDetector races_;
};

TEST(DataRace, IsTwoAccessesThatNothingOrders) {
    Trace trace;
    EXPECT_FALSE(trace.write(0));
    EXPECT_TRUE(trace.read(1));
}

// Random accesses by two threads to the same few bytes, at first by one of them alone.
template <typename Races>
std::vector<bool> races_of(std::uint64_t seed, Races races) {
    Random random(seed);
    std::array<Thread, 2> threads;
    for (std::size_t i = 0; i < threads.size(); ++i) {
        threads[i].id = static_cast<ThreadId>(i);
        threads[i].clock.tick(threads[i].id);
    }
    std::vector<bool> found;
    constexpr int alone = 20;
    for (int i = 0; i < 2 * alone; ++i) {
        const std::size_t index = i < alone ? 0 : random.below(2);
        Thread& thread = threads[index];
        Operation operation;
        operation.does = random.one_in(2) ? Does::read : Does::write;
        operation.size = 1U << random.below(3);
        operation.object = data + random.below(16) / operation.size * operation.size;
        operation.atomic = random.one_in(4);
        found.push_back(races(thread, operation));
        if (random.one_in(4)) {
            thread.clock.tick(thread.id);
        }
        if (random.one_in(8)) { // what the other did so far happens before what comes
            thread.clock.join(threads[1 - index].clock);
        }
    }
    return found;
}

// As the runtime takes an access: in the cheapest way that will do.
bool races_quickly(RaceDetector& races, const Thread& thread, const Operation& operation,
                   std::size_t& quick) {
    Granule* const known = operation.atomic ? nullptr : races.peek(operation.object);
    if (known != nullptr && races.take_if_simple(*known, thread, operation)) {
        ++quick;
        return false;
    }
    Granule& granule = races.granule_at(operation.object);
    RaceDetector::touch(granule, thread.id);
    return (operation.atomic || !RaceDetector::take_if_alone(granule, thread, operation)) &&
           races.access_in(granule, thread, operation);
}

TEST(DataRace, IsFoundInTheQuickWaysAsInTheSlowOne) {
    std::size_t quick = 0;
    std::size_t found = 0;
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        RaceDetector one;
        const auto slowly = races_of(seed, [&](const Thread& thread, const Operation& operation) {
            return one.access(thread, operation).has_value();
        });
        RaceDetector other;
        const auto quickly = races_of(seed, [&](const Thread& thread, const Operation& operation) {
            return races_quickly(other, thread, operation, quick);
        });
        ASSERT_EQ(quickly, slowly) << "seed " << seed;
        found += static_cast<std::size_t>(std::count(slowly.begin(), slowly.end(), true));
    }
    EXPECT_GT(quick, 1000U);
    EXPECT_GT(found, 1000U);
}

TEST(DataRace, IsNotTwoReadsNorTwoAtomicWritesNorOneThreadAlone) {
    Trace trace;
    EXPECT_FALSE(trace.read(0));
    EXPECT_FALSE(trace.read(1));
    Trace atomics;
    EXPECT_FALSE(atomics.atomic_write(0));
    EXPECT_FALSE(atomics.atomic_write(1));
    EXPECT_TRUE(atomics.write(2)) << "a plain access beside atomic ones is one";
    Trace alone;
    EXPECT_FALSE(alone.write(0));
    EXPECT_FALSE(alone.write(0));
}

TEST(DataRace, NeedsABytetoBeTheSame) {
    Trace trace;
    EXPECT_FALSE(trace.write(0, data, 1));
    EXPECT_FALSE(trace.write(1, data + 1, 1));
    EXPECT_TRUE(trace.read(2, data, 8)) << "a wide access meets both";
}

TEST(DataRace, IsRememberedBehindLaterAccesses) {
    Trace trace;
    trace.write(0);
    trace.unlock(0);
    trace.lock(1);
    EXPECT_FALSE(trace.read(1));
    EXPECT_TRUE(trace.write(2)) << "thread 2 has locked nothing";
}

TEST(DataRace, IsToGiveMemoryBackToo) {
    Trace trace;
    trace.write(0);
    EXPECT_TRUE(trace.free(1)) << "to give memory back is to write to it";
    EXPECT_FALSE(trace.read(1)) << "to use it after that is wrong, but no race";
    EXPECT_TRUE(trace.read(2));
}

TEST(DataRace, IsNotAUseThatComesAfterTheMemoryWasGivenBack) {
    Trace trace;
    trace.free(0);
    trace.unlock(0);
    trace.lock(1);
    EXPECT_FALSE(trace.write(1));
}

TEST(HappensBefore, ComesFromUnlockToLock) {
    Trace trace;
    trace.write(0);
    trace.unlock(0);
    trace.lock(1);
    EXPECT_FALSE(trace.write(1));
}

// A write, then a store; a load, then a read: whether that races, by the orders of store and load.
TEST(HappensBefore, ComesFromReleaseToAcquireAndFromNothingLess) {
    struct Row {
        Order store, load;
        bool races;
    };
    const Row rows[] = {{Order::release, Order::acquire, false},
                        {Order::seq_cst, Order::seq_cst, false},
                        {Order::release, Order::consume, false},
                        {Order::release, Order::relaxed, true},
                        {Order::relaxed, Order::acquire, true}};
    for (const Row& row : rows) {
        Trace trace;
        trace.write(0);
        trace.store(0, row.store);
        trace.load(1, row.load);
        EXPECT_EQ(trace.read(1), row.races)
            << static_cast<int>(row.store) << " " << static_cast<int>(row.load);
    }
}

TEST(HappensBefore, ComesByFencesAroundRelaxedAccesses) {
    Trace trace;
    trace.write(0);
    trace.fence(0, Order::release);
    trace.store(0, Order::relaxed);
    trace.load(1, Order::relaxed);
    trace.fence(1, Order::acquire);
    EXPECT_FALSE(trace.read(1));
}

TEST(HappensBefore, PassesThroughAReleaseSequence) {
    Trace trace;
    trace.write(0);
    trace.store(0, Order::release);
    trace.update(1, Order::relaxed);
    trace.load(2, Order::acquire);
    EXPECT_FALSE(trace.read(2)) << "a read-modify-write goes on with the sequence";
}

TEST(HappensBefore, EndsAtAnotherThreadsStore) {
    Trace trace;
    trace.write(0);
    trace.store(0, Order::release);
    trace.store(1, Order::relaxed);
    trace.load(2, Order::acquire);
    EXPECT_TRUE(trace.read(2)) << "a plain store begins anew";
}

Step idle_step(Does does, std::uint64_t before, std::uint64_t after, std::uintptr_t pc = 1) {
    Step step;
    step.operation.does = does;
    step.operation.atomic = true;
    step.operation.object = flag;
    step.operation.pc = pc;
    step.before = before;
    step.after = after;
    return step;
}

Idling::Sign after_steps(int count, const std::vector<Step>& round) {
    Idling idling;
    for (int i = 0; i < count; ++i)
        for (const Step& step : round)
            if (const auto sign = idling.look_at(step); sign != Idling::Sign::none)
                return sign;
    return Idling::Sign::none;
}

TEST(Idling, KnowsASpinByReadsOfTheSameValue) {
    const Step look = idle_step(Does::read, 0, 0);
    EXPECT_EQ(after_steps(5000, {look}), Idling::Sign::spins);
    EXPECT_EQ(after_steps(100, {look}), Idling::Sign::none);
    const Step vain = idle_step(Does::update, 1, 1);
    EXPECT_EQ(after_steps(5000, {vain}), Idling::Sign::spins) << "an exchange that changes nothing";
    Step plain = look;
    plain.operation.atomic = false;
    EXPECT_EQ(after_steps(5000, {plain}), Idling::Sign::none) << "nobody waits for what is a race";
    EXPECT_EQ(after_steps(
                  5000, {idle_step(Does::lock, 0, 0, 2), plain, idle_step(Does::unlock, 0, 0, 3)}),
              Idling::Sign::spins)
        << "but under a lock somebody may";
}

TEST(Idling, LetsAloneWhoGivesWayOrGetsOn) {
    const Step look = idle_step(Does::read, 0, 0);
    EXPECT_EQ(after_steps(5000, {look, idle_step(Does::yield, 0, 0)}), Idling::Sign::none);
    EXPECT_EQ(after_steps(5000, {look, idle_step(Does::write, 0, 1, 2)}), Idling::Sign::none);
}

TEST(Idling, KnowsASpinOnTryLockButNotStdLocksSteppingBack) {
    const Step vain = idle_step(Does::try_lock, 0, 0);
    EXPECT_EQ(after_steps(5000, {vain}), Idling::Sign::spins);
    EXPECT_EQ(
        after_steps(5000, {idle_step(Does::lock, 0, 0, 2), vain, idle_step(Does::unlock, 0, 0, 3)}),
        Idling::Sign::none);
}

TEST(Idling, LetsAloneWhoWaitsForALockWithPatience) {
    Step plain = idle_step(Does::read, 0, 0);
    plain.operation.atomic = false;
    Step vain = idle_step(Does::lock, 0, 0, 2);
    vain.how = How::timed_out;
    EXPECT_EQ(after_steps(5000, {vain, plain}), Idling::Sign::none)
        << "what is not had in time is not held";
    EXPECT_EQ(after_steps(5000, {idle_step(Does::read, 0, 0), vain}), Idling::Sign::none)
        << "who waits with a deadline gives up the processor";
}

TEST(Idling, KnowsPollingBySleeps) {
    const Step look = idle_step(Does::read, 0, 0);
    EXPECT_EQ(after_steps(100, {look, idle_step(Does::sleep, 0, 0, 2)}), Idling::Sign::polls);
    EXPECT_EQ(after_steps(10, {look, idle_step(Does::sleep, 0, 0, 2)}), Idling::Sign::none);
}

TEST(Idling, LetsAloneWhoSleepsAndLooksAtNothing) {
    EXPECT_EQ(after_steps(100, {idle_step(Does::sleep, 0, 0)}), Idling::Sign::none);
}

arena::Vector<Decision> decisions_at(std::initializer_list<std::uint32_t> steps) {
    arena::Vector<Decision> decisions;
    for (const std::uint32_t step : steps)
        decisions.push_back({Decision::Kind::thread, How::ready, 1, step});
    return decisions;
}

TEST(Minimiser, KeepsWhatTheFailureNeeds) {
    // It fails whenever the decisions at 4 and at 9 are among those taken.
    auto board = std::make_unique<Board>();
    Minimiser minimiser(decisions_at({1, 2, 4, 5, 6, 9, 12}));
    const auto has = [](const arena::Vector<Decision>& all, std::uint32_t step) {
        return std::any_of(all.begin(), all.end(),
                           [&](const Decision& one) { return one.step == step; });
    };
    while (const auto* trial = minimiser.next()) {
        board->decision_count = static_cast<std::uint32_t>(trial->size());
        std::copy(trial->begin(), trial->end(), board->decisions.begin());
        minimiser.judge(has(*trial, 4) && has(*trial, 9), *board);
    }
    ASSERT_EQ(minimiser.best().size(), 2U);
    EXPECT_TRUE(has(minimiser.best(), 4) && has(minimiser.best(), 9));
}

TEST(Decisions, AreReadAsTheyWereWritten) {
    const Options options =
        read_options("schedules=7,strategy=pct,seed=3,replay=5t2.6t1o.8t0s.9c1");
    EXPECT_EQ(options.schedules, 7U);
    EXPECT_EQ(options.strategy, "pct");
    EXPECT_FALSE(options.preemptions);
    EXPECT_EQ(read_options("strategy=exhaustive,preemptions=2").preemptions, 2U);
    EXPECT_TRUE(options.replay);
    EXPECT_EQ(write_decisions(options.decisions.data(), options.decisions.size()),
              "5t2.6t1o.8t0s.9c1");
}

} // namespace
