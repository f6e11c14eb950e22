// Practical 4, locks: the interface. It is given; write your answer in locks.cpp.
// What each function promises is in README.md, under "Contracts".
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>

// For your answer: what nearly every one needs.
#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <utility>
#include <vector>

namespace lab::locks {

// Given: anything that can be locked. The checks bring their own kinds.
class Lockable {
public:
    Lockable() = default;
    virtual ~Lockable() = default;
    Lockable(const Lockable&) = delete;
    Lockable& operator=(const Lockable&) = delete;

    // Waits until the lock is free and takes it.
    virtual void lock() = 0;
    // Takes the lock if it is free, and says whether it has.
    virtual bool try_lock() = 0;
    // Gives the lock back. Only for the thread that holds it.
    virtual void unlock() = 0;
};

// Task 1. Holds a lock for as long as it lives.
class Guard {
public:
    // Waits for the lock and takes it.
    explicit Guard(Lockable& lockable);
    // Gives it back.
    ~Guard();
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

private:
    struct Impl; // yours, in locks.cpp
    std::unique_ptr<Impl> impl_;
};

// Given: what withdraw and transfer throw if there is too little money.
class InsufficientFunds : public std::runtime_error {
public:
    InsufficientFunds() : std::runtime_error("insufficient funds") {}
};

// Task 2. A bank account that any number of threads use at the same time.
class Account {
public:
    explicit Account(long opening_balance);
    ~Account();
    Account(const Account&) = delete;
    Account& operator=(const Account&) = delete;

    // amount <= 0: std::invalid_argument.
    void deposit(long amount);
    // amount <= 0: std::invalid_argument. More than there is: InsufficientFunds.
    void withdraw(long amount);
    long balance() const;
    // From now on, a withdrawal that leaves less than `threshold` calls notify with what it left.
    // notify may call this account's functions.
    void on_low_balance(long threshold, std::function<void(long)> notify);

private:
    friend void transfer(Account& from, Account& to, long amount);
    friend long total(std::span<Account* const> accounts);

    struct Impl; // yours, in locks.cpp
    std::unique_ptr<Impl> impl_;
};

// Task 3. All or nothing, for any pattern of callers, from == to included. Exceptions as withdraw.
void transfer(Account& from, Account& to, long amount);
// The sum of all balances at one moment; never sees half a transfer. No pointer is null.
long total(std::span<Account* const> accounts);

// Task 4. Names and values: many readers at the same time, or one writer.
class ConfigStore {
public:
    ConfigStore();
    ~ConfigStore();
    ConfigStore(const ConfigStore&) = delete;
    ConfigStore& operator=(const ConfigStore&) = delete;

    std::optional<std::string> get(const std::string& key) const;
    void set(const std::string& key, std::string value);
    // Calls f(key, value) for every entry, all of one moment. f may not use the store.
    void visit(const std::function<void(const std::string&, const std::string&)>& f) const;
    // The value of `key`; where there is none, calls make and stores what it returns. One call of
    // make for a key, however many callers ask at once. make may not use the store.
    std::string get_or_create(const std::string& key, const std::function<std::string()>& make);

private:
    struct Impl; // yours, in locks.cpp
    std::unique_ptr<Impl> impl_;
};

// Task 5. A garage with a number of spaces.
class Garage {
public:
    explicit Garage(std::size_t spaces);
    ~Garage();
    Garage(const Garage&) = delete;
    Garage& operator=(const Garage&) = delete;

    // Waits for a free space and takes it.
    void enter();
    // The same, but gives up when `patience` is over. True: it has taken a space.
    bool enter_for(std::chrono::milliseconds patience);
    // Frees a space. Nobody inside: std::logic_error.
    void leave();
    std::size_t inside() const;

private:
    struct Impl; // yours, in locks.cpp
    std::unique_ptr<Impl> impl_;
};

} // namespace lab::locks
