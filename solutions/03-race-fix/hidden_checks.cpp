// The hidden checks of practical 3. Each follows from a sentence under "Contracts" in README.md.
#include "checks.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cctype>
#include <deque>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace checks;
using namespace lab::racefix;
using lab::text;
using State = lab::Call::State;

std::string text(const std::vector<std::vector<int>>& lists) {
    std::string line;
    for (const std::vector<int>& list : lists) {
        line += (line.empty() ? "" : ", then ") + text(list);
    }
    return line;
}

// ---- Task 1 ----

// What three threads leave when they take the steps of Database::increase() as it was found.
struct Replayed {
    bool legal = true;
    int value = 0;
};

Replayed replay(const std::string& schedule) {
    Replayed result;
    std::array<int, 3> next{1, 1, 1};
    std::array<int, 3> locals{};
    std::istringstream words(schedule);
    for (std::string word; result.legal && words >> word;) {
        const int letter = std::toupper(static_cast<unsigned char>(word[0]));
        const auto thread = static_cast<std::size_t>(letter - 'A');
        result.legal = word.size() == 2 && letter >= 'A' && letter <= 'C' && next.at(thread) <= 3 &&
                       word[1] == '0' + next.at(thread);
        if (result.legal) {
            switch (next.at(thread)++) {
            case 1:
                locals.at(thread) = result.value;
                break;
            case 2:
                ++locals.at(thread);
                break;
            default:
                result.value = locals.at(thread);
            }
        }
    }
    result.legal = result.legal && next == std::array<int, 3>{4, 4, 4};
    return result;
}

TEST(SchedulesMore, ThreeThreadsEndAt1) {
    const Replayed replayed = replay(three_threads_end_at_1());
    LAB_ASSERT("api-contract", replayed.legal)
        << "expected a schedule of A1 A2 A3, B1 B2 B3 and C1 C2 C3, each thread's steps once and "
           "in their order, got one that is illegal";
    LAB_EXPECT("wrong-result", replayed.value == 1)
        << "expected a schedule of three threads that ends at 1, got one that ends at "
        << replayed.value;
}

// ---- Task 2 ----

constexpr double pause_seconds = 0.1;
constexpr double slack = 1.01;

TEST(DatabaseMore, FiftyThreadsEndAt50) {
    constexpr int threads = 50;
    Database database;
    const double all = lab::seconds_of([&] {
        at_once(std::vector<std::function<void()>>(threads, [&] { database.increase(); }));
    });
    LAB_EXPECT("lost-update", database.value() >= threads)
        << "expected fifty calls of increase() to leave 50, got " << database.value();
    LAB_EXPECT("wrong-result", database.value() <= threads)
        << "expected fifty calls of increase() to leave 50, got " << database.value();
    LAB_EXPECT("work-missing", all >= pause_seconds)
        << "expected fifty calls of increase() to take at least one pause of 100 ms, got "
        << all * 1000 << " ms";
    LAB_EXPECT("too-slow", all <= threads * pause_seconds * slack)
        << "expected fifty calls of increase() to take 5 s at most, got " << all << " s";
}

TEST(DatabaseMore, TwoDatabasesDoNotDelayEachOther) {
    Database here;
    Database there;
    const double both =
        lab::seconds_of([&] { at_once({[&] { here.increase(); }, [&] { there.increase(); }}); });
    LAB_EXPECT("wrong-result", here.value() == 1 && there.value() == 1)
        << "expected one call of increase() in each of two databases to leave 1 and 1, got "
        << here.value() << " and " << there.value();
    LAB_EXPECT("over-serialised", both <= pause_seconds * slack)
        << "expected calls of increase() in two databases to take 100 ms together, got "
        << both * 1000 << " ms: one waited for the other";
}

TEST(DatabaseMore, ValueWhileOthersIncrease) {
    Database database;
    std::vector<int> seen;
    at_once({[&] {
                 database.increase();
                 database.increase();
             },
             [&] {
                 for (int i = 0; i < 3; ++i) {
                     seen.push_back(database.value());
                 }
             }});
    LAB_EXPECT("torn-view", std::ranges::is_sorted(seen))
        << "expected value() never to go down while others call increase(), got " << text(seen);
    LAB_EXPECT("wrong-result", std::ranges::all_of(seen, [](int n) { return 0 <= n && n <= 2; }))
        << "expected value() to be 0, 1 or 2 during two calls of increase(), got " << text(seen);
    LAB_EXPECT("wrong-result", database.value() == 2)
        << "expected two calls of increase() to leave 2, got " << database.value();
}

// ---- Task 3 ----

// What get() returns while another thread adds.
std::vector<int> seen_during(const Total& total, const std::function<void()>& additions) {
    std::vector<int> seen;
    at_once({additions, [&] {
                 for (int i = 0; i < 3; ++i) {
                     seen.push_back(static_cast<int>(total.get()));
                 }
             }});
    return seen;
}

TEST(TotalMore, GetWhileOthersAdd) {
    Total total;
    const std::vector<int> seen = seen_during(total, [&] {
        total.add(1, 2);
        total.add(5, 1);
    });
    LAB_EXPECT("torn-view", std::ranges::is_sorted(seen))
        << "expected get() never to go down while others add 1, 1 and 5, got " << text(seen);
    LAB_EXPECT("torn-view", std::ranges::all_of(
                                seen, [](int n) { return n == 0 || n == 1 || n == 2 || n == 7; }))
        << "expected get() to be 0, 1, 2 or 7 while another thread adds 1, 1 and 5, got "
        << text(seen);
    LAB_EXPECT("wrong-result", total.get() == 7)
        << "expected 1, 1 and 5 to come to 7, got " << total.get();
    Total balance;
    const std::vector<int> balances = seen_during(balance, [&] {
        for (const long amount : {1, -1, 1, -1}) {
            balance.add(amount, 1);
        }
    });
    LAB_EXPECT("torn-view", std::ranges::all_of(balances, [](int n) { return n == 0 || n == 1; }))
        << "expected get() to be 0 or 1 while another thread adds 1, -1, 1 and -1, got "
        << text(balances);
}

TEST(TotalMore, NegativeAmountsAndNoTimes) {
    Total total;
    at_once({[&] { total.add(-3, 2); }, [&] { total.add(2, 1); }, [&] { total.add(100, 0); }});
    LAB_EXPECT("wrong-result", total.get() == -4)
        << "expected twice -3, once 2 and no times 100 to come to -4, got " << total.get();
    Total large;
    large.add(1'500'000'000, 2);
    large.add(4'000'000'000, 1);
    LAB_EXPECT("wrong-result", large.get() == 7'000'000'000)
        << "expected twice 1500000000 and once 4000000000 to come to 7000000000, got "
        << large.get();
}

TEST(TotalMore, TwoTotals) {
    Total here;
    Total there;
    at_once({[&] {
                 here.add(1, 2);
                 there.add(10, 1);
             },
             [&] {
                 there.add(10, 2);
                 here.add(1, 1);
             }});
    LAB_EXPECT("wrong-result", here.get() == 3 && there.get() == 30)
        << "expected two totals to come to 3 and 30, got " << here.get() << " and " << there.get();
}

// ---- Task 4 ----

std::vector<int> take_all(ResultList& list) {
    try {
        return list.take_all();
    } catch (const std::exception&) {
        LAB_EXPECT("check-then-act", false)
            << "expected take_all() to work while others append and take, take_all() threw: what "
               "it had looked up was no longer there";
        return {};
    }
}

TEST(ResultsMore, TakeAllLosesNothing) {
    ResultList list;
    std::vector<std::vector<int>> taken(3);
    at_once({[&] {
                 list.append(1);
                 list.append(2);
             },
             [&] { taken[0] = take_all(list); }, [&] { taken[1] = take_all(list); }});
    taken[2] = take_all(list);
    std::vector<int> all;
    for (const auto& part : taken) {
        all.insert(all.end(), part.begin(), part.end());
    }
    const auto times = [&](int value) { return std::ranges::count(all, value); };
    LAB_EXPECT("work-missing", times(1) >= 1 && times(2) >= 1)
        << "expected 1 and 2 to be taken once each, got " << text(taken);
    LAB_EXPECT("work-repeated", times(1) <= 1 && times(2) <= 1)
        << "expected 1 and 2 to be taken once each, got " << text(taken);
    LAB_EXPECT("wrong-result", list.size() == 0)
        << "expected an empty list after take_all(), got " << list.size() << " values";
}

TEST(ResultsMore, TakeAllIsOneStep) {
    ResultList list;
    list.append(1);
    list.append(2);
    std::vector<std::vector<int>> taken(2);
    std::vector<int> seen;
    at_once({[&] { taken[0] = take_all(list); }, [&] { taken[1] = take_all(list); },
             [&] { seen = list.snapshot(); }});
    const std::vector<int> all{1, 2};
    const std::size_t values = taken[0].size() + taken[1].size();
    const auto what = "expected one of two calls of take_all() to get 1 2 and the other one "
                      "nothing, got " +
                      text(taken[0]) + " and " + text(taken[1]);
    LAB_EXPECT("work-missing", values >= 2) << what;
    LAB_EXPECT("work-repeated", values <= 2) << what;
    LAB_EXPECT("torn-view", values != 2 || taken[0] == all || taken[1] == all) << what;
    LAB_EXPECT("torn-view", seen.empty() || seen == all)
        << "expected snapshot() to show 1 2 or nothing while others call take_all(), got "
        << text(seen);
}

TEST(ResultsMore, SnapshotHasNoGaps) {
    ResultList list;
    std::vector<std::vector<int>> seen;
    at_once({[&] {
                 list.append(1);
                 lab::Call([&] { list.append(2); }).join();
                 list.append(3);
             },
             [&] {
                 seen.push_back(list.snapshot());
                 seen.push_back(list.snapshot());
             }});
    seen.push_back(list.snapshot());
    const std::vector<int> all{1, 2, 3};
    LAB_ASSERT("wrong-order", seen.back() == all || !std::ranges::is_permutation(seen.back(), all))
        << "expected 1 2 3, appended one after the other by two threads, got " << text(seen.back());
    std::size_t before = 0;
    for (const std::vector<int>& snapshot : seen) {
        LAB_ASSERT("torn-view", snapshot.size() <= 3 &&
                                    std::equal(snapshot.begin(), snapshot.end(), all.begin()))
            << "expected every snapshot to begin with 1, then 2, then 3, got " << text(seen);
        LAB_ASSERT("torn-view", snapshot.size() >= before)
            << "expected a later snapshot to show what an earlier one did, got " << text(seen);
        before = snapshot.size();
    }
    LAB_EXPECT("work-missing", before == 3)
        << "expected 1, 2 and 3 in the list at the end, got " << text(seen.back());
}

TEST(ResultsMore, SizeFitsTheSnapshot) {
    ResultList list;
    std::array<std::size_t, 4> seen{};
    at_once({[&] {
                 list.append(1);
                 list.append(2);
             },
             [&] {
                 seen = {list.snapshot().size(), list.size(), list.size(), 0};
                 seen[3] = list.snapshot().size();
             }});
    LAB_EXPECT("torn-view", seen[1] >= seen[0]) << "expected size() to be at least " << seen[0]
                                                << " after a snapshot of as many, got " << seen[1];
    LAB_EXPECT("torn-view", seen[3] >= seen[2])
        << "expected a snapshot of at least " << seen[2] << " values after size() has said so, got "
        << seen[3];
}

TEST(ResultsMore, EmptyList) {
    ResultList list;
    at_once({[&] {
                 LAB_EXPECT("wrong-result", list.size() == 0)
                     << "expected size() of an empty list to be 0, got " << list.size();
                 LAB_EXPECT("wrong-result", list.snapshot().empty())
                     << "expected an empty snapshot of an empty list, got values";
             },
             [&] {
                 LAB_EXPECT("wrong-result", list.take_all().empty())
                     << "expected nothing to be taken from an empty list, got values";
             }});
    list.append(4);
    const std::vector<int> taken = list.take_all();
    list.append(5);
    LAB_EXPECT("wrong-result", taken == std::vector<int>{4})
        << "expected 4 to be taken, got " << text(taken);
    LAB_EXPECT("wrong-result", list.snapshot() == std::vector<int>{5})
        << "expected 5 in the list, got " << text(list.snapshot());
    const ResultList other;
    LAB_EXPECT("wrong-result", other.size() == 0)
        << "expected a second list to be empty whatever is in the first, got " << other.size()
        << " values";
}

// ---- Task 5 ----

const std::filesystem::path directory = "out/hidden";

std::vector<std::string> lines_of(const std::filesystem::path& path) {
    std::vector<std::string> lines;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line);
    }
    return lines;
}

TEST(FilesMore, TenThreadsFourFiles) {
    constexpr std::size_t threads = 10;
    constexpr std::size_t files = 4;
    constexpr std::size_t each = 100;
    std::filesystem::remove_all(directory);
    std::filesystem::create_directories(directory);
    const auto file_name = [](std::size_t file) { return "file " + std::to_string(file); };
    const auto line_text = [](std::size_t thread, std::size_t i) {
        return std::to_string(thread) + " " + std::to_string(i) +
               std::string(20 + 10 * thread, static_cast<char>('a' + thread));
    };
    std::map<std::string, std::vector<std::string>> expected; // of a thread: in their order
    {
        DataService service(directory);
        std::vector<std::function<void()>> bodies;
        for (std::size_t thread = 0; thread < threads; ++thread) {
            bodies.emplace_back([&, thread] {
                for (std::size_t i = 0; i < each; ++i) {
                    service.save_data(file_name((thread + i) % files), line_text(thread, i));
                }
            });
        }
        at_once(bodies);
    }
    std::size_t found = 0;
    bool ordered = true;
    for (std::size_t file = 0; file < files; ++file) {
        const std::vector<std::string> lines = lines_of(directory / file_name(file));
        for (std::size_t thread = 0; thread < threads; ++thread) {
            auto from = lines.begin();
            for (std::size_t i = 0; i < each; ++i) {
                if ((thread + i) % files == file) {
                    const std::string line = line_text(thread, i);
                    found += static_cast<std::size_t>(std::ranges::count(lines, line));
                    from = std::find(from, lines.end(), line);
                    ordered = ordered && from != lines.end();
                }
            }
        }
        LAB_EXPECT("wrong-result", lines.size() == threads * each / files)
            << "expected 250 lines in each of four files, got " << lines.size() << " in one";
    }
    LAB_EXPECT("wrong-result", found == threads * each)
        << "expected 1000 lines, each once, whole, in the file that it was saved to; they are not";
    LAB_EXPECT("wrong-order", ordered || found != threads * each)
        << "expected the lines of one thread in the order of its calls, got them in another";
}

TEST(FilesMore, NoDirectoryAtFirst) {
    std::filesystem::remove_all(directory);
    std::filesystem::create_directories("out");
    DataService service(directory);
    std::array<bool, 2> thrown{};
    const auto save = [&](std::size_t place) {
        try {
            service.save_data("late.txt", "lost");
        } catch (const std::exception&) {
            thrown.at(place) = true;
        }
    };
    at_once({[&] { save(0); }, [&] { save(1); }});
    LAB_EXPECT("exception-lost", thrown[0] && thrown[1])
        << "expected save_data to throw where there is no directory, it did not";
    std::filesystem::create_directories(directory);
    service.save_data("late.txt", "kept");
    const std::vector<std::string> lines = lines_of(directory / "late.txt");
    LAB_EXPECT("work-missing", lines == std::vector<std::string>{"kept"})
        << "expected one line in the file once the directory is there, got " << lines.size();
}

// ---- Task 6 ----

TEST(TicketsMore, LeftWhileOthersSell) {
    TicketOffice office(2);
    std::vector<int> seen;
    int mine = 0;
    at_once({[&] {
                 for (int i = 0; i < 3; ++i) {
                     mine += office.sell() ? 1 : 0;
                 }
             },
             [&] {
                 for (int i = 0; i < 3; ++i) {
                     seen.push_back(office.left());
                 }
             }});
    seen.push_back(office.left());
    LAB_EXPECT("wrong-result", std::ranges::all_of(seen, [](int n) { return 0 <= n && n <= 2; }))
        << "expected left() of two tickets to be 0, 1 or 2, got " << text(seen);
    LAB_EXPECT("torn-view", std::ranges::is_sorted(seen, std::ranges::greater{}))
        << "expected left() never to go up while others sell, got " << text(seen);
    LAB_EXPECT("wrong-result", mine == 2 && seen.back() == 0)
        << "expected two tickets sold and none left, got " << mine << " sold and " << seen.back()
        << " left";
    TicketOffice none(0);
    LAB_EXPECT("wrong-result", !none.sell() && none.left() == 0)
        << "expected an office without tickets to sell none, got one";
}

TEST(MemoMore, DifferentKeysOverlap) {
    constexpr std::size_t keys = 33; // so that a fixed number of locks for all keys is too few
    Memo memo;
    lab::Rendezvous meeting(keys);
    const auto compute = [&](const std::string& key) {
        meeting.meet();
        return std::stoi(key);
    };
    std::vector<int> values(keys);
    std::vector<std::function<void()>> bodies;
    for (std::size_t i = 0; i < keys; ++i) {
        bodies.emplace_back([&, i] { values[i] = memo.get(std::to_string(i), compute); });
    }
    at_once(bodies);
    LAB_EXPECT("over-serialised", meeting.has_met())
        << "expected 33 keys to be computed at the same time, one waited for another";
    std::vector<int> expected(keys);
    std::iota(expected.begin(), expected.end(), 0);
    LAB_EXPECT("wrong-result", values == expected)
        << "expected each of 33 callers to get the value of its own key, got " << text(values);
}

// Callers who wait for one key: the first one's value has to reach all of them.
TEST(MemoMore, AllWhoWaitAreTold) {
    Memo memo;
    lab::Gate ready;
    const auto compute = [&](const std::string& key) {
        ready.pass();
        return static_cast<int>(key.size());
    };
    std::array<int, 5> values{};
    {
        std::deque<lab::Call> calls;
        for (std::size_t i = 0; i < values.size(); ++i) {
            calls.emplace_back(
                [&, i] { values.at(i) = memo.get(i < 3 ? "tea" : "toast", compute); });
        }
        ready.wait_for_arrivals(2);
        lab::others_ran(0);
        ready.open();
    }
    LAB_EXPECT("wrong-result", (values == std::array{3, 3, 3, 5, 5}))
        << "expected 3 for three callers who ask for \"tea\" and 5 for two who ask for \"toast\", "
           "got others";
    Memo other;
    LAB_EXPECT("wrong-result", other.get("tea", [](const std::string&) { return 9; }) == 9)
        << "expected a second memo to compute for itself, it knows what the first one has computed";
}

struct NoWater : std::exception {};

// A caller of Memo::get(). The first computation of all callers fails.
struct Caller {
    bool computed = false;
    int failures = 0; // how often get() threw
    int value = 0;

    void get(Memo& memo, std::atomic<int>& computations) {
        try {
            value = memo.get("tea", [&](const std::string&) {
                computed = true;
                if (++computations == 1) {
                    throw NoWater();
                }
                return 3;
            });
        } catch (const NoWater&) {
            ++failures;
        }
    }
};

TEST(MemoMore, FailureIsTriedAgain) {
    Memo memo;
    std::atomic<int> computations{0};
    std::array<Caller, 2> callers;
    const auto call = [&](Caller& caller) {
        caller.get(memo, computations);
        if (caller.failures == 1 && !caller.computed) {
            caller.get(memo, computations); // told of somebody else's failure: again, at once
        }
    };
    at_once({[&] { call(callers[0]); }, [&] { call(callers[1]); }});
    for (const Caller& caller : callers) {
        LAB_EXPECT("exception-lost", caller.failures > 0 || caller.value == 3)
            << "expected each caller to get the exception of a computation that failed, or 3 by "
               "the next one, one got "
            << caller.value;
        LAB_EXPECT("exception-lost", caller.failures <= 1)
            << "expected a caller who was told of a failure and calls again to get 3 by a new "
               "computation, it got the old exception";
    }
    LAB_EXPECT("exception-lost", callers[0].failures + callers[1].failures > 0)
        << "expected the exception of a computation that failed to leave get(), it did not";
    Caller next;
    lab::Call again([&] { next.get(memo, computations); });
    LAB_EXPECT("hang", again.settle() == State::returned)
        << "expected the next caller after a failure to compute, it waits for ever";
    again.join();
    LAB_EXPECT("wrong-result", next.value == 3 && computations == 2)
        << "expected the next caller after a failure to get 3 by one more computation, got "
        << next.value << " after " << computations - 1 << " more";
}

TEST(MemoMore, ComputeAsksForAnotherKey) {
    Memo memo;
    const auto length = [](const std::string& key) { return static_cast<int>(key.size()); };
    const auto compute = [&](const std::string& key) {
        return memo.get("water", length) + static_cast<int>(key.size());
    };
    int tea = 0;
    int water = 0;
    at_once({[&] { tea = memo.get("tea", compute); }, [&] { water = memo.get("water", length); }});
    LAB_EXPECT("wrong-result", tea == 8 && water == 5)
        << "expected 5 for \"water\" and 3 more for \"tea\", got " << water << " and " << tea;
}

} // namespace
