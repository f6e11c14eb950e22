// Both accounts in one step, by std::lock; a garage that wakes everybody.
#include "locks.hpp"

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <utility>

namespace lab::locks {

struct Guard::Impl {
    std::unique_lock<Lockable> lock;
};

Guard::Guard(Lockable& lockable) : impl_(new Impl{std::unique_lock(lockable)}) {}

Guard::~Guard() = default;

struct Account::Impl {
    std::mutex mutex;
    long balance;
    long threshold = 0;
    std::function<void(long)> notify;

    explicit Impl(long opening_balance) : balance(opening_balance) {}
};

Account::Account(long opening_balance) : impl_(std::make_unique<Impl>(opening_balance)) {}

Account::~Account() = default;

void Account::deposit(long amount) {
    if (amount <= 0) {
        throw std::invalid_argument("deposit");
    }
    std::lock_guard lock(impl_->mutex);
    impl_->balance += amount;
}

void Account::withdraw(long amount) {
    if (amount <= 0) {
        throw std::invalid_argument("withdraw");
    }
    std::unique_lock lock(impl_->mutex);
    if (impl_->balance < amount) {
        throw InsufficientFunds();
    }
    impl_->balance -= amount;
    if (impl_->notify && impl_->balance < impl_->threshold) {
        const auto notify = impl_->notify;
        const long left = impl_->balance;
        lock.unlock();
        notify(left);
    }
}

long Account::balance() const {
    std::lock_guard lock(impl_->mutex);
    return impl_->balance;
}

void Account::on_low_balance(long threshold, std::function<void(long)> notify) {
    std::lock_guard lock(impl_->mutex);
    impl_->threshold = threshold;
    impl_->notify = std::move(notify);
}

void transfer(Account& from, Account& to, long amount) {
    if (amount <= 0) {
        throw std::invalid_argument("transfer");
    }
    if (&from == &to) {
        if (from.balance() < amount) {
            throw InsufficientFunds();
        }
        return;
    }
    std::lock(from.impl_->mutex, to.impl_->mutex);
    std::lock_guard first(from.impl_->mutex, std::adopt_lock);
    std::lock_guard second(to.impl_->mutex, std::adopt_lock);
    if (from.impl_->balance < amount) {
        throw InsufficientFunds();
    }
    from.impl_->balance -= amount;
    to.impl_->balance += amount;
}

long total(std::span<Account* const> accounts) {
    std::set<Account*, std::less<>> each(accounts.begin(), accounts.end());
    std::vector<std::unique_lock<std::mutex>> locks;
    for (Account* account : each) {
        locks.emplace_back(account->impl_->mutex);
    }
    long sum = 0;
    for (Account* account : accounts) {
        sum += account->impl_->balance;
    }
    return sum;
}

struct ConfigStore::Impl {
    std::shared_timed_mutex mutex{};
    std::map<std::string, std::string> values{};
};

ConfigStore::ConfigStore() : impl_(new Impl) {}

ConfigStore::~ConfigStore() = default;

std::optional<std::string> ConfigStore::get(const std::string& key) const {
    const std::shared_lock lock(impl_->mutex);
    const auto found = impl_->values.find(key);
    return found == impl_->values.end() ? std::nullopt : std::optional(found->second);
}

void ConfigStore::set(const std::string& key, std::string value) {
    const std::lock_guard lock(impl_->mutex);
    impl_->values.insert_or_assign(key, std::move(value));
}

void ConfigStore::visit(
    const std::function<void(const std::string&, const std::string&)>& f) const {
    const std::shared_lock lock(impl_->mutex);
    for (const auto& [key, value] : impl_->values) {
        f(key, value);
    }
}

std::string ConfigStore::get_or_create(const std::string& key,
                                       const std::function<std::string()>& make) {
    const std::lock_guard lock(impl_->mutex);
    auto found = impl_->values.find(key);
    if (found == impl_->values.end()) {
        found = impl_->values.emplace(key, make()).first;
    }
    return found->second;
}

struct Garage::Impl {
    const std::size_t spaces;
    std::mutex mutex{};
    std::condition_variable changed{};
    std::size_t inside = 0; // guarded by mutex
};

Garage::Garage(std::size_t spaces) : impl_(new Impl{spaces}) {}

Garage::~Garage() = default;

void Garage::enter() {
    std::unique_lock lock(impl_->mutex);
    while (impl_->inside >= impl_->spaces) {
        impl_->changed.wait(lock);
    }
    ++impl_->inside;
}

bool Garage::enter_for(std::chrono::milliseconds patience) {
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    std::unique_lock lock(impl_->mutex);
    while (impl_->inside >= impl_->spaces) {
        const auto left = patience - (Clock::now() - begin); // what is left of the patience
        if (left <= Clock::duration::zero()) {
            return false;
        }
        impl_->changed.wait_for(lock, left);
    }
    ++impl_->inside;
    return true;
}

void Garage::leave() {
    {
        const std::scoped_lock lock(impl_->mutex);
        if (impl_->inside == 0) {
            throw std::logic_error("nobody is inside");
        }
        --impl_->inside;
    }
    impl_->changed.notify_all();
}

std::size_t Garage::inside() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->inside;
}

} // namespace lab::locks
