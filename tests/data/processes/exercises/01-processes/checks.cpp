// One check a function: what the grader makes of it is in process_check_test.cpp.
#include "processes.hpp"

#include <lab/check.hpp>
#include <lab/processes.hpp>

#include <cerrno>
#include <functional>

namespace {

void watch(const std::function<void()>& function) {
    lab::ProcessWatch watch;
    watch.call(function);
    watch.expect_no_stray("it");
    watch.expect_nothing_left("it");
    LAB_EXPECT("private-lock-shared", !lab::private_lock_used()) << "expected another lock";
}

TEST(Watch, EndsWell) {
    watch(ends_well);
}

TEST(Watch, ReturnsInTheChild) {
    watch(returns_in_the_child);
}

TEST(Watch, ThrowsInTheChild) {
    watch(throws_in_the_child);
}

TEST(Watch, LeavesAZombie) {
    watch(leaves_a_zombie);
}

TEST(Watch, LosesAChildToTheSandbox) {
    watch(loses_a_child_to_the_sandbox);
}

TEST(Watch, LeavesAChildAsleep) {
    watch(leaves_a_child_asleep);
}

TEST(Watch, LeavesAnOrphan) {
    watch(leaves_an_orphan);
}

TEST(Watch, LetsAnOrphanEnd) {
    watch(lets_an_orphan_end);
}

TEST(Watch, LeavesADescriptor) {
    watch(leaves_a_descriptor);
}

TEST(Watch, LeavesAnotherDescriptor) {
    watch(leaves_another_descriptor);
}

TEST(Watch, RenewsItsMapping) {
    renews_its_mapping();
    watch(renews_its_mapping);
}

TEST(Watch, ReturnsInBothChildren) {
    watch(returns_in_both_children);
}

TEST(Watch, LeavesAMapping) {
    watch(leaves_a_mapping);
}

TEST(Watch, LocksForOneProcess) {
    watch(locks_for_one_process);
}

TEST(Watch, LocksForSeveral) {
    watch(locks_for_several);
}

TEST(Watch, ReadsFromItself) {
    watch(reads_from_itself);
}

TEST(Watch, FillsAPipe) {
    watch(fills_a_pipe);
}

TEST(Watch, WaitsForALockOfTheDead) {
    watch(waits_for_a_lock_of_the_dead);
}

TEST(Watch, WaitsForASleeper) {
    watch(waits_for_a_sleeper);
}

TEST(Watch, ExitsInsteadOfTheChild) {
    watch(exits_instead_of_the_child);
}

TEST(Watch, WritesTheRecordInTheChild) {
    watch(writes_the_record_in_the_child);
}

TEST(Watch, CrashesInTheChild) {
    watch(crashes_in_the_child);
}

TEST(Calls, StopsSignalsToEverybody) {
    signals_everybody();
    EXPECT_EQ(lab::signals_to_everybody(), 1);
}

TEST(Calls, RefusesOneProcess) {
    lab::refuse_process(2);
    EXPECT_EQ(starts_one_process(), 0);
    EXPECT_EQ(starts_one_process(), EAGAIN);
    EXPECT_EQ(starts_one_process(), 0);
    EXPECT_EQ(lab::processes_started(), 2);
    EXPECT_EQ(lab::processes_started_by_others(), 0);
}

TEST(Calls, InterruptsOneRead) {
    lab::interrupt_calls(true);
    EXPECT_FALSE(reads_at_once());
    EXPECT_TRUE(reads_at_once());
}

TEST(Calls, ShowTheReadThatNobodyMadeAgain) {
    lab::interrupt_calls(true);
    EXPECT_TRUE(reads_at_once());
}

TEST(Calls, ShowWhichProcessWasStartedAsTheThird) {
    runs_two([] {});
    starts_one_process();
    lab::show_start("over-parallel", 3);
    LAB_EXPECT("over-parallel", false) << "expected two";
}

TEST(Calls, ShowWhoCalledTheWork) {
    runs_none([] { lab::show_this_call("no-process"); });
    LAB_EXPECT("no-process", false) << "expected a process";
}

TEST(Calls, TransfersInPieces) {
    EXPECT_EQ(writes_32_kilobytes_at_once(), 32768);
    lab::transfer_in_pieces(true);
    EXPECT_EQ(writes_32_kilobytes_at_once(), 4096);
}

TEST(Meeting, IsMetBetweenProcesses) {
    lab::ProcessRendezvous meeting(2);
    runs_two([&] { meeting.meet(); });
    EXPECT_TRUE(meeting.has_met());
}

TEST(Meeting, GivesUpWhenNobodyElseComes) {
    lab::ProcessRendezvous meeting(3);
    const lab::SharedCount refused;
    runs_two([&] { *refused += meeting.meet() ? 0 : 1; });
    EXPECT_EQ(*refused, 2);
    EXPECT_EQ(lab::why_still("not-overlapped"), "not-overlapped");
}

TEST(Meeting, ShowsWhereTheCallerWaited) {
    lab::ProcessRendezvous meeting(2);
    runs_one_after_the_other([&] { meeting.meet(); });
    LAB_EXPECT(lab::why_still("not-overlapped"), meeting.has_met()) << "expected both at once";
}

TEST(Gate, HoldsChildrenUntilOneOpensIt) {
    lab::ProcessGate gate;
    const lab::SharedCount first;
    runs_two([&] {
        if (++*first == 1) {
            gate.pass();
        } else {
            gate.wait_for_arrivals(1);
            gate.open();
        }
    });
    EXPECT_EQ(gate.arrived(), 1);
    EXPECT_TRUE(gate.is_open());
}

TEST(Cpu, OfChildrenIsCounted) {
    const double before = lab::children_cpu_seconds();
    runs_two([] { lab::work(20'000); });
    EXPECT_GE(lab::children_cpu_seconds() - before, 0.039);
}

} // namespace
