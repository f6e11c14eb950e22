// The hidden checks of practical 4. Each follows from a sentence under "Contracts" in README.md.
#include "checks.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace checks;
using namespace lab::locks;
using namespace std::chrono_literals;
using State = lab::Call::State;
using Clock = std::chrono::steady_clock;

// Whether the call, made elsewhere, throws an Exception.
template <typename Exception>
bool throws(const Function& function) {
    bool thrown = false;
    elsewhere([&] { thrown = lab::throws<Exception>(function); });
    return thrown;
}

// ---- Task 1 ----

template <typename Mutex>
class Adapter : public Lockable {
public:
    void lock() override { mutex_.lock(); }
    bool try_lock() override { return mutex_.try_lock(); }
    void unlock() override { mutex_.unlock(); }

private:
    Mutex mutex_;
};

// Whether another thread could take the lock now.
bool is_free(Lockable& lockable) {
    bool taken = false;
    elsewhere([&] {
        taken = lockable.try_lock();
        if (taken) {
            lockable.unlock();
        }
    });
    return taken;
}

TEST(GuardMore, AnyKindOfLock) {
    static_assert(!std::is_copy_constructible_v<Guard> && !std::is_copy_assignable_v<Guard>);
    Adapter<std::mutex> plain;
    {
        const Guard guard(plain);
        LAB_EXPECT("misuse", !is_free(plain))
            << "expected a std::mutex to be taken while its Guard lives, it was free";
    }
    LAB_EXPECT("lock-leaked", is_free(plain))
        << "expected a std::mutex to be free after its Guard's end, it was not";
    Adapter<std::recursive_mutex> recursive;
    {
        const Guard outer(recursive);
        {
            const Guard inner(recursive);
        }
        LAB_EXPECT("misuse", !is_free(recursive))
            << "expected a std::recursive_mutex to be taken while the outer Guard lives, it was "
               "free";
    }
    LAB_EXPECT("lock-leaked", is_free(recursive))
        << "expected a std::recursive_mutex to be free after both Guards' ends, it was not";
}

// Writes down when it is taken and given back.
class Named : public Lockable {
public:
    Named(std::string name, std::string& log) : name_(std::move(name)), log_(log) {}
    void lock() override { log_ += "+" + name_; }
    bool try_lock() override {
        lock();
        return true;
    }
    void unlock() override { log_ += "-" + name_; }

private:
    std::string name_;
    std::string& log_;
};

// After the ends of both Guards.
void expect_one_return_each(const std::string& log) {
    const std::string got = "; got " + log + " (+ taken, - given back)";
    for (const std::string name : {"A", "B"}) {
        LAB_ASSERT("lock-leaked", log.find("-" + name) != std::string::npos)
            << "expected the lock " << name << " to have been given back by its Guard, it was not"
            << got;
    }
    for (const std::string name : {"A", "B"}) {
        LAB_ASSERT("wrong-result", log.find("-" + name) == log.rfind("-" + name))
            << "expected the lock " << name << " to have been given back once, it was more often"
            << got;
    }
}

TEST(GuardMore, NestedGuards) {
    std::string log;
    Named outer("A", log);
    Named inner("B", log);
    {
        const Guard first(outer);
        const Guard second(inner);
    }
    expect_one_return_each(log);
    if (HasFailure()) {
        return; // the order of what did not happen is nobody's matter
    }
    LAB_EXPECT("wrong-order", log == "+A+B-B-A")
        << "expected the locks A and B to be given back in the order B, A; got " << log
        << " (+ taken, - given back)";
    log.clear();
    auto first = std::make_unique<Guard>(outer);
    const Guard second(inner);
    first.reset();
    LAB_EXPECT("wrong-order", log == "+A+B-A")
        << "expected the Guard that ends first to give back its own lock, A; got " << log
        << " (+ taken, - given back)";
}

class Broken : public Lockable {
public:
    void lock() override { throw std::runtime_error("out of order"); }
    bool try_lock() override { throw std::runtime_error("out of order"); }
    void unlock() override { ++returned_; }
    int returned() const { return returned_; }

private:
    int returned_ = 0;
};

TEST(GuardMore, LockThatFails) {
    Broken broken;
    bool thrown = false;
    try {
        const Guard guard(broken);
    } catch (const std::runtime_error&) {
        thrown = true;
    }
    LAB_EXPECT("exception-lost", thrown)
        << "expected the exception of lock() to reach the caller, it did not";
    LAB_EXPECT("wrong-result", broken.returned() == 0)
        << "expected a lock that was never taken not to be given back, it was";
}

// ---- Task 2 ----

void expect_balance(const Account& account, long expected, const std::string& when) {
    long balance = 0;
    elsewhere([&] { balance = account.balance(); });
    LAB_EXPECT("wrong-result", balance == expected)
        << "expected the balance to be " << expected << " " << when << ", got " << balance;
}

TEST(AccountMore, EveryWayOutGivesTheLockBack) {
    Account account(10);
    const auto expect_way_out = [&](bool thrown, const std::string& call) {
        LAB_EXPECT("api-contract", thrown)
            << "expected " << call << " to throw its exception, it did not";
        elsewhere([&] { account.deposit(1); });
    };
    const auto invalid = throws<std::invalid_argument>;
    expect_way_out(invalid([&] { account.deposit(0); }), "deposit(0)");
    expect_way_out(invalid([&] { account.deposit(-4); }), "deposit(-4)");
    expect_way_out(invalid([&] { account.withdraw(0); }), "withdraw(0)");
    expect_way_out(invalid([&] { account.withdraw(-4); }), "withdraw(-4)");
    expect_way_out(throws<InsufficientFunds>([&] { account.withdraw(1000); }), "withdraw(1000)");
    expect_balance(account, 15, "after 10 and five times deposit(1)");
}

TEST(AccountMore, ObserverUsesTheAccount) {
    Account account(100);
    long told = 0;
    long seen = 0;
    account.on_low_balance(30, [&](long left) {
        told = left;
        seen = account.balance();
        account.deposit(500);
    });
    elsewhere([&] { account.withdraw(80); });
    LAB_EXPECT("wrong-result", told == 20)
        << "expected notify to be called with the 20 that were left, got " << told;
    LAB_EXPECT("wrong-result", seen == 20)
        << "expected balance() to be 20 when notify is called, got " << seen;
    expect_balance(account, 520, "after a withdrawal of 80 and the observer's deposit of 500");

    const std::string words = "a text that is too long to lie in the observer itself";
    std::string kept;
    account.on_low_balance(1000, [&account, &kept, words](long) {
        account.on_low_balance(0, [](long) {});
        kept = words;
    });
    elsewhere([&] { account.withdraw(1); });
    LAB_EXPECT("wrong-result", kept == words)
        << "expected an observer that puts another one in its place to run to its end";
    lab::Rendezvous meeting(2);
    account.on_low_balance(1000, [&](long) { meeting.meet(); });
    together({[&] { account.withdraw(1); }, [&] { account.withdraw(1); }});
    LAB_EXPECT("over-serialised", meeting.has_met())
        << "expected notify of two withdrawals to be under way at the same time, one waits for the "
           "other to end";
    account.on_low_balance(1000, nullptr); // nobody wants to be told
    elsewhere([&] { account.withdraw(1); });
}

TEST(AccountMore, ObserverThrows) {
    Account account(100);
    account.on_low_balance(30, [](long) { throw std::range_error("low"); });
    LAB_EXPECT("exception-lost", throws<std::range_error>([&] { account.withdraw(80); }))
        << "expected an exception of notify to reach the caller of withdraw, it did not";
    expect_balance(account, 20, "after a withdrawal of 80 whose observer threw");
    if (HasFailure()) {
        return; // the next withdrawal might leave too much for a call of notify
    }
    elsewhere([&] { account.deposit(40); });
    LAB_EXPECT("exception-lost", throws<std::range_error>([&] { account.withdraw(50); }))
        << "expected notify to be called, and to throw, a second time; it was not";
    expect_balance(account, 10, "after a deposit of 40 and a withdrawal of 50");
}

TEST(AccountMore, FourReaders) {
    Account account(100);
    const Function read = [&] { static_cast<void>(account.balance()); };
    together({read, read,
              [&] {
                  account.deposit(7);
                  account.withdraw(3);
              },
              read, read});
}

TEST(AccountMore, NobodySleepsWithTheLock) {
    const auto time_of = [](std::size_t threads) {
        Account account(1000);
        const Function use = [&] {
            account.deposit(3);
            account.withdraw(2);
            static_cast<void>(account.balance());
        };
        const auto start = Clock::now();
        together(std::vector<Function>(threads, use));
        return Clock::now() - start;
    };
    const auto alone = time_of(1);
    const auto five = time_of(5);
    LAB_EXPECT("over-serialised", five <= alone)
        << "expected five threads at one account to take no longer than one, they take "
        << (five - alone) / 1us << " microseconds more: somebody pauses with the lock held";
}

// ---- Task 3 ----

TEST(TransferMore, OppositeDirections) {
    Account first(100);
    Account second(100);
    together({[&] { transfer(first, second, 30); }, [&] { transfer(second, first, 45); }});
    expect_balance(first, 115, "after 30 went and 45 came");
    expect_balance(second, 85, "after 45 went and 30 came");
}

TEST(TransferMore, RingOfFive) {
    std::array<Account, 5> ring{Account(10), Account(10), Account(10), Account(10), Account(10)};
    lab::Rendezvous start(5);
    std::vector<Function> functions;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        functions.emplace_back([&ring, &start, i] {
            start.meet();
            transfer(ring.at(i), ring.at((i + 1) % ring.size()), 10);
        });
    }
    together(functions);
    for (const Account& account : ring) {
        const long balance = account.balance();
        LAB_EXPECT("lost-update", balance == 10)
            << "expected 10 in every account after each has passed on 10, got " << balance;
    }
}

TEST(TransferMore, AuditorSeesNoHalfTransfer) {
    Account first(100);
    Account second(100);
    const std::array accounts{&first, &second};
    std::array<long, 2> sums{};
    together({[&] { transfer(first, second, 60); }, [&] { transfer(second, first, 25); },
              [&] {
                  for (long& sum : sums) {
                      sum = total(accounts);
                  }
              }});
    for (const long sum : sums) {
        LAB_EXPECT("torn-view", sum == 200)
            << "expected the total to be 200 at every moment, got " << sum;
    }
}

// Money comes and goes again and again, so that adding up until two sums are equal finds two that
// never were. What is between the two accounts gives it the time.
TEST(TransferMore, TotalBesideDepositsAndWithdrawals) {
    Account first(100);
    std::array<Account, 3> between{Account(0), Account(0), Account(0)};
    Account last(100);
    long sum = 0;
    together(
        {[&] {
             for (int i = 0; i < 3; ++i) {
                 first.deposit(10);
                 last.withdraw(10);
             }
         },
         [&] { sum = total(std::array{&first, &between[0], &between[1], &between[2], &last}); }});
    LAB_EXPECT("torn-view", sum == 200 || sum == 210)
        << "expected a total of 200, or of 210 between a deposit of 10 into one account and the "
           "withdrawal of 10 from another that follows it, got "
        << sum << ", which never was there";
}

TEST(TransferMore, AnyOrderAndRepeated) {
    Account first(100);
    Account second(20);
    long sum = 0;
    elsewhere([&] { sum = total(std::array{&second, &first, &second, &second}); });
    LAB_EXPECT("wrong-result", sum == 160)
        << "expected a total of 20 + 100 + 20 + 20 for a list with one account three times, got "
        << sum;
    std::array<long, 2> sums{};
    together({[&] { sums[0] = total(std::array{&first, &second}); },
              [&] { sums[1] = total(std::array{&second, &first}); },
              [&] { transfer(first, second, 10); }});
    for (const long each : sums) {
        LAB_EXPECT("torn-view", each == 120)
            << "expected the total to be 120 at every moment, got " << each;
    }
}

TEST(TransferMore, ToItself) {
    Account account(100);
    elsewhere([&] { transfer(account, account, 40); });
    expect_balance(account, 100, "after a transfer of 40 to the same account");
    elsewhere([&] { transfer(account, account, 100); });
    LAB_EXPECT("api-contract", throws<InsufficientFunds>([&] { transfer(account, account, 101); }))
        << "expected InsufficientFunds from a transfer of 101 to the same account with 100 there, "
           "it was not thrown";
    expect_balance(account, 100, "after a transfer to the same account that was refused");
}

TEST(TransferMore, TooLittleMoney) {
    Account first(100);
    Account second(20);
    const auto expect_refused = [&](bool thrown, const std::string& what) {
        LAB_EXPECT("api-contract", thrown)
            << "expected a transfer of " << what << " to throw its exception, it did not";
        expect_balance(first, 100, "on the one side of a transfer that was refused");
        expect_balance(second, 20, "on the other side of a transfer that was refused");
    };
    expect_refused(throws<InsufficientFunds>([&] { transfer(first, second, 101); }),
                   "101 with 100 there");
    expect_refused(throws<std::invalid_argument>([&] { transfer(first, second, 0); }), "0");
    expect_refused(throws<std::invalid_argument>([&] { transfer(second, first, -5); }), "-5");
    elsewhere([&] { transfer(first, second, 100); });
    expect_balance(second, 120, "after a transfer of 100");
}

TEST(TransferMore, TwoOfMoreThanHalf) {
    Account from(100);
    Account to(0);
    std::atomic<int> paid{0};
    const Function pay = [&] {
        try {
            transfer(from, to, 70);
            ++paid;
        } catch (const InsufficientFunds&) {
            // the other one was first
        }
    };
    together({pay, pay});
    LAB_EXPECT("check-then-act", paid <= 1)
        << "expected one of two transfers of 70 from 100 to be refused, both were made";
    LAB_EXPECT("wrong-result", paid >= 1)
        << "expected one of two transfers of 70 from 100 to be made, none was";
    LAB_EXPECT("wrong-result", paid != 1 || (from.balance() == 30 && to.balance() == 70))
        << "expected 30 and 70 after one transfer of 70, got " << from.balance() << " and "
        << to.balance();
}

// ---- Task 4 ----

TEST(StoreMore, ReadersTogether) {
    ConfigStore store;
    store.set("colour", "red");
    lab::Rendezvous meeting(4);
    const Function visit = [&] {
        store.visit([&](const std::string&, const std::string&) { meeting.meet(); });
    };
    together({visit, visit, visit, visit});
    LAB_EXPECT("over-serialised", meeting.has_met())
        << "expected four visits under way at the same time, got " << meeting.arrived();
    lab::Gate gate;
    std::optional<std::string> value;
    lab::Call visitor(
        [&] { store.visit([&](const std::string&, const std::string&) { gate.pass(); }); });
    gate.wait_for_arrivals(1);
    lab::Call reader([&] { value = store.get("colour"); });
    const State state = reader.settle();
    gate.open();
    visitor.join();
    reader.join();
    LAB_EXPECT("over-serialised", state == State::returned)
        << "expected get to return while a visit is under way, it waited for the visit's end";
    LAB_EXPECT("wrong-result", value == "red") << "expected get to find the value, it did not";
}

TEST(StoreMore, OldOrNew) {
    ConfigStore store;
    const auto set = [&](const std::string& number) {
        store.set("first", number);
        store.set("second", number);
    };
    set("0");
    std::string first;
    std::string second;
    together({[&] {
                  set("1");
                  set("2");
              },
              [&] {
                  store.visit([&](const std::string& key, const std::string& value) {
                      (key == "first" ? first : second) = value;
                  });
              }});
    // "first" is always set before "second"
    const bool one_moment =
        first == second || (first == "1" && second == "0") || (first == "2" && second == "1");
    LAB_EXPECT("torn-view", one_moment)
        << "expected a visit to see both values as they were at one moment, got \"" << first
        << "\" and \"" << second << "\", which never were there together";
}

TEST(StoreMore, OneMakeForTwo) {
    ConfigStore store;
    std::atomic<int> calls{0};
    const auto make = [&] { return "value " + std::to_string(++calls); };
    std::array<std::string, 2> values;
    together({[&] { values[0] = store.get_or_create("colour", make); },
              [&] { values[1] = store.get_or_create("colour", make); }});
    LAB_EXPECT("work-missing", calls >= 1)
        << "expected one of two callers at once to call make, none did";
    LAB_EXPECT("work-repeated", calls <= 1)
        << "expected one of two callers at once to call make, both did";
    const auto stored = store.get("colour");
    LAB_EXPECT("wrong-result", values[0] == stored && values[1] == stored)
        << "expected both callers to get the value that is stored, they did not";
}

// Two callers at once of a make that throws when it is called first. The other one gets that
// exception, too, or tries anew.
void expect_callers_to_get_over_a_failure() {
    ConfigStore store;
    std::atomic<int> calls{0};
    std::atomic<int> failures{0};
    std::atomic<int> values{0};
    const Function create = [&] {
        try {
            const auto value = store.get_or_create("size", [&]() -> std::string {
                return calls++ == 0 ? throw std::range_error("none") : "7";
            });
            values += value == "7" ? 1 : 0;
        } catch (const std::range_error&) {
            ++failures;
        }
    };
    together({create, create});
    LAB_EXPECT("exception-lost", failures >= 1)
        << "expected an exception of make to reach one of two callers at once, it did not";
    LAB_EXPECT("wrong-result", failures + values == 2)
        << "expected the other of two callers at once to get that exception, too, or the value of "
           "its own make, it got neither";
    const auto stored = store.get("size");
    LAB_EXPECT("wrong-result",
               stored == (values > 0 ? std::optional<std::string>("7") : std::nullopt))
        << "expected to be stored what a make has returned, and nothing if each threw; it is not "
           "so";
}

TEST(StoreMore, MakeThrows) {
    ConfigStore store;
    LAB_EXPECT("exception-lost", throws<std::range_error>([&] {
                   store.get_or_create("colour",
                                       []() -> std::string { throw std::range_error("none"); });
               }))
        << "expected an exception of make to reach the caller of get_or_create, it did not";
    std::optional<std::string> value;
    elsewhere([&] { value = store.get("colour"); });
    LAB_EXPECT("wrong-result", !value.has_value())
        << "expected no value after a make that threw, got \"" << value.value_or("") << "\"";
    std::string created;
    elsewhere([&] { created = store.get_or_create("colour", [] { return "red"; }); });
    LAB_EXPECT("wrong-result", created == "red")
        << "expected the next caller's make to be called after one that threw, it was not";
    LAB_EXPECT("exception-lost", throws<std::range_error>([&] {
                   store.visit([](const std::string&, const std::string&) {
                       throw std::range_error("seen enough");
                   });
               }))
        << "expected an exception of f to reach the caller of visit, it did not";
    elsewhere([&] { store.set("colour", "blue"); });
    expect_callers_to_get_over_a_failure();
    const ConfigStore other;
    LAB_EXPECT("wrong-result", !other.get("colour").has_value())
        << "expected a second store to hold nothing whatever is in the first, it holds a value";
}

// ---- Task 5 ----

struct Waited {
    bool entered = false;
    Clock::duration time{};
};

Waited enter_for(Garage& garage, std::chrono::milliseconds patience) {
    Waited waited;
    elsewhere([&] {
        const auto start = Clock::now();
        waited.entered = garage.enter_for(patience);
        waited.time = Clock::now() - start;
    });
    return waited;
}

// The library's own semaphores look again a little late.
bool is_about(Clock::duration time, std::chrono::milliseconds expected) {
    return time >= expected && time <= expected + expected / 20;
}

void expect_in_vain(const Waited& waited, std::chrono::milliseconds patience) {
    LAB_ASSERT("bound-ignored", !waited.entered)
        << "expected enter_for to be false where no space gets free, it was true";
    LAB_EXPECT("wrong-deadline", is_about(waited.time, patience))
        << "expected enter_for to give up after " << patience / 1ms << " ms, it took "
        << waited.time / 1us << " microseconds";
}

// Of a garage that is full. Whoever sleeps and looks comes late: no usual period ends at that time.
void expect_entry_at_once(Garage& garage) {
    Clock::time_point entered;
    Clock::time_point freed;
    {
        const lab::Call waiting([&] {
            garage.enter();
            entered = Clock::now();
        });
        std::this_thread::sleep_for(101'003us);
        freed = Clock::now();
        garage.leave();
    }
    LAB_EXPECT("polling", entered - freed <= 100us)
        << "expected a car that waits in enter() to get in as soon as a space gets free, it took "
        << (entered - freed) / 1us << " microseconds: it sleeps and looks, sleeps and looks";
}

TEST(GarageMore, GivesUpAfterItsPatience) {
    Garage garage(1);
    garage.enter();
    expect_in_vain(enter_for(garage, 250ms), 250ms);
    expect_in_vain(enter_for(garage, 0ms), 0ms);
    LAB_EXPECT("bound-ignored", garage.inside() == 1)
        << "expected one car inside after two have given up, got " << garage.inside();
    Garage without_spaces(0);
    expect_in_vain(enter_for(without_spaces, 40ms), 40ms);
    if (HasFailure()) {
        return;
    }
    Waited waited;
    {
        const lab::Call patient([&] { waited = enter_for(garage, 250ms); });
        std::this_thread::sleep_for(100ms);
        garage.leave();
    }
    LAB_ASSERT("wrong-result", waited.entered)
        << "expected enter_for(250 ms) to be true if a space gets free after 100 ms, got false";
    LAB_EXPECT("wrong-deadline", is_about(waited.time, 100ms))
        << "expected enter_for(250 ms) to enter when a space gets free, after 100 ms; it took "
        << waited.time / 1us << " microseconds";
    expect_entry_at_once(garage);
}

TEST(GarageMore, OthersTakeTheSpace) {
    Garage garage(1);
    garage.enter();
    Waited waited;
    {
        const lab::Call patient([&] {
            waited = enter_for(garage, 100ms);
            if (waited.entered) {
                garage.leave();
            }
        });
        // every 30 ms one leaves and another one comes, until the patient car has got the space
        for (int i = 0; i < 3; ++i) {
            std::this_thread::sleep_for(30ms);
            garage.leave();
            if (!garage.enter_for(0ms)) {
                break;
            }
        }
    }
    LAB_EXPECT("wrong-deadline", waited.entered || is_about(waited.time, 100ms))
        << "expected enter_for(100 ms) to give up after 100 ms, it took " << waited.time / 1us
        << " microseconds";
    LAB_EXPECT("wrong-deadline", !waited.entered || waited.time <= 105ms)
        << "expected enter_for(100 ms) to enter within 100 ms or not at all, it took "
        << waited.time / 1us << " microseconds";
}

TEST(GarageMore, NoLeaveIsLost) {
    Garage garage(2);
    garage.enter();
    garage.enter();
    std::atomic<int> entered{0};
    const Function enter = [&] {
        garage.enter();
        ++entered;
    };
    const Function leave = [&] { garage.leave(); };
    together({enter, enter, leave, leave});
    LAB_EXPECT("work-missing", entered == 2)
        << "expected two cars to enter when two have left, got " << entered;
    LAB_EXPECT("wrong-result", garage.inside() == 2)
        << "expected two cars inside, got " << garage.inside();
}

// One leaves at the very moment at which the patience of a waiting car ends.
TEST(GarageMore, SpaceAtTheLastMoment) {
    Garage garage(1);
    garage.enter();
    together({[&] { // the first of all, as the clock lets it go on before those that come later
                  std::this_thread::sleep_for(100ms);
                  garage.leave();
              },
              [&] {
                  if (garage.enter_for(100ms)) {
                      garage.leave();
                  }
              },
              [&] {
                  garage.enter();
                  garage.leave();
              }});
    LAB_EXPECT("wrong-result", garage.inside() == 0)
        << "expected nobody inside when all have left, got " << garage.inside();
}

TEST(GarageMore, NobodyInside) {
    Garage garage(2);
    const auto expect_refused = [&](const std::string& when) {
        const bool refused = throws<std::logic_error>([&] { garage.leave(); });
        LAB_ASSERT("wrong-result", garage.inside() == 0)
            << "expected nobody inside after leave() with nobody inside, got " << garage.inside();
        LAB_EXPECT("api-contract", refused)
            << "expected std::logic_error from leave() " << when << ", it was not thrown";
    };
    expect_refused("at first");
    if (HasFailure()) {
        return;
    }
    garage.enter();
    elsewhere([&] { garage.leave(); });
    expect_refused("when the only car has left");
    garage.enter();
    LAB_EXPECT("wrong-result", garage.inside() == 1)
        << "expected one car inside after one has entered, got " << garage.inside();
    const Garage other(2);
    LAB_EXPECT("wrong-result", other.inside() == 0)
        << "expected nobody inside a second garage whoever is in the first, got " << other.inside();
}

} // namespace
