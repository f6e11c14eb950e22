// What all schedules of a program have in common: up to the first choice it runs once for many.

#include "built_program.hpp"

#include <gtest/gtest.h>

namespace {

using namespace threadlab;
using namespace threadlab::testing;

enum class Shares { nothing, process, beginning }; // the schedules of a program

struct Row {
    const char* name;
    const char* program;
    Shares shares;
    bool fails = false;
    const char* options = "";
    unsigned disagreements = 0; // at most
};

const Row rows[] = {
    {"MemoryOfEveryKind", R"(
        #include <atomic>
        #include <cassert>
        #include <memory>
        #include <thread>
        #include <vector>
        static int global = 1;
        static thread_local int local = 1;
        int main() {
            int automatic = 1;
            std::atomic<int> turns{0};
            auto given = std::make_unique<int>(1);
            std::vector<int> grown;
            for (int i = 0; i < 200; ++i)
                grown.push_back(i);
            ++global, ++local, ++automatic, ++*given;
            std::thread other([&, taken = std::move(given)]() mutable {
                assert(*taken == 2 && local == 1);
                taken.reset();
                ++turns, ++global, ++local, ++automatic;
                grown.clear();
                grown.shrink_to_fit();
            });
            assert(local == 2);
            ++turns, ++local;
            other.join();
            assert(global == 3 && local == 3 && automatic == 3 && grown.empty());
        })",
     Shares::beginning},
    {"LocksAndAtomicsOfTheBeginning", R"(
        #include <atomic>
        #include <cassert>
        #include <mutex>
        #include <thread>
        int main() {
            std::mutex mutex;
            std::atomic<int> ready{0};
            std::unique_lock lock(mutex);
            int guarded = ready.fetch_add(1);
            std::thread other([&] {
                const std::lock_guard inner(mutex);
                ++guarded;
                ready = 2;
            });
            guarded += 10;
            lock.unlock();
            other.join();
            assert(guarded == 11 && ready == 2);
        })",
     Shares::beginning},
    // Of what the schedule before has done there, nothing must be left.
    {"AFirstChoiceAtAPlainAccess", R"(
        #include <atomic>
        #include <cassert>
        #include <thread>
        int main() {
            int letter = 0;
            std::atomic<bool> sent{false};
            std::thread other([&] {
                sent.wait(false);
                assert(letter == 42);
            });
            letter = 42;
            sent = true;
            sent.notify_one();
            other.join();
        })",
     Shares::beginning},
    // A call that compilers use only where they can tell weak from strong.
    {"AFirstChoiceThatIsNoThreadsTurn", R"(
        #include <atomic>
        #include <cassert>
        #include <thread>
        extern "C" int __tsan_atomic32_compare_exchange_weak(volatile int*, int*, int, int, int);
        int main() {
            int exchanged = 0;
            int expected = 0;
            while (!__tsan_atomic32_compare_exchange_weak(&exchanged, &expected, 5, 5, 5)) {
            }
            std::atomic<int> value{exchanged};
            std::thread other([&] { ++value; });
            ++value;
            other.join();
            assert(value == 7);
        })",
     Shares::beginning},
    {"APipeThatIsThereBefore", R"(
        #include <atomic>
        #include <cassert>
        #include <thread>
        #include <unistd.h>
        int main() {
            int ends[2];
            char got = 0;
            if (pipe(ends) != 0 || write(ends[1], "a", 1) != 1)
                return 1;
            std::atomic<int> turns{0};
            std::thread other([&] { ++turns, got = read(ends[0], &got, 1) == 1 ? got : '?'; });
            ++turns;
            other.join();
            assert(got == 'a');
            close(ends[0]);
            close(ends[1]);
        })",
     Shares::process},
    {"AFileThatIsOpenBefore", R"(
        #include <atomic>
        #include <cassert>
        #include <cstdio>
        #include <thread>
        int main() {
            std::FILE* const file = std::fopen("/dev/zero", "r");
            int got = -1;
            std::atomic<int> turns{0};
            std::thread other([&] { ++turns, got = std::fgetc(file); });
            ++turns;
            other.join();
            assert(got == 0);
            std::fclose(file);
        })",
     Shares::nothing},
    {"NothingToChoose", R"(
        #include <cassert>
        #include <mutex>
        int main() {
            std::mutex mutex;
            const std::lock_guard lock(mutex);
            assert(!mutex.try_lock());
        })",
     Shares::process},
    // A process that runs one after the other has one file for all of them.
    {"AFileThatLibcOpensByItself", R"(
        #include <atomic>
        #include <cassert>
        #include <cstdio>
        #include <thread>
        #include <unistd.h>
        int main() {
            const int file = fileno(std::tmpfile());
            std::atomic<int> end{0};
            const auto append = [&] {
                const int at = end;
                if (pwrite(file, "x", 1, at) == 1)
                    end = at + 1;
            };
            std::thread other(append);
            append();
            other.join();
            assert(lseek(file, 0, SEEK_END) == 2);
        })",
     Shares::nothing, true, "", 2},
    {"ARaceWithAPlainAccessAtTheFirstChoice", R"(
        #include <atomic>
        #include <thread>
        static int letter;
        static std::atomic<int> sent{0};
        int main() {
            std::thread other([] {
                if (sent.load(std::memory_order_relaxed) == 1)
                    letter = 2;
            });
            letter = 1;
            sent.store(1, std::memory_order_relaxed);
            sent.store(2, std::memory_order_relaxed);
            other.join();
        })",
     Shares::beginning, true},
    // It sleeps in virtual time, for which nobody waits.
    {"ARaceWithAnAccessOfTheBeginning", R"(
        #include <atomic>
        #include <chrono>
        #include <thread>
        using namespace std::chrono_literals;
        static int letter = 0;
        static std::atomic<int> turn{0};
        int main() {
            std::thread first([] {
                letter = 1;
                std::this_thread::sleep_for(10s);
            });
            std::this_thread::sleep_for(1s);
            std::thread second([] { turn.fetch_add(1, std::memory_order_relaxed); });
            if (turn.fetch_add(1, std::memory_order_relaxed) == 1)
                letter = 4;
            second.join();
            first.join();
        })",
     Shares::beginning, true, ",time=virtual"},
    // Inside of the pointer, where waiting is nobody's fault.
    {"AFirstChoiceInsideOfAnAtomicPointer", R"(
        #include <atomic>
        #include <memory>
        #include <thread>
        static std::atomic<std::shared_ptr<int>> pointer;
        static std::atomic<int> count{0};
        static std::atomic<int> done{0};
        int main() {
            pointer.store(std::make_shared<int>(3));
            std::thread other([] {
                pointer.load();
                for (int i = 0; i < 6; ++i)
                    ++count;
                done = 1;
            });
            const auto got = pointer.load();
            if (count == 3)
                while (done == 0) {
                }
            other.join();
        })",
     Shares::beginning, true, "", 1},
    {"WhatACheckHasToldBefore", R"(
        #include <atomic>
        #include <system_error>
        #include <thread>
        extern "C" {
        extern const bool threadlab_explorer_begins_late;
        const bool threadlab_explorer_begins_late = true;
        void threadlab_explorer_prepare(const char* nonce);
        void threadlab_explorer_limit_threads(int count);
        void threadlab_explorer_begin();
        void threadlab_explorer_measure(const char* name, double value);
        [[noreturn]] void threadlab_explorer_end();
        }
        int main() {
            threadlab_explorer_prepare("none");
            threadlab_explorer_limit_threads(1);
            threadlab_explorer_begin();
            threadlab_explorer_measure("before", 7);
            std::atomic<int> count{0};
            std::thread other([&] { ++count; });
            try {
                std::thread refused([] {});
                refused.join();
            } catch (const std::system_error&) {
            }
            threadlab_explorer_measure("between", count);
            ++count;
            other.join();
            threadlab_explorer_end();
        })",
     Shares::beginning},
};

void expect_no_difference(const Built& program, const Row& row, const std::string& options) {
    const std::string each = program.record(options + ",process=each");
    const std::string many = program.record(options + ",process=many");
    EXPECT_EQ(without_ways(many), without_ways(each)) << options;
    const judge::ExplorerWays ways = ways_of(many);
    EXPECT_LE(ways.disagreements, row.disagreements) << options << "\n" << many;
    EXPECT_EQ(ways.from_choice > 0, row.shares == Shares::beginning) << options << "\n" << many;
    if (!row.fails && ways.together > 1) // an exhaustive search may need no more than one
        EXPECT_EQ(ways.from_choice, row.shares == Shares::beginning ? ways.together : 0U)
            << options << "\n"
            << many;
}

class Beginning : public ::testing::TestWithParam<Row> {};

TEST_P(Beginning, MakesNoDifferenceToTheSchedulesThatGoOnFromItsEnd) {
    const Row& row = GetParam();
    const Built program(repository, "program", row.program);
    for (const std::string strategy : {"surw", "pct"})
        expect_no_difference(program, row, "schedules=150,strategy=" + strategy + row.options);
    const std::string search = std::string("schedules=600,strategy=exhaustive") + row.options;
    expect_no_difference(program, row, search);
    EXPECT_EQ(field(program.record(search), "status"), row.fails ? "failed" : "passed");
}

INSTANTIATE_TEST_SUITE_P(Explored, Beginning, ::testing::ValuesIn(rows),
                         [](const auto& info) { return std::string(info.param.name); });

} // namespace
