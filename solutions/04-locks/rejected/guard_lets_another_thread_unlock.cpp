// fails: guard-once (misuse)
#include "locks.hpp"

#include <algorithm>
#include <condition_variable>
#include <limits>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <utility>
#include <vector>

namespace lab::locks {

struct Guard::Impl {
    Lockable& lockable;
};

Guard::Guard(Lockable& lockable) : impl_(new Impl{lockable}) { // HERE
    impl_->lockable.lock();
}

Guard::~Guard() {
    std::thread([this] { impl_->lockable.unlock(); }).join(); // HERE
}

namespace {

void require_positive(long amount) {
    if (amount <= 0) {
        throw std::invalid_argument("an amount has to be positive");
    }
}

} // namespace

struct Account::Impl {
    mutable std::mutex mutex{}; // guards all that follows
    long balance = 0;
    long threshold = std::numeric_limits<long>::min();
    std::function<void(long)> notify{};

    // With the mutex held.
    void take(long amount) {
        if (amount > balance) {
            throw InsufficientFunds();
        }
        balance -= amount;
    }
};

Account::Account(long opening_balance) : impl_(new Impl) {
    impl_->balance = opening_balance;
}

Account::~Account() = default;

void Account::deposit(long amount) {
    require_positive(amount);
    const std::scoped_lock lock(impl_->mutex);
    impl_->balance += amount;
}

void Account::withdraw(long amount) {
    require_positive(amount);
    std::function<void(long)> notify;
    long left = 0;
    {
        const std::scoped_lock lock(impl_->mutex);
        impl_->take(amount);
        left = impl_->balance;
        if (left < impl_->threshold) {
            notify = impl_->notify;
        }
    }
    if (notify) {
        notify(left); // without the lock: it may call us
    }
}

long Account::balance() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->balance;
}

void Account::on_low_balance(long threshold, std::function<void(long)> notify) {
    const std::scoped_lock lock(impl_->mutex);
    impl_->threshold = threshold;
    impl_->notify = std::move(notify);
}

void transfer(Account& from, Account& to, long amount) {
    require_positive(amount);
    if (&from == &to) {
        const std::scoped_lock lock(from.impl_->mutex);
        if (amount > from.impl_->balance) {
            throw InsufficientFunds();
        }
        return;
    }
    const std::scoped_lock lock(from.impl_->mutex, to.impl_->mutex);
    from.impl_->take(amount);
    to.impl_->balance += amount;
}

long total(std::span<Account* const> accounts) {
    std::vector<Account*> each(accounts.begin(), accounts.end());
    std::ranges::sort(each, std::less<>()); // one order for all callers
    const auto repeated = std::ranges::unique(each);
    each.erase(repeated.begin(), repeated.end());
    std::vector<std::unique_lock<std::mutex>> locks;
    locks.reserve(each.size());
    for (const Account* account : each) {
        locks.emplace_back(account->impl_->mutex);
    }
    long sum = 0;
    for (const Account* account : accounts) {
        sum += account->impl_->balance;
    }
    return sum;
}

struct ConfigStore::Impl {
    mutable std::shared_mutex mutex{};
    std::map<std::string, std::string> values{}; // guarded by mutex
};

ConfigStore::ConfigStore() : impl_(new Impl) {}

ConfigStore::~ConfigStore() = default;

std::optional<std::string> ConfigStore::get(const std::string& key) const {
    const std::shared_lock lock(impl_->mutex);
    const auto found = impl_->values.find(key);
    if (found == impl_->values.end()) {
        return std::nullopt;
    }
    return found->second;
}

void ConfigStore::set(const std::string& key, std::string value) {
    const std::unique_lock lock(impl_->mutex);
    impl_->values[key] = std::move(value);
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
    if (const auto value = get(key)) {
        return *value;
    }
    const std::unique_lock lock(impl_->mutex);
    const auto found = impl_->values.find(key); // somebody may have been here meanwhile
    if (found != impl_->values.end()) {
        return found->second;
    }
    return impl_->values[key] = make();
}

struct Garage::Impl {
    std::size_t spaces = 0;
    mutable std::mutex mutex{};
    std::condition_variable left{};
    std::size_t inside = 0; // guarded by mutex
};

Garage::Garage(std::size_t spaces) : impl_(new Impl) {
    impl_->spaces = spaces;
}

Garage::~Garage() = default;

void Garage::enter() {
    std::unique_lock lock(impl_->mutex);
    impl_->left.wait(lock, [this] { return impl_->inside < impl_->spaces; });
    ++impl_->inside;
}

bool Garage::enter_for(std::chrono::milliseconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    std::unique_lock lock(impl_->mutex);
    while (impl_->inside >= impl_->spaces) {
        if (impl_->left.wait_until(lock, deadline) == std::cv_status::timeout &&
            impl_->inside >= impl_->spaces) {
            return false;
        }
    }
    ++impl_->inside;
    return true;
}

void Garage::leave() {
    const std::scoped_lock lock(impl_->mutex);
    if (impl_->inside == 0) {
        throw std::logic_error("nobody is inside");
    }
    --impl_->inside;
    impl_->left.notify_one();
}

std::size_t Garage::inside() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->inside;
}

} // namespace lab::locks
