// A semaphore with one permit for each account, taken by address.
#include "locks.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <utility>
#include <vector>

namespace lab::locks {

struct Guard::Impl {
    std::optional<std::unique_lock<Lockable>> lock;
};

Guard::Guard(Lockable& lockable) : impl_(std::make_unique<Impl>()) {
    impl_->lock.emplace(lockable);
}

Guard::~Guard() {
    impl_->lock.reset();
}

namespace {

void require_positive(long amount) {
    if (amount <= 0) {
        throw std::invalid_argument("not a positive amount");
    }
}

} // namespace

namespace {

// A semaphore with one permit is a lock as well.
class Permit {
public:
    void lock() { semaphore_.acquire(); }
    void unlock() { semaphore_.release(); }

private:
    std::binary_semaphore semaphore_{1};
};

} // namespace

struct Account::Impl {
    Permit permit{};
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
    const std::lock_guard lock(impl_->permit);
    impl_->balance += amount;
}

void Account::withdraw(long amount) {
    require_positive(amount);
    std::unique_lock lock(impl_->permit);
    if (impl_->balance < amount) {
        throw InsufficientFunds();
    }
    const long left = impl_->balance -= amount;
    std::function<void(long)> notify;
    if (left < impl_->threshold) {
        notify = impl_->notify;
    }
    lock.unlock();
    if (notify) {
        notify(left);
    }
}

long Account::balance() const {
    const std::lock_guard lock(impl_->permit);
    return impl_->balance;
}

void Account::on_low_balance(long threshold, std::function<void(long)> notify) {
    const std::lock_guard lock(impl_->permit);
    impl_->threshold = threshold;
    impl_->notify = std::move(notify);
}

// By address, both here and in total.
void transfer(Account& from, Account& to, long amount) {
    require_positive(amount);
    std::vector<Account*> both{&from};
    if (&from != &to) {
        both.push_back(&to);
    }
    std::ranges::sort(both, std::less<>());
    std::vector<std::unique_lock<Permit>> locks;
    for (const Account* account : both) {
        locks.emplace_back(account->impl_->permit);
    }
    if (from.impl_->balance < amount) {
        throw InsufficientFunds();
    }
    from.impl_->balance -= amount;
    to.impl_->balance += amount;
}

long total(std::span<Account* const> accounts) {
    std::vector<Account*> each(accounts.begin(), accounts.end());
    std::ranges::sort(each, std::less<>());
    each.erase(std::unique(each.begin(), each.end()), each.end());
    std::vector<std::unique_lock<Permit>> locks;
    for (const Account* account : each) {
        locks.emplace_back(account->impl_->permit);
    }
    long sum = 0;
    for (const Account* account : accounts) {
        sum += account->impl_->balance;
    }
    return sum;
}

namespace {

// Many readers or one writer; a writer that waits keeps new readers out.
class ReadersAndWriters {
public:
    void lock() {
        std::unique_lock lock(mutex_);
        ++waiting_writers_;
        changed_.wait(lock, [this] { return readers_ == 0 && !writing_; });
        --waiting_writers_;
        writing_ = true;
    }
    void unlock() {
        const std::scoped_lock lock(mutex_);
        writing_ = false;
        changed_.notify_all();
    }
    void lock_shared() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return waiting_writers_ == 0 && !writing_; });
        ++readers_;
    }
    void unlock_shared() {
        const std::scoped_lock lock(mutex_);
        if (--readers_ == 0) {
            changed_.notify_all();
        }
    }

private:
    std::mutex mutex_; // guards all that follows
    std::condition_variable changed_;
    int readers_ = 0;
    int waiting_writers_ = 0;
    bool writing_ = false;
};

} // namespace

struct ConfigStore::Impl {
    ReadersAndWriters access{};
    std::map<std::string, std::string> values{};
};

ConfigStore::ConfigStore() : impl_(new Impl) {}

ConfigStore::~ConfigStore() = default;

std::optional<std::string> ConfigStore::get(const std::string& key) const {
    const std::shared_lock lock(impl_->access);
    const auto found = impl_->values.find(key);
    return found == impl_->values.end() ? std::nullopt : std::optional(found->second);
}

void ConfigStore::set(const std::string& key, std::string value) {
    const std::unique_lock lock(impl_->access);
    impl_->values.insert_or_assign(key, std::move(value));
}

void ConfigStore::visit(
    const std::function<void(const std::string&, const std::string&)>& f) const {
    const std::shared_lock lock(impl_->access);
    for (const auto& [key, value] : impl_->values) {
        f(key, value);
    }
}

std::string ConfigStore::get_or_create(const std::string& key,
                                       const std::function<std::string()>& make) {
    const std::unique_lock lock(impl_->access);
    auto found = impl_->values.find(key);
    if (found == impl_->values.end()) {
        found = impl_->values.emplace(key, make()).first;
    }
    return found->second;
}

// A permit for each space; the count is there for those who ask.
struct Garage::Impl {
    std::counting_semaphore<> free;
    std::atomic<std::size_t> inside{0};
    explicit Impl(std::size_t spaces) : free(static_cast<std::ptrdiff_t>(spaces)) {}
};

Garage::Garage(std::size_t spaces) : impl_(std::make_unique<Impl>(spaces)) {}

Garage::~Garage() = default;

void Garage::enter() {
    impl_->free.acquire();
    ++impl_->inside;
}

bool Garage::enter_for(std::chrono::milliseconds patience) {
    if (!impl_->free.try_acquire_for(patience)) {
        return false;
    }
    ++impl_->inside;
    return true;
}

void Garage::leave() {
    std::size_t inside = impl_->inside;
    do {
        if (inside == 0) {
            throw std::logic_error("nobody is inside");
        }
    } while (!impl_->inside.compare_exchange_weak(inside, inside - 1));
    impl_->free.release();
}

std::size_t Garage::inside() const {
    return impl_->inside;
}

} // namespace lab::locks
