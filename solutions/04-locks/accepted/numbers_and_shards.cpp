// Numbers instead of addresses, a total that recurses, a store in shards, a POSIX semaphore.
#include "locks.hpp"
#include <array>
#include <atomic>
#include <climits>
#include <map>
#include <mutex>
#include <semaphore.h>
#include <set>
#include <shared_mutex>
#include <time.h>
#include <utility>
#include <variant>
#include <vector>

namespace lab::locks {

struct Guard::Impl {
    explicit Impl(Lockable& l) : held(&l, [](Lockable* p) { p->unlock(); }) {}
    std::unique_ptr<Lockable, void (*)(Lockable*)> held;
};
Guard::Guard(Lockable& lockable) {
    lockable.lock();
    try {
        impl_ = std::make_unique<Impl>(lockable);
    } catch (...) {
        lockable.unlock();
        throw;
    }
}
Guard::~Guard() = default;

struct Account::Impl {
    static inline std::atomic<unsigned long> last_number{0};
    const unsigned long number = ++last_number;
    std::recursive_timed_mutex mutex{}; // guards the rest
    long money = 0;
    std::pair<long, std::function<void(long)>> watch{LONG_MIN, nullptr};
};

namespace {
using Hold = std::lock_guard<std::recursive_timed_mutex>;
long checked(long amount) {
    return amount > 0 ? amount : throw std::invalid_argument("amount");
}
} // namespace

Account::Account(long opening_balance) : impl_(std::make_unique<Impl>()) {
    impl_->money = opening_balance;
}
Account::~Account() = default;

void Account::deposit(long amount) {
    checked(amount);
    const Hold hold(impl_->mutex);
    impl_->money += amount;
}

void Account::withdraw(long amount) {
    checked(amount);
    const auto tell = [&]() -> std::function<void()> {
        const Hold hold(impl_->mutex);
        if (balance() < amount) { // once more the same lock
            throw InsufficientFunds();
        }
        impl_->money -= amount;
        if (impl_->money < impl_->watch.first && impl_->watch.second) {
            return [notify = impl_->watch.second, left = impl_->money] { notify(left); };
        }
        return [] {};
    }();
    tell();
}

long Account::balance() const {
    const Hold hold(impl_->mutex);
    return impl_->money;
}

void Account::on_low_balance(long threshold, std::function<void(long)> notify) {
    std::pair watch{threshold, std::move(notify)};
    const Hold hold(impl_->mutex);
    impl_->watch.swap(watch);
}

void transfer(Account& from, Account& to, long amount) {
    checked(amount);
    const bool in_order = from.impl_->number < to.impl_->number;
    const Hold first((in_order ? from : to).impl_->mutex);
    const Hold second((in_order ? to : from).impl_->mutex); // the same one twice is fine
    if (amount > from.impl_->money) {
        throw InsufficientFunds();
    }
    from.impl_->money -= amount;
    to.impl_->money += amount;
}

long total(std::span<Account* const> accounts) {
    const auto number = [](const Account* account) { return account->impl_->number; };
    const auto less = [&](const Account* a, const Account* b) { return number(a) < number(b); };
    const std::multiset<const Account*, decltype(less)> sorted(accounts.begin(), accounts.end(),
                                                               less);
    const std::function<long(decltype(sorted.begin()))> from = [&](auto place) -> long {
        if (place == sorted.end()) {
            return 0;
        }
        const Hold hold((*place)->impl_->mutex);
        return (*place)->balance() + from(std::next(place));
    };
    return from(sorted.begin());
}

struct ConfigStore::Impl {
    struct Shard {
        mutable std::shared_mutex mutex{};
        std::map<std::string, std::string> values{};
    };
    std::array<Shard, 4> shards{};
    Shard& of(const std::string& key) {
        return shards[std::hash<std::string>()(key) % shards.size()];
    }
};
ConfigStore::ConfigStore() : impl_(std::make_unique<Impl>()) {}
ConfigStore::~ConfigStore() = default;

std::optional<std::string> ConfigStore::get(const std::string& key) const {
    const Impl::Shard& shard = impl_->of(key);
    const std::shared_lock lock(shard.mutex);
    if (const auto found = shard.values.find(key); found != shard.values.end()) {
        return found->second;
    }
    return std::nullopt;
}

void ConfigStore::set(const std::string& key, std::string value) {
    Impl::Shard& shard = impl_->of(key);
    const std::lock_guard lock(shard.mutex);
    shard.values[key].swap(value);
}

void ConfigStore::visit(
    const std::function<void(const std::string&, const std::string&)>& f) const {
    std::vector<std::shared_lock<std::shared_mutex>> all;
    for (const auto& shard : impl_->shards) {
        all.emplace_back(shard.mutex);
    }
    for (const auto& shard : impl_->shards) {
        for (const auto& [key, value] : shard.values) {
            f(key, value);
        }
    }
}

std::string ConfigStore::get_or_create(const std::string& key,
                                       const std::function<std::string()>& make) {
    for (auto value = get(key); value;) {
        return *value;
    }
    Impl::Shard& shard = impl_->of(key);
    const std::lock_guard lock(shard.mutex);
    if (shard.values.count(key) == 0) {
        std::string made = make();
        shard.values[key] = std::move(made);
    }
    return shard.values.at(key);
}

struct Garage::Impl {
    explicit Impl(std::size_t spaces) {
        sem_init(&free, 0, static_cast<unsigned>(std::min<std::size_t>(spaces, SEM_VALUE_MAX)));
    }
    ~Impl() { sem_destroy(&free); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    sem_t free{};
    std::atomic<std::size_t> inside{0};
};
Garage::Garage(std::size_t spaces) : impl_(std::make_unique<Impl>(spaces)) {}
Garage::~Garage() = default;

void Garage::enter() {
    while (sem_wait(&impl_->free) != 0) {
    }
    ++impl_->inside;
}

bool Garage::enter_for(std::chrono::milliseconds patience) {
    timespec until{};
    clock_gettime(CLOCK_MONOTONIC, &until);
    const auto nanoseconds = std::chrono::nanoseconds(patience).count() + until.tv_nsec;
    until.tv_sec += nanoseconds / 1'000'000'000;
    until.tv_nsec = nanoseconds % 1'000'000'000;
    while (sem_clockwait(&impl_->free, CLOCK_MONOTONIC, &until) != 0) {
        if (errno == ETIMEDOUT) {
            return false;
        }
    }
    ++impl_->inside;
    return true;
}

void Garage::leave() {
    std::size_t n = impl_->inside.load();
    do {
        if (n == 0) {
            throw std::logic_error("nobody inside");
        }
    } while (!impl_->inside.compare_exchange_weak(n, n - 1));
    sem_post(&impl_->free);
}

std::size_t Garage::inside() const {
    return impl_->inside.load();
}

} // namespace lab::locks
