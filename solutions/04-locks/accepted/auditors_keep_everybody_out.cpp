// Transfers share a lock that total has alone.
#include "locks.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <future>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <utility>

namespace lab::locks {

struct Guard::Impl {
    struct Unlock {
        void operator()(Lockable* lockable) const { lockable->unlock(); }
    };
    std::unique_ptr<Lockable, Unlock> held;
};

Guard::Guard(Lockable& lockable) : impl_(new Impl) {
    lockable.lock();
    impl_->held.reset(&lockable);
}

Guard::~Guard() = default;

namespace {

void require_positive(long amount) {
    if (amount <= 0) {
        throw std::invalid_argument("not a positive amount");
    }
}

} // namespace

namespace {

// Shared by all who change money, exclusive for who counts it.
std::shared_mutex audit;

} // namespace

struct Account::Impl {
    std::mutex mutex{};
    long balance = 0;
    long threshold = 0;
    std::function<void(long)> notify{};
};

Account::Account(long opening_balance) : impl_(std::make_unique<Impl>()) {
    impl_->balance = opening_balance;
}

Account::~Account() = default;

void Account::deposit(long amount) {
    require_positive(amount);
    const std::shared_lock business(audit);
    const std::scoped_lock lock(impl_->mutex);
    impl_->balance += amount;
}

void Account::withdraw(long amount) {
    require_positive(amount);
    std::function<void(long)> notify;
    long left = 0;
    {
        const std::shared_lock business(audit);
        const std::scoped_lock lock(impl_->mutex);
        if (impl_->balance < amount) {
            throw InsufficientFunds();
        }
        left = impl_->balance -= amount;
        if (left < impl_->threshold) {
            notify = impl_->notify;
        }
    }
    if (notify) {
        notify(left);
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

// One account at a time: only `total` could see the money on its way, and it is kept out.
void transfer(Account& from, Account& to, long amount) {
    require_positive(amount);
    const std::shared_lock business(audit);
    {
        const std::scoped_lock lock(from.impl_->mutex);
        if (from.impl_->balance < amount) {
            throw InsufficientFunds();
        }
        from.impl_->balance -= amount;
    }
    const std::scoped_lock lock(to.impl_->mutex);
    to.impl_->balance += amount;
}

long total(std::span<Account* const> accounts) {
    const std::unique_lock everything(audit);
    long sum = 0;
    for (Account* account : accounts) {
        sum += account->balance();
    }
    return sum;
}

// A key whose value is being made has a future, for which later callers wait.
struct ConfigStore::Impl {
    std::mutex mutex{}; // guards both
    std::map<std::string, std::string> values{};
    std::map<std::string, std::shared_future<void>> under_way{};
};

ConfigStore::ConfigStore() : impl_(new Impl) {}

ConfigStore::~ConfigStore() = default;

std::optional<std::string> ConfigStore::get(const std::string& key) const {
    const std::scoped_lock lock(impl_->mutex);
    const auto found = impl_->values.find(key);
    return found == impl_->values.end() ? std::nullopt : std::optional(found->second);
}

void ConfigStore::set(const std::string& key, std::string value) {
    const std::scoped_lock lock(impl_->mutex);
    impl_->values[key] = std::move(value);
}

// Over a copy of its own, so that f runs without a lock.
void ConfigStore::visit(
    const std::function<void(const std::string&, const std::string&)>& f) const {
    const auto copy = [this] {
        const std::scoped_lock lock(impl_->mutex);
        return impl_->values;
    }();
    for (const auto& [key, value] : copy) {
        f(key, value);
    }
}

std::string ConfigStore::get_or_create(const std::string& key,
                                       const std::function<std::string()>& make) {
    std::promise<void> ended;
    std::unique_lock lock(impl_->mutex);
    while (true) {
        if (const auto found = impl_->values.find(key); found != impl_->values.end()) {
            return found->second;
        }
        const auto other = impl_->under_way.find(key);
        if (other == impl_->under_way.end()) {
            break;
        }
        const auto future = other->second;
        lock.unlock();
        future.wait();
        lock.lock(); // it may have failed: look again
    }
    impl_->under_way[key] = ended.get_future().share();
    lock.unlock();
    std::optional<std::string> value;
    std::exception_ptr failure;
    try {
        value = make(); // without the lock
    } catch (...) {
        failure = std::current_exception();
    }
    lock.lock();
    impl_->under_way.erase(key);
    if (value) {
        impl_->values[key] = *value;
    }
    lock.unlock();
    ended.set_value();
    if (failure) {
        std::rethrow_exception(failure);
    }
    return *value;
}

// A reader-writer lock, so that those who only ask share it; hence a condition_variable_any.
struct Garage::Impl {
    std::shared_mutex mutex{};
    std::condition_variable_any left{};
    std::size_t free = 0;
    std::size_t spaces = 0;
};

Garage::Garage(std::size_t spaces) : impl_(new Impl) {
    impl_->spaces = spaces;
    impl_->free = spaces;
}

Garage::~Garage() = default;

void Garage::enter() {
    std::unique_lock lock(impl_->mutex);
    impl_->left.wait(lock, [this] { return impl_->free > 0; });
    --impl_->free;
}

bool Garage::enter_for(std::chrono::milliseconds patience) {
    std::unique_lock lock(impl_->mutex);
    const bool room = impl_->left.wait_for(lock, patience, [this] { return impl_->free > 0; });
    impl_->free -= room ? 1 : 0;
    return room;
}

void Garage::leave() {
    const std::unique_lock lock(impl_->mutex);
    if (impl_->free == impl_->spaces) {
        throw std::logic_error("nobody is inside");
    }
    ++impl_->free;
    impl_->left.notify_one();
}

std::size_t Garage::inside() const {
    const std::shared_lock lock(impl_->mutex);
    return impl_->spaces - impl_->free;
}

} // namespace lab::locks
