// Mutexes, conditions and reader-writer locks of POSIX.
#include "locks.hpp"

#include <algorithm>
#include <ctime>
#include <map>
#include <mutex>
#include <pthread.h>
#include <shared_mutex>
#include <utility>
#include <vector>

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

class Mutex {
public:
    Mutex() = default;
    Mutex(const Mutex&) = delete;
    Mutex& operator=(const Mutex&) = delete;
    ~Mutex() { pthread_mutex_destroy(&mutex_); }
    void lock() { pthread_mutex_lock(&mutex_); }
    void unlock() { pthread_mutex_unlock(&mutex_); }

private:
    pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
};

} // namespace

struct Account::Impl {
    Mutex mutex{};
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
    impl_->mutex.lock();
    impl_->balance += amount;
    impl_->mutex.unlock();
}

void Account::withdraw(long amount) {
    require_positive(amount);
    impl_->mutex.lock();
    if (impl_->balance < amount) {
        impl_->mutex.unlock();
        throw InsufficientFunds();
    }
    impl_->balance -= amount;
    const long left = impl_->balance;
    const auto notify = impl_->notify;
    const bool low = left < impl_->threshold;
    impl_->mutex.unlock();
    if (low && notify) {
        notify(left);
    }
}

long Account::balance() const {
    impl_->mutex.lock();
    const long balance = impl_->balance;
    impl_->mutex.unlock();
    return balance;
}

void Account::on_low_balance(long threshold, std::function<void(long)> notify) {
    impl_->mutex.lock();
    impl_->threshold = threshold;
    impl_->notify = std::move(notify);
    impl_->mutex.unlock();
}

// By address.
void transfer(Account& from, Account& to, long amount) {
    require_positive(amount);
    Account* low = std::min(&from, &to, std::less<>());
    Account* high = std::max(&from, &to, std::less<>());
    low->impl_->mutex.lock();
    if (low != high) {
        high->impl_->mutex.lock();
    }
    const bool enough = from.impl_->balance >= amount;
    if (enough) {
        from.impl_->balance -= amount;
        to.impl_->balance += amount;
    }
    if (low != high) {
        high->impl_->mutex.unlock();
    }
    low->impl_->mutex.unlock();
    if (!enough) {
        throw InsufficientFunds();
    }
}

long total(std::span<Account* const> accounts) {
    std::vector<Account*> each(accounts.begin(), accounts.end());
    std::sort(each.begin(), each.end(), std::less<>());
    each.erase(std::unique(each.begin(), each.end()), each.end());
    for (Account* account : each) {
        account->impl_->mutex.lock();
    }
    long sum = 0;
    for (Account* account : accounts) {
        sum += account->impl_->balance;
    }
    for (Account* account : each) {
        account->impl_->mutex.unlock();
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

struct Garage::Impl {
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; // guards inside
    pthread_cond_t left{};
    std::size_t spaces;
    std::size_t inside = 0;

    explicit Impl(std::size_t all) : spaces(all) {
        pthread_condattr_t monotonic;
        pthread_condattr_init(&monotonic);
        pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
        pthread_cond_init(&left, &monotonic);
        pthread_condattr_destroy(&monotonic);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        pthread_cond_destroy(&left);
        pthread_mutex_destroy(&mutex);
    }
};

Garage::Garage(std::size_t spaces) : impl_(std::make_unique<Impl>(spaces)) {}

Garage::~Garage() = default;

void Garage::enter() {
    pthread_mutex_lock(&impl_->mutex);
    while (impl_->inside >= impl_->spaces) {
        pthread_cond_wait(&impl_->left, &impl_->mutex);
    }
    ++impl_->inside;
    pthread_mutex_unlock(&impl_->mutex);
}

bool Garage::enter_for(std::chrono::milliseconds patience) {
    timespec end{};
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += patience.count() / 1000;
    end.tv_nsec += patience.count() % 1000 * 1'000'000;
    if (end.tv_nsec >= 1'000'000'000) {
        end.tv_nsec -= 1'000'000'000;
        ++end.tv_sec;
    }
    pthread_mutex_lock(&impl_->mutex);
    while (impl_->inside >= impl_->spaces &&
           pthread_cond_timedwait(&impl_->left, &impl_->mutex, &end) == 0) {
    }
    const bool room = impl_->inside < impl_->spaces;
    impl_->inside += room ? 1 : 0;
    pthread_mutex_unlock(&impl_->mutex);
    return room;
}

void Garage::leave() {
    pthread_mutex_lock(&impl_->mutex);
    const bool empty = impl_->inside == 0;
    if (!empty) {
        --impl_->inside;
        pthread_cond_signal(&impl_->left);
    }
    pthread_mutex_unlock(&impl_->mutex);
    if (empty) {
        throw std::logic_error("nobody is inside");
    }
}

std::size_t Garage::inside() const {
    pthread_mutex_lock(&impl_->mutex);
    const std::size_t inside = impl_->inside;
    pthread_mutex_unlock(&impl_->mutex);
    return inside;
}

} // namespace lab::locks
