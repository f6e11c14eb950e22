// What all schedules of a program have in common: up to the first choice it runs once for many.

#include "built_program.hpp"

#include <gtest/gtest.h>

namespace {

using namespace threadlab;
using namespace threadlab::testing;

struct Row {
    const char* name;
    const char* program;
    bool together;    // schedules share a process
    bool from_choice; // and go on from their first choice
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
     true, true},
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
     true, true},
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
     true, true},
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
     true, true},
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
     true, false},
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
     false, false},
    {"NothingToChoose", R"(
        #include <cassert>
        #include <mutex>
        int main() {
            std::mutex mutex;
            const std::lock_guard lock(mutex);
            assert(!mutex.try_lock());
        })",
     true, false},
};

class Beginning : public ::testing::TestWithParam<Row> {};

TEST_P(Beginning, MakesNoDifferenceToTheSchedulesThatGoOnFromItsEnd) {
    const Row& row = GetParam();
    const Built program(repository, "program", row.program);
    for (const std::string strategy : {"surw", "pct", "pos", "round-robin"}) {
        const std::string options = "schedules=150,strategy=" + strategy + ",process=";
        const std::string each = program.record(options + "each");
        const std::string many = program.record(options + "many");
        EXPECT_EQ(field(many, "status"), "passed") << many;
        EXPECT_EQ(without_ways(many), without_ways(each)) << strategy;
        const judge::ExplorerWays ways = ways_of(many);
        EXPECT_EQ(ways.disagreements, 0U) << many;
        EXPECT_EQ(ways.together > 1, row.together) << many;
        EXPECT_EQ(ways.from_choice, row.from_choice ? ways.together : 0U) << many;
    }
}

TEST_P(Beginning, IsPartOfWhatAnExhaustiveSearchSees) {
    const Built program(repository, "program", GetParam().program);
    const std::string options = "schedules=2000,strategy=exhaustive,process=";
    const std::string each = program.record(options + "each");
    EXPECT_EQ(without_ways(program.record(options + "many")), without_ways(each));
    EXPECT_EQ(field(each, "status"), "passed") << each;
}

INSTANTIATE_TEST_SUITE_P(Explored, Beginning, ::testing::ValuesIn(rows),
                         [](const auto& info) { return std::string(info.param.name); });

} // namespace
