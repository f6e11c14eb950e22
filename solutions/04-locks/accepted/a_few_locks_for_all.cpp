// Four locks for all accounts; a future for each value that is being made.
#include "locks.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <future>
#include <map>
#include <mutex>
#include <utility>

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

namespace {

// Four locks for all accounts; each account belongs to one of them.
std::array<std::mutex, 4> stripes;
std::atomic<std::size_t> next_stripe{0};

} // namespace

struct Account::Impl {
    std::size_t stripe = next_stripe++ % stripes.size();
    long balance = 0;
    long threshold = 0;
    std::function<void(long)> notify{};

    std::mutex& mutex() const { return stripes.at(stripe); }
};

Account::Account(long opening_balance) : impl_(new Impl) {
    impl_->balance = opening_balance;
}

Account::~Account() = default;

void Account::deposit(long amount) {
    require_positive(amount);
    const std::scoped_lock lock(impl_->mutex());
    impl_->balance += amount;
}

void Account::withdraw(long amount) {
    require_positive(amount);
    std::optional<std::function<void()>> call;
    {
        const std::scoped_lock lock(impl_->mutex());
        if (impl_->balance < amount) {
            throw InsufficientFunds();
        }
        impl_->balance -= amount;
        if (impl_->notify && impl_->balance < impl_->threshold) {
            call = std::bind(impl_->notify, impl_->balance);
        }
    }
    if (call) {
        (*call)();
    }
}

long Account::balance() const {
    const std::scoped_lock lock(impl_->mutex());
    return impl_->balance;
}

void Account::on_low_balance(long threshold, std::function<void(long)> notify) {
    const std::scoped_lock lock(impl_->mutex());
    impl_->threshold = threshold;
    impl_->notify = std::move(notify);
}

void transfer(Account& from, Account& to, long amount) {
    require_positive(amount);
    const auto [low, high] = std::minmax(from.impl_->stripe, to.impl_->stripe);
    const std::unique_lock first(stripes.at(low));
    std::unique_lock<std::mutex> second;
    if (low != high) {
        second = std::unique_lock(stripes.at(high));
    }
    if (from.impl_->balance < amount) {
        throw InsufficientFunds();
    }
    from.impl_->balance -= amount;
    to.impl_->balance += amount;
}

long total(std::span<Account* const> accounts) {
    const std::scoped_lock all(stripes[0], stripes[1], stripes[2], stripes[3]);
    long sum = 0;
    for (const Account* account : accounts) {
        sum += account->impl_->balance;
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

// First come, first served: everybody draws a ticket, and only the first ticket may go in.
struct Garage::Impl {
    std::mutex mutex{}; // guards all that follows
    std::condition_variable changed{};
    std::size_t spaces = 0;
    std::size_t inside = 0;
    unsigned next_ticket = 0;
    std::deque<unsigned> queue{};

    unsigned draw() {
        queue.push_back(next_ticket);
        return next_ticket++;
    }
    bool may_enter(unsigned ticket) const { return inside < spaces && queue.front() == ticket; }
    void go_in() {
        queue.pop_front();
        ++inside;
        changed.notify_all(); // somebody else has the first ticket now
    }
};

Garage::Garage(std::size_t spaces) : impl_(std::make_unique<Impl>()) {
    impl_->spaces = spaces;
}

Garage::~Garage() = default;

void Garage::enter() {
    std::unique_lock lock(impl_->mutex);
    const unsigned ticket = impl_->draw();
    impl_->changed.wait(lock, [&] { return impl_->may_enter(ticket); });
    impl_->go_in();
}

bool Garage::enter_for(std::chrono::milliseconds patience) {
    std::unique_lock lock(impl_->mutex);
    const unsigned ticket = impl_->draw();
    if (!impl_->changed.wait_for(lock, patience, [&] { return impl_->may_enter(ticket); })) {
        std::erase(impl_->queue, ticket);
        impl_->changed.notify_all();
        return false;
    }
    impl_->go_in();
    return true;
}

void Garage::leave() {
    const std::unique_lock lock(impl_->mutex);
    if (impl_->inside == 0) {
        throw std::logic_error("nobody is inside");
    }
    --impl_->inside;
    impl_->changed.notify_all();
}

std::size_t Garage::inside() const {
    const std::unique_lock lock(impl_->mutex);
    return impl_->inside;
}

} // namespace lab::locks
