// Patience for the second lock, but not for ever.
#include "locks.hpp"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <utility>
#include <vector>

namespace lab::locks {

// Looks first whether the lock is to be had at once; waits only if it is not.
struct Guard::Impl {
    Lockable& lockable;
};

Guard::Guard(Lockable& lockable) : impl_(new Impl{lockable}) {
    if (!lockable.try_lock()) {
        lockable.lock();
    }
}

Guard::~Guard() {
    impl_->lockable.unlock();
}

namespace {

void require_positive(long amount) {
    if (amount <= 0) {
        throw std::invalid_argument("not a positive amount");
    }
}

} // namespace

struct Account::Impl {
    std::timed_mutex mutex{};
    long balance = 0;
    long threshold = 0;
    std::function<void(long)> notify{};
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
    std::unique_lock lock(impl_->mutex);
    if (impl_->balance < amount) {
        throw InsufficientFunds();
    }
    const long left = impl_->balance -= amount;
    const auto notify = left < impl_->threshold ? impl_->notify : nullptr;
    lock.unlock();
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

// Has patience for the second lock, but not for ever; then gives the first one back and begins
// anew.
void transfer(Account& from, Account& to, long amount) {
    using namespace std::chrono_literals;
    require_positive(amount);
    while (true) {
        const std::unique_lock first(from.impl_->mutex);
        std::unique_lock second(to.impl_->mutex, std::defer_lock);
        if (&from == &to || second.try_lock_for(5ms)) {
            if (from.impl_->balance < amount) {
                throw InsufficientFunds();
            }
            from.impl_->balance -= amount;
            to.impl_->balance += amount;
            return;
        }
    }
}

long total(std::span<Account* const> accounts) {
    using namespace std::chrono_literals;
    std::vector<Account*> each(accounts.begin(), accounts.end());
    std::ranges::sort(each, std::less<>());
    each.erase(std::unique(each.begin(), each.end()), each.end());
    while (true) {
        std::vector<std::unique_lock<std::timed_mutex>> locks;
        for (const Account* account : each) {
            locks.emplace_back(account->impl_->mutex, 5ms);
        }
        if (std::ranges::all_of(locks, [](const auto& lock) { return lock.owns_lock(); })) {
            long sum = 0;
            for (const Account* account : accounts) {
                sum += account->impl_->balance;
            }
            return sum;
        }
    }
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

// The clock of the wait is the one that is not set back; the predicate says when it is over.
struct Garage::Impl {
    std::size_t spaces = 0;
    std::mutex mutex{};
    std::condition_variable left{};
    std::size_t inside = 0; // guarded by mutex
    std::size_t waiting = 0;

    bool room() const { return inside < spaces; }
};

Garage::Garage(std::size_t spaces) : impl_(new Impl) {
    impl_->spaces = spaces;
}

Garage::~Garage() = default;

void Garage::enter() {
    std::unique_lock lock(impl_->mutex);
    ++impl_->waiting;
    impl_->left.wait(lock, [this] { return impl_->room(); });
    --impl_->waiting;
    ++impl_->inside;
}

bool Garage::enter_for(std::chrono::milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    std::unique_lock lock(impl_->mutex);
    ++impl_->waiting;
    const bool room = impl_->left.wait_until(lock, end, [this] { return impl_->room(); });
    --impl_->waiting;
    if (room) {
        ++impl_->inside;
    }
    return room;
}

void Garage::leave() {
    std::unique_lock lock(impl_->mutex);
    if (impl_->inside == 0) {
        throw std::logic_error("nobody is inside");
    }
    --impl_->inside;
    const bool somebody_waits = impl_->waiting > 0;
    lock.unlock();
    if (somebody_waits) {
        impl_->left.notify_one();
    }
}

std::size_t Garage::inside() const {
    const std::unique_lock lock(impl_->mutex);
    return impl_->inside;
}

} // namespace lab::locks
