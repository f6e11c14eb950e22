// What check authors include, tried out in both directions: what it must accept and what it must
// notice.
#include "lab/check.hpp"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using State = lab::Call::State;

// Runs `function` in `count` threads and waits for all of them.
void in_threads(int count, const std::function<void()>& function) {
    std::vector<std::jthread> threads;
    threads.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        threads.emplace_back(function);
    }
}

void spin_until(const std::atomic<bool>& flag) {
    while (!flag) {
    }
}

TEST(LabExpect, SaysNothingWhereTheConditionHolds) {
    LAB_EXPECT("wrong-result", 1 + 1 == 2) << "never seen";
    LAB_ASSERT("wrong-result", 1 + 1 == 2) << "never seen";
}

TEST(LabExpect, PutsTheCodeBetweenItsMarksBeforeTheSentence) {
    EXPECT_NONFATAL_FAILURE(LAB_EXPECT("wrong-order", 1 > 2)
                                << "expected 1 to be larger, got " << 2,
                            "\x1e"
                            "wrong-order"
                            "\x1e"
                            "expected 1 to be larger, got 2");
}

TEST(LabExpect, AsAssertionLeavesTheFunction) {
    static int reached = 0;
    EXPECT_FATAL_FAILURE(
        {
            ++reached;
            LAB_ASSERT("deadlock", reached == 0) << "stop here";
            ++reached;
        },
        "stop here");
    EXPECT_EQ(reached, 1);
}

TEST(LabExpect, TakesNoElseThatIsNotItsOwn) {
    bool reached = false;
    if (reached)
        LAB_EXPECT("wrong-result", false) << "not asked";
    else
        reached = true;
    EXPECT_TRUE(reached);
}

TEST(LabGate, HoldsEverybodyUntilItIsOpened) {
    lab::Gate gate;
    lab::Call call([&] { in_threads(3, [&] { gate.pass(); }); });
    EXPECT_TRUE(gate.wait_for_arrivals(3));
    EXPECT_EQ(call.settle(), State::asleep);
    gate.open();
    call.join();
    EXPECT_TRUE(gate.is_open());
    gate.pass();
    EXPECT_EQ(gate.arrived(), 4);
}

TEST(LabGate, StopsWaitingForThoseWhoDoNotCome) {
    lab::Gate gate;
    lab::Call call([&] { gate.pass(); });
    EXPECT_FALSE(gate.wait_for_arrivals(2));
    gate.open();
}

TEST(LabGate, OpensItselfWhenNobodyIsLeftToOpenIt) {
    lab::Gate gate;
    EXPECT_FALSE(gate.pass_or_give_up());
    EXPECT_TRUE(gate.is_open());
    EXPECT_TRUE(gate.pass_or_give_up());
}

TEST(LabRendezvous, IsMetByThatManyAtOnce) {
    lab::Rendezvous meeting(5);
    std::atomic<int> met{0};
    in_threads(5, [&] { met += meeting.meet() ? 1 : 0; });
    EXPECT_EQ(met, 5);
    EXPECT_TRUE(meeting.has_met());
    EXPECT_TRUE(meeting.meet()) << "everything after the meeting passes straight through";
    EXPECT_EQ(meeting.arrived(), 5);
}

TEST(LabRendezvous, GivesUpWhenNobodyElseComes) {
    lab::Rendezvous meeting(2);
    EXPECT_FALSE(meeting.meet());
    EXPECT_FALSE(meeting.meet()) << "and at once the second time";
    EXPECT_EQ(meeting.arrived(), 1);
    EXPECT_FALSE(meeting.wait());
}

TEST(LabRendezvous, GivesUpForAllWhoAreInside) {
    lab::Rendezvous meeting(4);
    std::atomic<int> refused{0};
    in_threads(3, [&] { refused += meeting.meet() ? 0 : 1; });
    EXPECT_EQ(refused, 3);
}

TEST(LabRendezvous, GoesOnWaitingWhileSomebodyElseIsAwake) {
    lab::Rendezvous meeting(2);
    lab::Call first([&] { meeting.meet(); });
    lab::Call second([&] {
        // longer than the quiet time, all of it awake
        const auto end = lab::pace::Clock::now() + lab::pace::quiet + lab::pace::quiet / 2;
        while (lab::pace::Clock::now() < end) {
        }
        meeting.meet();
    });
    first.join();
    second.join();
    EXPECT_TRUE(meeting.has_met());
}

TEST(LabRendezvous, LetsAnOutsiderWaitForTheMeeting) {
    lab::Rendezvous meeting(2);
    lab::Call call([&] { in_threads(2, [&] { meeting.meet(); }); });
    EXPECT_TRUE(meeting.wait());
}

TEST(LabPeakMeter, KeepsTheHighestNumberInside) {
    lab::PeakMeter meter;
    {
        const auto first = meter.entry();
        const auto second = meter.entry();
        EXPECT_EQ(meter.inside(), 2);
    }
    const auto third = meter.entry();
    EXPECT_EQ(meter.inside(), 1);
    EXPECT_EQ(meter.peak(), 2);
    EXPECT_EQ(meter.entries(), 3);
}

TEST(LabPeakMeter, CountsThreadsThatAreInsideTogether) {
    lab::PeakMeter meter;
    lab::Rendezvous meeting(8);
    in_threads(8, [&] {
        const auto inside = meter.entry();
        meeting.meet();
    });
    EXPECT_EQ(meter.peak(), 8);
    EXPECT_EQ(meter.inside(), 0);
}

TEST(LabCall, TellsWaitingFromSpinningFromReturning) {
    lab::Gate gate;
    std::atomic<bool> enough{false};
    lab::Call waiting([&] { gate.pass(); });
    lab::Call spinning([&] { spin_until(enough); });
    lab::Call returning([] {});
    EXPECT_EQ(waiting.settle(), State::asleep);
    EXPECT_EQ(spinning.settle(), State::spinning);
    EXPECT_EQ(returning.settle(), State::returned);
    EXPECT_FALSE(waiting.returned());
    gate.open();
    enough = true;
}

TEST(LabCall, HandsOnWhatTheFunctionThrew) {
    lab::Call call([] { throw std::runtime_error("from inside"); });
    EXPECT_THROW(call.join(), std::runtime_error);
}

TEST(LabThreads, CountsTheLiving) {
    const int before = lab::live_threads();
    lab::Gate gate;
    {
        lab::Call call([&] { gate.pass(); });
        EXPECT_EQ(lab::live_threads(), before + 1);
        EXPECT_FALSE(lab::threads_fall_to(before));
        gate.open();
        EXPECT_TRUE(lab::threads_fall_to(before));
    }
}

TEST(LabThreads, KnowsNoCreationCountOutsideTheHarness) {
    EXPECT_EQ(lab::threads_created(), -1);
}

TEST(LabThreads, TellsSleepersFromThoseAwake) {
    std::atomic<pid_t> sleeper{0};
    std::atomic<pid_t> runner{0};
    std::atomic<bool> enough{false};
    lab::Gate gate;
    lab::Call asleep([&] {
        sleeper = lab::this_thread_id();
        gate.pass();
    });
    EXPECT_TRUE(lab::eventually([&] { return sleeper != 0 && lab::is_asleep(sleeper); }));
    EXPECT_TRUE(lab::others_asleep());
    lab::Call awake([&] {
        runner = lab::this_thread_id();
        spin_until(enough);
    });
    EXPECT_TRUE(lab::eventually([&] { return runner != 0; }));
    EXPECT_FALSE(lab::is_asleep(runner));
    EXPECT_FALSE(lab::others_asleep());
    gate.open();
    enough = true;
}

TEST(LabThreads, MeasuresCpuTimeAndNotWaiting) {
    std::atomic<pid_t> runner{0};
    std::atomic<bool> enough{false};
    lab::Call awake([&] {
        runner = lab::this_thread_id();
        spin_until(enough);
    });
    EXPECT_TRUE(lab::others_ran(0.02));
    EXPECT_GE(lab::cpu_seconds(runner), 0.015);
    enough = true;
    awake.join();
    EXPECT_FALSE(lab::others_ran(0.02)) << "nobody is left to run";
}

TEST(LabThreads, EventuallyEndsWhenNothingCanChangeAnyMore) {
    int asked = 0;
    EXPECT_TRUE(lab::eventually([&] { return ++asked == 3; }));
    EXPECT_EQ(asked, 3);
    EXPECT_FALSE(lab::eventually([] { return false; }));
}

TEST(LabMeasure, KeepsTheBestOfEachInTurn) {
    std::string order;
    const auto best = lab::alternate(3, [&] { order += "b"; }, [&] { order += "c"; });
    EXPECT_EQ(order, "bcbcbc");
    EXPECT_GE(best.baseline, 0);
    EXPECT_GE(best.candidate, 0);
}

TEST(LabMeasure, RecordsWithAllDigits) {
    lab::record("a third", 1.0 / 3);
    const auto& result = *testing::UnitTest::GetInstance()->current_test_info()->result();
    ASSERT_EQ(result.test_property_count(), 1);
    EXPECT_STREQ(result.GetTestProperty(0).key(), "lab-measure:a third");
    EXPECT_EQ(std::stod(result.GetTestProperty(0).value()), 1.0 / 3);
}

TEST(LabMeasure, CalibrationOfOneCoreIsOne) {
    const double speed_up = lab::calibrate(1);
    EXPECT_GT(speed_up, 0.3);
    EXPECT_LT(speed_up, 3);
}

} // namespace
