// Atomic balances, and a lock that only total has alone.
#include "locks.hpp"

#include <atomic>
#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
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

// Money moves one account at a time, with this lock shared; who counts has it alone.
std::shared_mutex counting;

struct Observer {
    long threshold;
    std::function<void(long)> notify;
};

// Takes the amount unless there is too little; returns what is left.
long take(std::atomic<long>& balance, long amount) {
    long now = balance;
    do {
        if (now < amount) {
            throw InsufficientFunds();
        }
    } while (!balance.compare_exchange_weak(now, now - amount));
    return now - amount;
}

} // namespace

struct Account::Impl {
    std::atomic<long> balance;
    std::atomic<std::shared_ptr<const Observer>> observer{};
    explicit Impl(long opening_balance) : balance(opening_balance) {}
};

Account::Account(long opening_balance) : impl_(new Impl(opening_balance)) {}

Account::~Account() = default;

void Account::deposit(long amount) {
    require_positive(amount);
    const std::shared_lock lock(counting);
    impl_->balance += amount;
}

void Account::withdraw(long amount) {
    require_positive(amount);
    std::shared_lock lock(counting);
    const long left = take(impl_->balance, amount);
    lock.unlock();
    const auto observer = impl_->observer.load();
    if (observer && observer->notify && left < observer->threshold) {
        observer->notify(left);
    }
}

long Account::balance() const {
    return impl_->balance;
}

void Account::on_low_balance(long threshold, std::function<void(long)> notify) {
    impl_->observer = std::make_shared<const Observer>(Observer{threshold, std::move(notify)});
}

void transfer(Account& from, Account& to, long amount) {
    require_positive(amount);
    const std::shared_lock lock(counting);
    take(from.impl_->balance, amount);
    to.impl_->balance += amount;
}

long total(std::span<Account* const> accounts) {
    const std::unique_lock lock(counting);
    long sum = 0;
    for (const Account* account : accounts) {
        sum += account->balance();
    }
    return sum;
}

using Values = std::map<std::string, std::string>;

// Nobody changes a map that others can see: writers put a changed copy in its place.
struct ConfigStore::Impl {
    std::mutex writing{}; // one writer at a time
    std::mutex mutex{};   // guards the pointer
    std::shared_ptr<const Values> current = std::make_shared<const Values>();

    std::shared_ptr<const Values> now() {
        const std::scoped_lock lock(mutex);
        return current;
    }

    // With `writing` held.
    void put(const std::string& key, std::string value) {
        auto changed = std::make_shared<Values>(*now());
        (*changed)[key] = std::move(value);
        const std::scoped_lock lock(mutex);
        current = std::move(changed);
    }
};

ConfigStore::ConfigStore() : impl_(new Impl) {}

ConfigStore::~ConfigStore() = default;

std::optional<std::string> ConfigStore::get(const std::string& key) const {
    const auto values = impl_->now();
    const auto found = values->find(key);
    return found == values->end() ? std::nullopt : std::optional(found->second);
}

void ConfigStore::set(const std::string& key, std::string value) {
    const std::scoped_lock lock(impl_->writing);
    impl_->put(key, std::move(value));
}

void ConfigStore::visit(
    const std::function<void(const std::string&, const std::string&)>& f) const {
    const auto values = impl_->now(); // kept: the loop itself would keep no owner
    for (const auto& [key, value] : *values) {
        f(key, value);
    }
}

std::string ConfigStore::get_or_create(const std::string& key,
                                       const std::function<std::string()>& make) {
    const std::scoped_lock lock(impl_->writing);
    if (auto value = get(key)) {
        return *value;
    }
    std::string value = make();
    impl_->put(key, value);
    return value;
}

// Every car that waits has a condition variable of its own, and who leaves hands the space over.
struct Garage::Impl {
    struct Waiting {
        std::condition_variable called{};
        bool has_space = false;
    };

    std::mutex mutex{}; // guards all that follows
    std::size_t spaces = 0;
    std::size_t inside = 0;
    std::list<Waiting*> queue{};
};

Garage::Garage(std::size_t spaces) : impl_(std::make_unique<Impl>()) {
    impl_->spaces = spaces;
}

Garage::~Garage() = default;

void Garage::enter() {
    std::unique_lock lock(impl_->mutex);
    if (impl_->inside < impl_->spaces) {
        ++impl_->inside;
        return;
    }
    Impl::Waiting me;
    impl_->queue.push_back(&me);
    while (!me.has_space) {
        me.called.wait(lock);
    }
}

bool Garage::enter_for(std::chrono::milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    std::unique_lock lock(impl_->mutex);
    if (impl_->inside < impl_->spaces) {
        ++impl_->inside;
        return true;
    }
    Impl::Waiting me;
    const auto place = impl_->queue.insert(impl_->queue.end(), &me);
    if (!me.called.wait_until(lock, end, [&] { return me.has_space; })) {
        impl_->queue.erase(place);
        return false;
    }
    return true;
}

void Garage::leave() {
    const std::scoped_lock lock(impl_->mutex);
    if (impl_->inside == 0) {
        throw std::logic_error("nobody is inside");
    }
    if (impl_->queue.empty()) {
        --impl_->inside;
        return;
    }
    Impl::Waiting& next = *impl_->queue.front();
    impl_->queue.pop_front();
    next.has_space = true; // the number inside stays the same
    next.called.notify_one();
}

std::size_t Garage::inside() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->inside;
}

} // namespace lab::locks
