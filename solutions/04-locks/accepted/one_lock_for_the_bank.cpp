// One lock for all accounts; a semaphore for the garage.
#include "locks.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <pthread.h>
#include <semaphore>
#include <shared_mutex>
#include <utility>

namespace lab::locks {

struct Guard::Impl {
    Lockable* held = nullptr;
};

Guard::Guard(Lockable& lockable) : impl_(std::make_unique<Impl>()) {
    lockable.lock();
    impl_->held = &lockable;
}

Guard::~Guard() {
    if (Lockable* held = std::exchange(impl_->held, nullptr)) {
        held->unlock();
    }
}

namespace {

void require_positive(long amount) {
    if (amount <= 0) {
        throw std::invalid_argument("not a positive amount");
    }
}

} // namespace

namespace {

// One lock for the whole bank.
std::mutex bank;

} // namespace

struct Account::Impl { // all of it is guarded by `bank`
    long balance;
    long threshold = 0;
    std::function<void(long)> notify{};
};

Account::Account(long opening_balance) : impl_(new Impl{opening_balance}) {}

Account::~Account() = default;

void Account::deposit(long amount) {
    require_positive(amount);
    const std::scoped_lock lock(bank);
    impl_->balance += amount;
}

void Account::withdraw(long amount) {
    require_positive(amount);
    std::function<void(long)> notify;
    long left = 0;
    {
        const std::scoped_lock lock(bank);
        if (impl_->balance < amount) {
            throw InsufficientFunds();
        }
        impl_->balance -= amount;
        left = impl_->balance;
        if (left < impl_->threshold) {
            notify = impl_->notify;
        }
    }
    if (notify) {
        notify(left);
    }
}

long Account::balance() const {
    const std::scoped_lock lock(bank);
    return impl_->balance;
}

void Account::on_low_balance(long threshold, std::function<void(long)> notify) {
    const std::scoped_lock lock(bank);
    impl_->threshold = threshold;
    impl_->notify = std::move(notify);
}

void transfer(Account& from, Account& to, long amount) {
    require_positive(amount);
    const std::scoped_lock lock(bank);
    if (from.impl_->balance < amount) {
        throw InsufficientFunds();
    }
    from.impl_->balance -= amount;
    to.impl_->balance += amount;
}

long total(std::span<Account* const> accounts) {
    const std::scoped_lock lock(bank);
    long sum = 0;
    for (const Account* account : accounts) {
        sum += account->impl_->balance;
    }
    return sum;
}

namespace {

class ReadWriteLock {
public:
    ReadWriteLock() = default;
    ReadWriteLock(const ReadWriteLock&) = delete;
    ReadWriteLock& operator=(const ReadWriteLock&) = delete;
    ~ReadWriteLock() { pthread_rwlock_destroy(&lock_); }
    void lock() { pthread_rwlock_wrlock(&lock_); }
    void unlock() { pthread_rwlock_unlock(&lock_); }
    void lock_shared() { pthread_rwlock_rdlock(&lock_); }
    void unlock_shared() { pthread_rwlock_unlock(&lock_); }

private:
    pthread_rwlock_t lock_ = PTHREAD_RWLOCK_INITIALIZER;
};

} // namespace

struct ConfigStore::Impl {
    ReadWriteLock mutex{};
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
