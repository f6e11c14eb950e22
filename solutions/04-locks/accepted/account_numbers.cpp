// Accounts in the order of their numbers, with recursive mutexes; a space handed over to the next
// car.
#include "locks.hpp"

#include <atomic>
#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>
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

// Every account has a number, and whoever needs several takes them in the order of their numbers.
// The mutex is recursive, so that members may call each other.
struct Account::Impl {
    static inline std::atomic<int> last_number{0};

    const int number = ++last_number;
    mutable std::recursive_mutex mutex{};
    long balance = 0;
    std::optional<long> threshold{};
    std::function<void(long)> notify{};
};

Account::Account(long opening_balance) : impl_(std::make_unique<Impl>()) {
    impl_->balance = opening_balance;
}

Account::~Account() = default;

void Account::deposit(long amount) {
    require_positive(amount);
    const std::lock_guard lock(impl_->mutex);
    impl_->balance = balance() + amount;
}

void Account::withdraw(long amount) {
    require_positive(amount);
    std::function<void()> afterwards = [] {};
    {
        const std::lock_guard lock(impl_->mutex);
        if (balance() < amount) {
            throw InsufficientFunds();
        }
        impl_->balance = balance() - amount;
        if (impl_->threshold && impl_->notify && balance() < *impl_->threshold) {
            afterwards = [notify = impl_->notify, left = balance()] { notify(left); };
        }
    }
    afterwards();
}

long Account::balance() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->balance;
}

void Account::on_low_balance(long threshold, std::function<void(long)> notify) {
    const std::lock_guard lock(impl_->mutex);
    impl_->threshold = threshold;
    impl_->notify = std::move(notify);
}

void transfer(Account& from, Account& to, long amount) {
    require_positive(amount);
    Account& low = from.impl_->number < to.impl_->number ? from : to;
    Account& high = &low == &from ? to : from;
    const std::lock_guard first(low.impl_->mutex);
    const std::lock_guard second(high.impl_->mutex); // recursive: may be the same one
    if (from.balance() < amount) {
        throw InsufficientFunds();
    }
    from.impl_->balance -= amount;
    to.deposit(amount);
}

long total(std::span<Account* const> accounts) {
    std::map<int, Account*> by_number;
    for (Account* account : accounts) {
        by_number.emplace(account->impl_->number, account);
    }
    std::vector<std::unique_lock<std::recursive_mutex>> locks;
    for (const auto& [number, account] : by_number) {
        locks.emplace_back(account->impl_->mutex);
    }
    long sum = 0;
    for (const Account* account : accounts) {
        sum += account->balance();
    }
    return sum;
}

struct ConfigStore::Impl {
    std::shared_mutex mutex{};
    std::unordered_map<std::string, std::string> values{};
};

ConfigStore::ConfigStore() : impl_(new Impl) {}

ConfigStore::~ConfigStore() = default;

std::optional<std::string> ConfigStore::get(const std::string& key) const {
    const std::shared_lock lock(impl_->mutex);
    const auto found = impl_->values.find(key);
    return found == impl_->values.end() ? std::nullopt : std::optional(found->second);
}

void ConfigStore::set(const std::string& key, std::string value) {
    const std::unique_lock lock(impl_->mutex);
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
    const std::unique_lock lock(impl_->mutex);
    auto found = impl_->values.find(key);
    if (found == impl_->values.end()) {
        found = impl_->values.emplace(key, make()).first;
    }
    return found->second;
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
