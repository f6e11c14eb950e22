// Whoever needs several accounts takes one more lock first.
#include "locks.hpp"

#include <condition_variable>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <utility>
#include <vector>

namespace lab::locks {

struct Guard::Impl {
    explicit Impl(Lockable& lockable) : guard(lockable) {}
    std::lock_guard<Lockable> guard;
};

Guard::Guard(Lockable& lockable) : impl_(std::make_unique<Impl>(lockable)) {}

Guard::~Guard() = default;

namespace {

void require_positive(long amount) {
    if (amount <= 0) {
        throw std::invalid_argument("not a positive amount");
    }
}

} // namespace

namespace {

// Whoever needs more than one account takes this first: it alone keeps circles away.
std::mutex several;

} // namespace

struct Account::Impl {
    mutable std::mutex mutex{};
    long balance = 0;
    long threshold = 0;
    std::function<void(long)> notify{};

    // These three with the mutex held.
    bool has(long amount) const { return balance >= amount; }
    void add(long amount) { balance += amount; }
    bool is_low() const { return notify && balance < threshold; }
};

Account::Account(long opening_balance) : impl_(std::make_unique<Impl>()) {
    impl_->add(opening_balance);
}

Account::~Account() = default;

void Account::deposit(long amount) {
    require_positive(amount);
    const std::scoped_lock lock(impl_->mutex);
    impl_->add(amount);
}

void Account::withdraw(long amount) {
    require_positive(amount);
    std::vector<std::function<void()>> calls;
    {
        const std::scoped_lock lock(impl_->mutex);
        if (!impl_->has(amount)) {
            throw InsufficientFunds();
        }
        impl_->add(-amount);
        if (impl_->is_low()) {
            calls.emplace_back([notify = impl_->notify, left = impl_->balance] { notify(left); });
        }
    }
    for (const auto& call : calls) {
        call();
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
    const std::scoped_lock outer(several);
    const std::unique_lock first(from.impl_->mutex);
    std::unique_lock second(to.impl_->mutex, std::defer_lock);
    if (&from != &to) {
        second.lock();
    }
    if (!from.impl_->has(amount)) {
        throw InsufficientFunds();
    }
    from.impl_->add(-amount);
    to.impl_->add(amount);
}

long total(std::span<Account* const> accounts) {
    const std::scoped_lock outer(several);
    std::vector<std::pair<Account*, std::unique_lock<std::mutex>>> locked;
    long sum = 0;
    for (Account* account : accounts) {
        bool known = false;
        for (const auto& [other, lock] : locked) {
            known = known || other == account;
        }
        if (!known) {
            locked.emplace_back(account, account->impl_->mutex);
        }
        sum += account->impl_->balance;
    }
    return sum;
}

// Values under a reader-writer lock; whoever makes one holds the lock of its key meanwhile.
struct ConfigStore::Impl {
    std::shared_mutex mutex{};
    std::map<std::string, std::string> values{}; // guarded by mutex
    std::mutex keys_mutex{};
    std::map<std::string, std::mutex> keys{}; // the map is guarded by keys_mutex

    std::mutex& lock_of(const std::string& key) {
        const std::scoped_lock lock(keys_mutex);
        return keys[key]; // stays where it is
    }
};

ConfigStore::ConfigStore() : impl_(new Impl) {}

ConfigStore::~ConfigStore() = default;

std::optional<std::string> ConfigStore::get(const std::string& key) const {
    const std::shared_lock lock(impl_->mutex);
    if (impl_->values.contains(key)) {
        return impl_->values.at(key);
    }
    return {};
}

void ConfigStore::set(const std::string& key, std::string value) {
    const std::scoped_lock lock(impl_->mutex);
    impl_->values.insert_or_assign(key, std::move(value));
}

void ConfigStore::visit(
    const std::function<void(const std::string&, const std::string&)>& f) const {
    const std::shared_lock lock(impl_->mutex);
    for (auto entry = impl_->values.rbegin(); entry != impl_->values.rend(); ++entry) {
        f(entry->first, entry->second);
    }
}

std::string ConfigStore::get_or_create(const std::string& key,
                                       const std::function<std::string()>& make) {
    const std::scoped_lock making(impl_->lock_of(key));
    if (const auto value = get(key)) {
        return *value;
    }
    std::string value = make();
    set(key, value);
    return value;
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
