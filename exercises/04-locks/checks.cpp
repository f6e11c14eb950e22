// The visible checks of practical 4. Each test is one check of exercise.yaml.
#include "checks.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace checks;
using namespace lab::locks;
using namespace std::chrono_literals;
using State = lab::Call::State;

// ---- Task 1 ----

// Counts what is done with it. For one thread.
class Recorder : public Lockable {
public:
    void lock() override { take(); }
    bool try_lock() override {
        take();
        return true;
    }
    void unlock() override {
        ++returned_;
        stranger_ = stranger_ || std::this_thread::get_id() != holder_;
    }

    int taken() const { return taken_; }
    int returned() const { return returned_; }
    bool stranger() const { return stranger_; }

private:
    void take() {
        ++taken_;
        holder_ = std::this_thread::get_id();
    }

    int taken_ = 0;
    int returned_ = 0;
    bool stranger_ = false;
    std::thread::id holder_;
};

void expect_counts(const Recorder& recorder, int returned, const std::string& when) {
    LAB_EXPECT("wrong-result", recorder.taken() == 1)
        << "expected the lock to have been taken once " << when << ", it was taken "
        << recorder.taken() << " times";
    LAB_EXPECT("lock-leaked", recorder.returned() >= returned)
        << "expected the lock to have been given back " << when << ", it was not";
    LAB_EXPECT("wrong-result", returned > 0 || recorder.returned() == 0)
        << "expected the lock to be held " << when << ", it was given back already";
    LAB_EXPECT("wrong-result", returned == 0 || recorder.returned() <= returned)
        << "expected the lock to have been given back once " << when << ", it was given back "
        << recorder.returned() << " times";
    LAB_EXPECT("misuse", !recorder.stranger())
        << "expected the thread that took the lock to give it back, another one did";
}

TEST(GuardOne, TakesAndGivesBackOnce) {
    Recorder recorder;
    {
        const Guard guard(recorder);
        expect_counts(recorder, 0, "while the Guard lives");
    }
    expect_counts(recorder, 1, "after the Guard's end");
}

TEST(GuardOne, GivesBackWhenAnExceptionPasses) {
    Recorder recorder;
    bool caught = false;
    try {
        const Guard guard(recorder);
        throw std::runtime_error("out");
    } catch (const std::runtime_error&) {
        caught = true;
    }
    LAB_EXPECT("exception-lost", caught)
        << "expected the exception to go on its way through a Guard's scope, it did not";
    expect_counts(recorder, 1, "after an exception has left the Guard's scope");
}

// A real lock. Giving it back without holding it does nothing here.
class Door : public Lockable {
public:
    void lock() override {
        mutex_.lock();
        holder_ = std::this_thread::get_id();
    }
    bool try_lock() override {
        const bool taken = mutex_.try_lock();
        if (taken) {
            holder_ = std::this_thread::get_id();
        }
        return taken;
    }
    void unlock() override {
        if (holder_ == std::this_thread::get_id()) {
            holder_ = std::thread::id();
            mutex_.unlock();
        }
    }

private:
    std::mutex mutex_;
    std::atomic<std::thread::id> holder_;
};

TEST(GuardOne, WaitsForTheOther) {
    Door door;
    auto first = std::make_unique<Guard>(door);
    lab::Call second([&] { const Guard guard(door); });
    const State state = second.settle();
    LAB_EXPECT("misuse", state != State::returned)
        << "expected a second Guard to wait as long as the first one lives, both were inside at "
           "the same time";
    first.reset();
    second.join();
}

// ---- Task 2 ----

void expect_balance(const Account& account, long expected, const std::string& when) {
    const long balance = account.balance();
    LAB_EXPECT("wrong-result", balance == expected)
        << "expected the balance to be " << expected << " " << when << ", got " << balance;
}

TEST(AccountOne, AddsUp) {
    Account account(100);
    expect_balance(account, 100, "at first");
    account.deposit(30);
    expect_balance(account, 130, "after 100 and deposit(30)");
    account.withdraw(50);
    expect_balance(account, 80, "after 100, deposit(30) and withdraw(50)");
    account.withdraw(80);
    expect_balance(account, 0, "after all of it was withdrawn");
}

enum class Outcome { returned, insufficient, invalid, other };

std::string text(Outcome outcome) {
    switch (outcome) {
    case Outcome::returned:
        return "no exception";
    case Outcome::insufficient:
        return "InsufficientFunds";
    case Outcome::invalid:
        return "std::invalid_argument";
    case Outcome::other:
        break;
    }
    return "another exception";
}

Outcome outcome_of(const Function& function) {
    Outcome outcome = Outcome::returned;
    elsewhere([&] {
        try {
            function();
        } catch (const InsufficientFunds&) {
            outcome = Outcome::insufficient;
        } catch (const std::invalid_argument&) {
            outcome = Outcome::invalid;
        } catch (...) {
            outcome = Outcome::other;
        }
    });
    return outcome;
}

void expect_outcome(Outcome expected, const Function& function, const std::string& call) {
    const Outcome outcome = outcome_of(function);
    LAB_EXPECT("api-contract", outcome == expected)
        << "expected " << text(expected) << " from " << call << ", got " << text(outcome);
}

TEST(AccountOne, RefusesWhatCannotBe) {
    Account account(100);
    expect_outcome(
        Outcome::insufficient, [&] { account.withdraw(101); }, "withdraw(101) with 100 there");
    expect_balance(account, 100, "after a withdrawal that was refused");
    expect_outcome(Outcome::invalid, [&] { account.withdraw(0); }, "withdraw(0)");
    expect_outcome(Outcome::invalid, [&] { account.deposit(-1); }, "deposit(-1)");
    expect_balance(account, 100, "after three calls that were refused");
    account.withdraw(100);
    expect_balance(account, 0, "after a withdrawal of all there was");
}

// What notify is called with.
class Told {
public:
    void operator()(long left) {
        const std::scoped_lock lock(mutex_);
        told_.push_back(left);
    }
    std::vector<long> all() const {
        const std::scoped_lock lock(mutex_);
        return told_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<long> told_;
};

TEST(AccountOne, TellsItsObserver) {
    Account account(100);
    Told told;
    account.on_low_balance(50, std::ref(told));
    account.withdraw(50);
    LAB_EXPECT("wrong-result", told.all().empty())
        << "expected no call of notify while 50 are left and the threshold is 50, got one";
    account.withdraw(10);
    account.deposit(5);
    const auto once = told.all();
    LAB_EXPECT("work-missing", !once.empty())
        << "expected a call of notify after a withdrawal that leaves 40, less than the threshold "
           "of 50; got none";
    LAB_EXPECT("work-repeated", once.size() <= 1)
        << "expected one call of notify after one low withdrawal, got " << once.size();
    LAB_EXPECT("wrong-result", once.empty() || once.front() == 40)
        << "expected notify to be called with the 40 that were left, got " << once.front();
}

TEST(AccountOne, TellsOfEachWithdrawal) {
    Account account(100);
    Told told;
    account.on_low_balance(90, std::ref(told));
    together({[&] { account.withdraw(20); }, [&] { account.withdraw(20); }});
    auto all = told.all();
    std::ranges::sort(all, std::greater<>());
    LAB_EXPECT("work-missing", all.size() >= 2)
        << "expected a call of notify for each of two low withdrawals, got " << all.size();
    LAB_EXPECT("work-repeated", all.size() <= 2)
        << "expected a call of notify for each of two low withdrawals, got " << all.size();
    LAB_EXPECT("check-then-act", all.size() != 2 || (all[0] == 80 && all[1] == 60))
        << "expected notify to be told of the 80 and the 60 that two withdrawals left, got "
        << all[0] << " and " << all[1];
}

TEST(AccountOne, TwoWithdrawalsOfMoreThanHalf) {
    Account account(100);
    std::atomic<int> paid{0};
    const Function withdraw = [&] {
        try {
            account.withdraw(70);
            ++paid;
        } catch (const InsufficientFunds&) {
            // the other one was first
        }
    };
    together({withdraw, withdraw});
    const long balance = account.balance();
    LAB_EXPECT("check-then-act", paid < 2 || balance >= 0)
        << "expected one of two withdrawals of 70 from 100 to be refused, both were paid and the "
           "balance is "
        << balance;
    LAB_EXPECT("lost-update", paid < 2 || balance < 0)
        << "expected one of two withdrawals of 70 from 100 to be refused, both were paid and the "
           "balance is "
        << balance;
    LAB_EXPECT("wrong-result", paid > 0)
        << "expected one of two withdrawals of 70 from 100 to be paid, none was";
    LAB_EXPECT("wrong-result", paid != 1 || balance == 30)
        << "expected the balance to be 30 after one withdrawal of 70 from 100, got " << balance;
}

TEST(AccountOne, LosesNothing) {
    Account account(100);
    together({[&] { account.deposit(10); },
              [&] {
                  account.withdraw(20);
                  account.deposit(1);
              }});
    const long balance = account.balance();
    LAB_EXPECT("lost-update", balance == 91)
        << "expected 91 after 100, deposit(10), withdraw(20) and deposit(1) by two threads, got "
        << balance;
}

TEST(AccountOne, RaceFree) {
    Account account(100);
    const std::string much = "a callback may carry much with it, too much to be kept in place";
    std::atomic<std::size_t> letters{0};
    const auto observer = [&letters, much](long) {
        letters.fetch_add(much.size(), std::memory_order_relaxed);
    };
    account.on_low_balance(90, observer);
    together({[&] { account.withdraw(30); },
              [&] {
                  account.deposit(5);
                  account.on_low_balance(80, observer);
              },
              [&] { static_cast<void>(account.balance()); }});
}

// ---- Task 3 ----

// Of what is there.
void expect_transfer(Account& from, Account& to, long amount) {
    bool refused = false;
    try {
        transfer(from, to, amount);
    } catch (const InsufficientFunds&) {
        refused = true;
    }
    LAB_EXPECT("wrong-result", !refused)
        << "expected " << amount << " to be moved from an account that holds as much, transfer "
        << "threw InsufficientFunds";
}

TEST(Transfer, MovesMoney) {
    Account from(100);
    Account to(20);
    expect_transfer(from, to, 60);
    expect_balance(from, 40, "where 60 of 100 were taken");
    expect_balance(to, 80, "where 60 came to 20");
    expect_transfer(to, from, 80);
    expect_balance(from, 120, "where 80 came to 40");
    expect_balance(to, 0, "where all was taken");
}

TEST(Transfer, TotalIsTheSum) {
    Account first(100);
    Account second(20);
    Account third(3);
    const std::array accounts{&first, &second, &third};
    const long sum = total(accounts);
    LAB_EXPECT("wrong-result", sum == 123) << "expected a total of 100 + 20 + 3, got " << sum;
    const long nothing = total({});
    LAB_EXPECT("wrong-result", nothing == 0)
        << "expected a total of 0 for no accounts, got " << nothing;
    elsewhere([&] { static_cast<void>(total(accounts)); });
    transfer(first, third, 10);
    const long after = total(accounts);
    LAB_EXPECT("wrong-result", after == 123)
        << "expected the total to be 123 after a transfer, too, got " << after;
}

TEST(Transfer, EightThreadsRandomPairs) {
    std::array<Account, 4> accounts{Account(100), Account(100), Account(100), Account(100)};
    std::minstd_rand random(4); // the same pairs every time
    std::vector<Function> functions;
    for (int thread = 0; thread < 8; ++thread) {
        const auto from = random() % 4;
        const auto to = (from + 1 + random() % 3) % 4;
        const auto amount = static_cast<long>(1 + random() % 9);
        functions.emplace_back(
            [&, from, to, amount] { transfer(accounts.at(from), accounts.at(to), amount); });
    }
    together(functions);
    const long sum =
        std::accumulate(accounts.begin(), accounts.end(), 0L,
                        [](long so_far, const Account& a) { return so_far + a.balance(); });
    LAB_EXPECT("lost-update", sum == 400)
        << "expected the four accounts to hold 400 after all transfers, got " << sum;
}

TEST(Transfer, AmongDepositsAndWithdrawals) {
    Account first(100);
    Account second(100);
    together({[&] { transfer(first, second, 50); },
              [&] {
                  first.deposit(7);
                  second.withdraw(20);
              }});
    LAB_EXPECT("lost-update", first.balance() == 57 && second.balance() == 130)
        << "expected 57 and 130 after a transfer, a deposit and a withdrawal, got "
        << first.balance() << " and " << second.balance();
}

// All transfers go the same way, in the order of the list and of the addresses: where threads block
// each other for ever is another check's matter.
TEST(Transfer, RaceFree) {
    std::array<Account, 2> pair{Account(100), Account(100)};
    const std::array accounts{&pair[0], &pair[1]};
    const Function pay = [&] { transfer(pair[0], pair[1], 20); };
    together({pay, pay, [&] { static_cast<void>(total(accounts)); },
              [&] {
                  pair[0].deposit(1);
                  static_cast<void>(pair[1].balance());
              }});
}

// ---- Task 4 ----

std::string text(const std::optional<std::string>& value) {
    return value ? "\"" + *value + "\"" : "nothing";
}

void expect_value(const ConfigStore& store, const std::string& key,
                  const std::optional<std::string>& expected, const std::string& when) {
    std::optional<std::string> value;
    elsewhere([&] { value = store.get(key); });
    LAB_EXPECT("wrong-result", value == expected)
        << "expected get(\"" << key << "\") to be " << text(expected) << " " << when << ", got "
        << text(value);
}

TEST(Store, KeepsWhatIsSet) {
    ConfigStore store;
    expect_value(store, "colour", std::nullopt, "at first");
    elsewhere([&] { store.set("colour", "red"); });
    expect_value(store, "colour", "red", "after it was set");
    elsewhere([&] { store.set("colour", ""); });
    store.set("size", "7");
    expect_value(store, "colour", "", "after it was set to an empty text");
    expect_value(store, "size", "7", "after it was set");
    expect_value(store, "shape", std::nullopt, "without ever being set");
}

TEST(Store, CreatesWhatIsMissing) {
    ConfigStore store;
    int calls = 0;
    const auto make = [&] {
        ++calls;
        return std::string("made");
    };
    std::string created;
    elsewhere([&] { created = store.get_or_create("colour", make); });
    LAB_EXPECT("work-missing", calls >= 1)
        << "expected make to be called for a key without a value, it was not";
    LAB_EXPECT("work-repeated", calls <= 1)
        << "expected one call of make for a key without a value, got " << calls;
    LAB_EXPECT("wrong-result", created == "made")
        << "expected get_or_create to return what make returned, got \"" << created << "\"";
    expect_value(store, "colour", "made", "after get_or_create");
    store.set("size", "7");
    std::string found;
    elsewhere([&] { found = store.get_or_create("size", make); });
    LAB_EXPECT("work-repeated", calls <= 1)
        << "expected no call of make for a key that has a value, got one";
    LAB_EXPECT("wrong-result", found == "7")
        << "expected get_or_create to return the value that is there, got \"" << found << "\"";
    store.set("shape", "");
    elsewhere([&] { found = store.get_or_create("shape", make); });
    LAB_EXPECT("work-repeated", calls <= 1)
        << "expected no call of make for a key whose value is an empty text, got one";
    LAB_EXPECT("wrong-result", found.empty())
        << "expected get_or_create to return the empty text that is there, got \"" << found << "\"";
    expect_value(store, "shape", "", "after get_or_create of a key with an empty text");
}

TEST(Store, VisitsEveryEntry) {
    ConfigStore store;
    store.set("colour", "red");
    store.set("size", "7");
    store.set("shape", "round");
    store.set("size", "8");
    std::map<std::string, std::string> seen;
    int calls = 0;
    elsewhere([&] {
        store.visit([&](const std::string& key, const std::string& value) {
            ++calls;
            seen[key] = value;
        });
    });
    LAB_EXPECT("work-missing", seen.size() >= 3)
        << "expected visit to call f for all three entries, it did for " << seen.size();
    LAB_EXPECT("work-repeated", calls <= 3)
        << "expected visit to call f once for each of three entries, got " << calls << " calls";
    const std::map<std::string, std::string> expected{
        {"colour", "red"}, {"shape", "round"}, {"size", "8"}};
    LAB_EXPECT("wrong-result", seen.size() < 3 || seen == expected)
        << "expected visit to call f with each key and its last value, it did not";
}

TEST(Store, LosesNoEntry) {
    ConfigStore store;
    store.set("size", "7");
    together({[&] { store.set("colour", "red"); }, [&] { store.set("shape", "round"); },
              [&] {
                  const std::string name = store.get_or_create("name", [] { return "lab"; });
                  LAB_EXPECT("wrong-result", name == "lab")
                      << "expected get_or_create to return what make returned, got \"" << name
                      << "\"";
              }});
    const std::map<std::string, std::string> expected{
        {"colour", "red"}, {"name", "lab"}, {"shape", "round"}, {"size", "7"}};
    for (const auto& [key, value] : expected) {
        const auto found = store.get(key);
        LAB_EXPECT("lost-update", found == value)
            << "expected get(\"" << key << "\") to be \"" << value
            << "\" after three threads have each stored a value, got " << text(found);
    }
}

TEST(Store, RaceFree) {
    ConfigStore store;
    store.set("size", "a value that is too long for a short string's own storage");
    std::atomic<std::size_t> letters{0};
    together({[&] { store.set("size", "another value that is too long for a short string"); },
              [&] {
                  static_cast<void>(store.get("size"));
                  store.visit([&](const std::string& key, const std::string& value) {
                      letters.fetch_add(key.size() + value.size(), std::memory_order_relaxed);
                  });
              },
              [&] { store.get_or_create("colour", [] { return "red"; }); },
              [&] { store.get_or_create("shape", [] { return "round"; }); }});
}

// ---- Task 5 ----

TEST(GarageOne, WaitsAsleep) {
    // Never destroyed: the car is left where it waits, as whether it can ever get in is the matter
    // of other checks.
    auto& garage = *new Garage(1);
    garage.enter();
    const auto& second = *new lab::Call([&garage] { garage.enter(); });
    const State state = second.settle();
    LAB_EXPECT("bound-ignored", state != State::returned)
        << "expected the second car to wait outside a garage with one space, it went in";
    LAB_EXPECT("busy-wait", state != State::spinning)
        << "expected a car that waits to sleep, it keeps a core busy";
}

TEST(GarageOne, OneSpaceForThree) {
    Garage garage(1);
    lab::PeakMeter meter;
    const Function park = [&] {
        garage.enter();
        {
            const auto entry = meter.entry();
        }
        garage.leave();
    };
    together({park, park, park});
    // one alone has been seen to wait where there is no room: garage-sleeps
    LAB_EXPECT("wait-without-loop", meter.peak() <= 1)
        << "expected no more than one car in a garage with one space, got " << meter.peak()
        << ": one went in after its wait although there was no room";
    LAB_EXPECT("wrong-result", garage.inside() == 0)
        << "expected nobody inside when all have left, got " << garage.inside();
}

TEST(GarageOne, EntersWhenOneLeaves) {
    Garage garage(1);
    garage.enter();
    LAB_EXPECT("wrong-result", garage.inside() == 1)
        << "expected one car inside after one has entered, got " << garage.inside();
    lab::Call second([&] { garage.enter(); });
    const State state = second.settle();
    LAB_EXPECT("bound-ignored", state != State::returned)
        << "expected the second car to wait outside a garage with one space, it went in";
    elsewhere([&] { garage.leave(); });
    second.join();
    LAB_EXPECT("wrong-result", garage.inside() == 1)
        << "expected the second car inside when the first has left, got " << garage.inside()
        << " inside";
    garage.leave();
    LAB_EXPECT("wrong-result", garage.inside() == 0)
        << "expected nobody inside when all have left, got " << garage.inside();
}

TEST(GarageOne, PatienceIsNotNeeded) {
    Garage garage(2);
    const auto start = std::chrono::steady_clock::now();
    const bool first = garage.enter_for(1h);
    const bool second = garage.enter_for(0ms);
    const auto waited = std::chrono::steady_clock::now() - start;
    LAB_ASSERT("wrong-result", first && second)
        << "expected enter_for to be true where there are free spaces, got false";
    LAB_EXPECT("wrong-result", garage.inside() == 2)
        << "expected two cars inside, got " << garage.inside();
    LAB_EXPECT("wrong-deadline", waited == 0ms)
        << "expected enter_for to return at once where there are free spaces, it waited";
}

TEST(GarageOne, RaceFree) {
    Garage garage(1);
    together({[&] {
                  garage.enter();
                  garage.leave();
              },
              [&] {
                  if (garage.enter_for(1h)) {
                      garage.leave();
                  }
              },
              [&] { static_cast<void>(garage.inside()); }});
}

} // namespace
