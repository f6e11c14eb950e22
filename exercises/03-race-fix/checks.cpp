// The visible checks of practical 3. Each test is one check of exercise.yaml.
#include "checks.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cctype>
#include <chrono>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <mutex>
#include <numeric>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace checks;
using namespace lab::racefix;
using lab::text;
using namespace std::chrono_literals;

// ---- Task 1: two threads, A and B, of three steps each, taken as a schedule says ----

// The code as it was found, step by step.
class Steps {
public:
    virtual ~Steps() = default;
    // Takes step 1, 2 or 3 of thread 0 or 1; returns what it did.
    virtual std::string take(std::size_t thread, int step) = 0;
    virtual std::string shared_name() const = 0;
    virtual std::string shared() const = 0;
};

class DatabaseSteps : public Steps {
public:
    std::string take(std::size_t thread, int step) override {
        int& local = locals_.at(thread);
        if (step == 1) {
            local = value_;
            return "local = value     (" + std::to_string(local) + ")";
        }
        if (step == 2) {
            local = local + 1;
            return "local = local + 1 (" + std::to_string(local) + ")";
        }
        value_ = local;
        return "value = local     (" + std::to_string(local) + ")";
    }
    std::string shared_name() const override { return "value"; }
    std::string shared() const override { return std::to_string(value_); }
    int value() const { return value_; }

private:
    int value_ = 0;
    std::array<int, 2> locals_{};
};

class DataServiceSteps : public Steps {
public:
    std::string take(std::size_t thread, int step) override {
        if (step == 1) {
            dest_file_ = thread == 0 ? "output_1.txt" : "output_2.txt";
            return "set the name";
        }
        if (step == 2) {
            opened_.at(thread) = dest_file_;
            return "open " + dest_file_;
        }
        ++(opened_.at(thread) == "output_2.txt" ? lines_in_2_ : lines_in_1_);
        return "write to " + opened_.at(thread);
    }
    std::string shared_name() const override { return "dest_file"; }
    std::string shared() const override { return dest_file_; }
    int lines_in_1() const { return lines_in_1_; }
    int lines_in_2() const { return lines_in_2_; }

private:
    std::string dest_file_;
    std::array<std::string, 2> opened_;
    int lines_in_1_ = 0;
    int lines_in_2_ = 0;
};

// A line of the table. A report has 65 columns for it.
std::string row(const std::array<std::string, 4>& cells) {
    constexpr std::array<std::size_t, 4> columns{0, 6, 29, 52};
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        line.resize(std::max(line.size(), columns.at(i)), ' ');
        line += cells.at(i);
    }
    return line + "\n";
}

struct Replay {
    std::string fault; // what is illegal about the schedule; empty: nothing
    std::string table;
};

std::string step_name(std::size_t thread, int step) {
    return std::string(1, static_cast<char>('A' + thread)) + std::to_string(step);
}

// Takes the steps of the schedule until one is illegal.
Replay replay(Steps& steps, const std::string& schedule) {
    Replay result{"", row({"step", "thread A", "thread B", steps.shared_name()})};
    std::array<int, 2> next{1, 1};
    std::istringstream words(schedule);
    for (std::string word; words >> word;) {
        const char letter = static_cast<char>(std::toupper(static_cast<unsigned char>(word[0])));
        if (word.size() != 2 || (letter != 'A' && letter != 'B') || word[1] < '1' ||
            word[1] > '3') {
            result.fault = "\"" + word.substr(0, 12) + "\" is none of the six steps";
            return result;
        }
        const auto thread = static_cast<std::size_t>(letter - 'A');
        const int step = word[1] - '0';
        if (step < next.at(thread)) {
            result.fault = step_name(thread, step) + " is taken twice";
            return result;
        }
        if (step > next.at(thread)) {
            result.fault =
                step_name(thread, step) + " is taken before " + step_name(thread, next.at(thread));
            return result;
        }
        const std::string what = steps.take(thread, step);
        result.table += row({step_name(thread, step), thread == 0 ? what : "",
                             thread == 1 ? what : "", steps.shared()});
        ++next.at(thread);
    }
    for (const std::size_t thread : {0U, 1U}) {
        if (result.fault.empty() && next.at(thread) <= 3) {
            result.fault = step_name(thread, next.at(thread)) + " is never taken";
        }
    }
    return result;
}

void expect_legal(const Replay& replayed) {
    LAB_ASSERT("api-contract", replayed.fault.empty())
        << "expected A1 A2 A3 and B1 B2 B3, each thread's steps in their order, but "
        << replayed.fault << "\n"
        << replayed.table;
}

void expect_database_ends_at(int expected, const std::string& schedule) {
    DatabaseSteps steps;
    const Replay replayed = replay(steps, schedule);
    expect_legal(replayed);
    LAB_EXPECT("wrong-result", !replayed.fault.empty() || steps.value() == expected)
        << "expected a schedule that ends at " << expected << ", got one that ends at "
        << steps.value() << "\n"
        << replayed.table;
    lab::record("end", steps.value());
}

TEST(Schedules, DatabaseEndsAt1) {
    expect_database_ends_at(1, database_ends_at_1());
}

TEST(Schedules, DatabaseEndsAt2) {
    expect_database_ends_at(2, database_ends_at_2());
}

TEST(Schedules, BothLinesInFile2) {
    DataServiceSteps steps;
    const Replay replayed = replay(steps, both_lines_in_file_2());
    expect_legal(replayed);
    LAB_EXPECT("wrong-result", !replayed.fault.empty() || steps.lines_in_2() == 2)
        << "expected a schedule that leaves both lines in output_2.txt, got one that leaves "
        << steps.lines_in_1() << " in output_1.txt and " << steps.lines_in_2()
        << " in output_2.txt\n"
        << replayed.table;
    lab::record("in_1", steps.lines_in_1());
    lab::record("in_2", steps.lines_in_2());
}

// ---- Task 2 ----

TEST(DatabaseClass, TwoThreadsEndAt2) {
    Database database;
    at_once({[&] { database.increase(); }, [&] { database.increase(); }});
    const int end = database.value();
    LAB_EXPECT("lost-update", end != 1)
        << "expected two calls of increase() to leave 2, got 1: both read the same value, and one "
           "overwrote what the other had written";
    LAB_EXPECT("wrong-result", end == 1 || end == 2)
        << "expected two calls of increase() to leave 2, got " << end;
}

// What the lecture's program does, without a lock: atomic, so that it is no data race, but split.
int end_without_a_lock() {
    std::atomic<int> value{0};
    const auto increase = [&] {
        const int local = value;
        std::this_thread::sleep_for(100ms);
        value = local + 1;
    };
    at_once({increase, increase});
    return value;
}

constexpr double pause_seconds = 0.1;
constexpr double slack = 1.01; // for short timed waits that a lock of one's own may take

TEST(DatabaseClass, TakesItsPauseAndNoMore) {
    lab::record("unlocked", end_without_a_lock());
    Database database;
    const double both = lab::seconds_of(
        [&] { at_once({[&] { database.increase(); }, [&] { database.increase(); }}); });
    lab::record("end", database.value());
    lab::record("seconds", both);
    const double third = lab::seconds_of([&] { database.increase(); });
    LAB_EXPECT("wrong-result", database.value() == 3)
        << "expected a third call of increase() to leave 3, got " << database.value();
    LAB_EXPECT("work-missing", both >= pause_seconds && third >= pause_seconds)
        << "expected each call of increase() to take its pause of 100 ms, got "
        << std::min(both, third) * 1000 << " ms";
    LAB_EXPECT("too-slow", third <= pause_seconds * slack)
        << "expected one call of increase() alone to take 100 ms, got " << third * 1000 << " ms";
    LAB_EXPECT("too-slow", both <= 2 * pause_seconds * slack)
        << "expected two calls of increase() to take no longer than 200 ms together, got "
        << both * 1000 << " ms";
}

TEST(DatabaseClass, RaceFree) {
    Database database;
    at_once({[&] { database.increase(); }, [&] { database.increase(); }});
}

// ---- Task 3 ----

TEST(TotalClass, LosesNoAddition) {
    Total total;
    total.add(10, 3);
    LAB_ASSERT("wrong-result", total.get() == 30)
        << "expected add(10, 3) to leave 30, got " << total.get();
    at_once({[&] { total.add(5, 2); }, [&] { total.add(7, 2); }});
    const long end = total.get();
    LAB_EXPECT("lost-update", end >= 54)
        << "expected 30 and then 2 times 5 and 2 times 7 to come to 54, got " << end;
    LAB_EXPECT("wrong-result", end <= 54)
        << "expected 30 and then 2 times 5 and 2 times 7 to come to 54, got " << end;
}

TEST(TotalClass, TenThreadsAddAMillion) {
    Total total;
    at_once(std::vector<std::function<void()>>(10, [&] { total.add(1, 1'000'000); }));
    lab::record("total", static_cast<double>(total.get()));
    LAB_EXPECT("lost-update", total.get() >= 10'000'000)
        << "expected ten threads that add 1 a million times to leave 10000000, got less";
    LAB_EXPECT("wrong-result", total.get() <= 10'000'000)
        << "expected ten threads that add 1 a million times to leave 10000000, got more";
}

TEST(TotalClass, RaceFree) {
    Total total;
    at_once({[&] { total.add(1, 2); }, [&] { total.add(2, 2); }});
}

TEST(TotalClass, Speed) {
    constexpr long times = 20'000;
    const auto best = lab::alternate(
        3,
        [] {
            std::mutex mutex;
            volatile long sum = 0;
            at_once(std::vector<std::function<void()>>(10, [&] {
                for (long i = 0; i < times; ++i) {
                    const std::scoped_lock lock(mutex);
                    sum = sum + 1;
                }
            }));
        },
        [] {
            Total total;
            at_once(std::vector<std::function<void()>>(10, [&] { total.add(1, times); }));
        });
    lab::record("lock-each", best.baseline);
    lab::record("yours", best.candidate);
}

// ---- Task 4 ----

// Whether `earlier` stands before `later` in the list.
bool in_order(const std::vector<int>& list, int earlier, int later) {
    return std::ranges::find(list, earlier) < std::ranges::find(list, later);
}

TEST(Results, KeepsEveryValue) {
    ResultList list;
    list.append(0);
    LAB_ASSERT("work-missing", list.snapshot() == std::vector<int>{0})
        << "expected 0 to be in the list once it is appended, got " << text(list.snapshot());
    const auto append = [&](int first) {
        list.append(first);
        list.append(first + 1);
    };
    at_once({[&] { append(1); }, [&] { append(11); }});
    const std::vector<int> all = list.snapshot();
    for (const int value : {0, 1, 2, 11, 12}) {
        const auto count = std::ranges::count(all, value);
        LAB_EXPECT("lost-update", count >= 1)
            << "expected 0, 1, 2, 11 and 12 to be in the list, got " << text(all)
            << ": one append undid what another had done";
        LAB_EXPECT("work-repeated", count <= 1)
            << "expected 0, 1, 2, 11 and 12 to be in the list once each, got " << text(all);
    }
    LAB_EXPECT("wrong-order", in_order(all, 1, 2) && in_order(all, 11, 12))
        << "expected each thread's values in the order of its own calls, got " << text(all);
    LAB_EXPECT("wrong-result", list.size() == 5)
        << "expected size() to be 5 after five values, got " << list.size();
}

TEST(Results, EightThreadsAppendAThousand) {
    constexpr int threads = 8;
    constexpr int each = 1000;
    ResultList list;
    std::vector<std::function<void()>> bodies;
    for (int thread = 0; thread < threads; ++thread) {
        bodies.emplace_back([&list, thread] {
            for (int i = 0; i < each; ++i) {
                list.append(thread * each + i);
            }
        });
    }
    at_once(bodies);
    std::vector<int> all = list.snapshot();
    lab::record("values", static_cast<double>(all.size()));
    std::ranges::sort(all);
    std::vector<int> expected(std::size_t{threads} * each);
    std::iota(expected.begin(), expected.end(), 0);
    LAB_EXPECT("work-missing", std::ranges::includes(all, expected))
        << "expected all 8000 values in the list, some are missing";
    LAB_EXPECT("work-repeated", all.size() <= expected.size())
        << "expected each of 8000 values in the list once, got more";
}

TEST(Results, RaceFree) {
    ResultList list;
    at_once({[&] {
                 list.append(1);
                 list.append(2);
             },
             [&] {
                 static_cast<void>(list.size());
                 static_cast<void>(list.snapshot());
             },
             [&] { static_cast<void>(list.take_all()); }});
}

// ---- Task 5 ----

// An empty directory of the check's own.
std::filesystem::path empty_directory() {
    const std::filesystem::path directory = "out/lines";
    std::filesystem::remove_all(directory);
    std::filesystem::create_directories(directory);
    return directory;
}

// What the file holds, its line breaks as "/"; nothing if there is none.
std::string content(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::string all(std::istreambuf_iterator<char>(file), {});
    std::ranges::replace(all, '\n', '/');
    return all;
}

TEST(Files, TwoThreadsTwoFiles) {
    const auto directory = empty_directory();
    const auto file_1 = directory / "output_1.txt";
    const auto file_2 = directory / "output_2.txt";
    std::optional<DataService> service(directory);
    at_once({[&] { service->save_data("output_1.txt", "tea"); },
             [&] { service->save_data("output_2.txt", "toast"); }});
    const std::string first = content(file_1);
    const std::string second = content(file_2);
    lab::record("files", (first.empty() ? 0 : 1) + (second.empty() ? 0 : 1));
    const auto what = "expected \"tea/\" in output_1.txt and \"toast/\" in output_2.txt (/ is a "
                      "line break), got \"" +
                      first + "\" and \"" + second + "\"";
    const bool strayed =
        first.find("toast") != std::string::npos || second.find("tea") != std::string::npos;
    LAB_ASSERT("torn-view", !strayed) << what << ": a line went where the other one belongs";
    const bool missing = first.empty() || second.empty();
    service.reset(); // by now whoever writes later has written
    const bool late = missing && !content(file_1).empty() && !content(file_2).empty();
    LAB_ASSERT("early-return", !late) << what << " when save_data had returned, the rest later";
    LAB_ASSERT("work-missing", !missing) << what;
    LAB_EXPECT("wrong-result", first == "tea/" && second == "toast/") << what;
}

TEST(Files, AppendsWholeLines) {
    const auto directory = empty_directory();
    std::ofstream(directory / "output.txt") << "water\n"; // was there before
    DataService service(directory);
    at_once({[&] { service.save_data("output.txt", "tea"); },
             [&] { service.save_data("output.txt", "toast"); }});
    const std::string all = content(directory / "output.txt");
    for (const char* line : {"water", "tea", "toast"}) {
        LAB_EXPECT("work-missing", all.find(line) != std::string::npos)
            << "expected the lines water, tea and toast in one file, got \"" << all
            << "\" (/ is a line break)";
    }
    LAB_EXPECT("wrong-result", all == "water/tea/toast/" || all == "water/toast/tea/")
        << "expected the lines water, tea and toast in one file, each once, whole, and water "
           "first; got \""
        << all << "\" (/ is a line break)";
}

TEST(Files, RaceFree) {
    DataService service(empty_directory());
    at_once({[&] { service.save_data("output_1.txt", "tea"); },
             [&] { service.save_data("output_2.txt", "toast"); },
             [&] { service.save_data("output_1.txt", "water"); }});
}

// ---- Task 6 ----

// Sells until there is no ticket, or `most` times.
std::vector<int> sell_until_empty(TicketOffice& office, int most) {
    std::vector<int> sold;
    for (int i = 0; i < most; ++i) {
        const std::optional<int> ticket = office.sell();
        if (!ticket) {
            break;
        }
        sold.push_back(*ticket);
    }
    return sold;
}

void expect_each_once(std::vector<int> sold, int tickets) {
    std::ranges::sort(sold);
    const std::string all = "1 to " + std::to_string(tickets);
    for (const int ticket : sold) {
        LAB_ASSERT("check-then-act", ticket >= 1 && ticket <= tickets)
            << "expected tickets " << all << " to be sold, number " << ticket
            << " was sold: there is no such ticket";
    }
    const auto twice = std::ranges::adjacent_find(sold);
    LAB_ASSERT("lost-update", twice == sold.end())
        << "expected tickets " << all << " to be sold once each, number "
        << (twice == sold.end() ? 0 : *twice) << " was sold twice";
    LAB_EXPECT("work-missing", sold.size() == static_cast<std::size_t>(tickets))
        << "expected tickets " << all << " to be sold once each, only " << sold.size()
        << " were sold before there were none";
}

TEST(Tickets, EachNumberOnce) {
    TicketOffice office(3);
    std::vector<int> mine;
    std::vector<int> yours;
    at_once({[&] { mine = sell_until_empty(office, 4); },
             [&] { yours = sell_until_empty(office, 4); }});
    mine.insert(mine.end(), yours.begin(), yours.end());
    expect_each_once(mine, 3);
    LAB_EXPECT("wrong-result", !office.sell())
        << "expected sell() to return nothing once all are sold, got a ticket";
}

TEST(Tickets, EightSellersAHundredTickets) {
    constexpr int tickets = 100;
    constexpr std::size_t sellers = 8;
    TicketOffice office(tickets);
    std::array<std::vector<int>, sellers> sold;
    std::vector<std::function<void()>> bodies;
    for (auto& mine : sold) {
        bodies.emplace_back([&] { mine = sell_until_empty(office, tickets + 1); });
    }
    at_once(bodies);
    std::vector<int> all;
    for (const auto& mine : sold) {
        all.insert(all.end(), mine.begin(), mine.end());
    }
    lab::record("sold", static_cast<double>(all.size()));
    expect_each_once(all, tickets);
    LAB_EXPECT("wrong-result", office.left() == 0)
        << "expected left() to be 0 once all are sold, got " << office.left();
}

TEST(Tickets, RaceFree) {
    TicketOffice office(2);
    at_once({[&] { sell_until_empty(office, 2); },
             [&] {
                 static_cast<void>(office.left());
                 sell_until_empty(office, 1);
             }});
}

TEST(MemoClass, ComputesEachKeyOnce) {
    Memo memo;
    lab::PeakMeter calls;
    const auto compute = [&](const std::string& key) {
        const auto inside = calls.entry();
        return key == "tea" ? 3 : 5;
    };
    int first = 0;
    int second = 0;
    at_once(
        {[&] { first = memo.get("tea", compute); }, [&] { second = memo.get("tea", compute); }});
    LAB_EXPECT("wrong-result", first == 3 && second == 3)
        << "expected both callers to get the value 3, got " << first << " and " << second;
    LAB_EXPECT("work-repeated", calls.entries() <= 1)
        << "expected compute to be called once when two callers ask for the same key, got "
        << calls.entries() << " calls";
    const int again = memo.get("tea", compute);
    const int other = memo.get("toast", compute);
    LAB_EXPECT("wrong-result", again == 3 && other == 5)
        << "expected 3 for \"tea\" and 5 for \"toast\", got " << again << " and " << other;
    LAB_EXPECT("work-repeated", calls.entries() <= 2)
        << "expected one call of compute for each of two keys, got " << calls.entries();
}

TEST(MemoClass, RaceFree) {
    Memo memo;
    const auto compute = [](const std::string& key) { return static_cast<int>(key.size()); };
    at_once({[&] { memo.get("tea", compute); },
             [&] {
                 memo.get("toast", compute);
                 memo.get("tea", compute);
             }});
}

} // namespace
