#include "explored.hpp"

#include <lab/check.hpp>

#include <chrono>
#include <thread>

namespace {

TEST(Explored, Adds) {
    const int sum = add();
    LAB_EXPECT("lost-update", sum == 2) << "expected 2, got " << sum;
}

TEST(Explored, Sleeps) {
    const auto nap = [] { std::this_thread::sleep_for(std::chrono::seconds(10)); };
    lab::record("serial", lab::seconds_of([&] {
                    for (int i = 0; i < 5; ++i) {
                        nap();
                    }
                }));
    lab::record("threaded", lab::seconds_of([&] { run_all(nap); }));
}

TEST(Explored, Computes) {
    const auto compute = [] { lab::work(1'000'000); };
    lab::record("serial", lab::seconds_of([&] {
                    for (int i = 0; i < 5; ++i) {
                        compute();
                    }
                }));
    lab::record("threaded", lab::seconds_of([&] { run_all(compute); }));
}

TEST(Explored, Waits) {
    const int before = lab::live_threads();
    // Not on the stack: a call that returns early leaves it in use.
    static lab::Gate gate;
    lab::Call call([] { run_all([] { gate.pass(); }); });
    gate.wait_for_arrivals(5);
    LAB_EXPECT("early-return", call.settle() == lab::Call::State::asleep)
        << "expected run_all to return after all calls, it returned earlier";
    gate.open();
    call.join();
    lab::threads_fall_to(before);
}

TEST(Explored, Meets) {
    lab::Rendezvous meeting(5);
    run_all([&] { meeting.meet(); });
    LAB_EXPECT("not-overlapped", meeting.wait())
        << "expected 5 calls at the same time, got " << meeting.arrived();
}

} // namespace
