// A lock of our own on a waiting atomic; monitors; one condition variable for each waiting car.
#include "locks.hpp"
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace lab::locks {

struct Guard::Impl {
    std::unique_lock<Lockable> lock;
};
Guard::Guard(Lockable& lockable)
    : impl_(std::make_unique<Impl>(Impl{std::unique_lock<Lockable>(lockable)})) {}
Guard::~Guard() = default;

namespace {

// 0: free; 1: taken; 2: taken, and somebody may be asleep.
class Latch {
public:
    void lock() {
        int seen = 0;
        if (state_.compare_exchange_strong(seen, 1, std::memory_order_acquire)) {
            return;
        }
        if (seen != 2) {
            seen = state_.exchange(2, std::memory_order_acquire);
        }
        while (seen != 0) {
            state_.wait(2);
            seen = state_.exchange(2, std::memory_order_acquire);
        }
    }
    bool try_lock() {
        int seen = 0;
        return state_.compare_exchange_strong(seen, 1, std::memory_order_acquire);
    }
    void unlock() {
        if (state_.exchange(0, std::memory_order_release) == 2) {
            state_.notify_one();
        }
    }

private:
    std::atomic<int> state_{0};
};

} // namespace

struct Account::Impl {
    explicit Impl(long opening) : balance(opening) {}
    Latch latch{};
    long balance; // latch guards it, and the observer
    struct Observer {
        long threshold;
        std::function<void(long)> notify;
    };
    std::shared_ptr<const Observer> observer{};
};
Account::Account(long opening_balance) : impl_(std::make_unique<Impl>(opening_balance)) {}
Account::~Account() = default;

void Account::deposit(long amount) {
    if (amount <= 0) {
        throw std::invalid_argument("amount");
    }
    const std::unique_lock lock(impl_->latch);
    impl_->balance += amount;
}

void Account::withdraw(long amount) {
    if (amount <= 0) {
        throw std::invalid_argument("amount");
    }
    std::unique_lock lock(impl_->latch);
    if (impl_->balance < amount) {
        throw InsufficientFunds();
    }
    const long left = impl_->balance -= amount;
    const auto observer = impl_->observer;
    lock.unlock();
    if (observer && observer->notify && left < observer->threshold) {
        observer->notify(left);
    }
}

long Account::balance() const {
    const std::unique_lock lock(impl_->latch);
    return impl_->balance;
}

void Account::on_low_balance(long threshold, std::function<void(long)> notify) {
    auto fresh = std::make_shared<const Impl::Observer>(threshold, std::move(notify));
    const std::unique_lock lock(impl_->latch);
    impl_->observer = std::move(fresh);
}

void transfer(Account& from, Account& to, long amount) {
    if (amount <= 0) {
        throw std::invalid_argument("amount");
    }
    std::unique_lock first(from.impl_->latch, std::defer_lock);
    std::unique_lock second(to.impl_->latch, std::defer_lock);
    if (&from == &to) {
        first.lock();
    } else if (std::less<Account*>()(&to, &from)) {
        second.lock();
        first.lock();
    } else {
        first.lock();
        second.lock();
    }
    if (from.impl_->balance < amount) {
        throw InsufficientFunds();
    }
    from.impl_->balance -= amount;
    to.impl_->balance += amount;
}

long total(std::span<Account* const> accounts) {
    std::map<const Account*, std::pair<long, std::unique_lock<Latch>>> held;
    for (const Account* account : accounts) {
        ++held[account].first;
    }
    long sum = 0;
    for (auto& [account, entry] : held) {
        entry.second = std::unique_lock(account->impl_->latch);
        sum += entry.first * account->impl_->balance;
    }
    return sum;
}

struct ConfigStore::Impl {
    std::mutex mutex{}; // guards the rest
    std::condition_variable change{};
    int readers = 0;
    bool writing = false;
    int writers_waiting = 0;
    std::map<std::string, std::string> values{}; // readers > 0: read only; writing: the writer's

    struct Reading {
        explicit Reading(Impl& s) : self(s) {
            std::unique_lock lock(self.mutex);
            self.change.wait(lock, [&] { return !self.writing && self.writers_waiting == 0; });
            ++self.readers;
        }
        ~Reading() {
            const std::lock_guard lock(self.mutex);
            if (--self.readers == 0) {
                self.change.notify_all();
            }
        }
        Reading(const Reading&) = delete;
        Reading& operator=(const Reading&) = delete;
        Impl& self;
    };

    struct Writing {
        explicit Writing(Impl& s) : self(s) {
            std::unique_lock lock(self.mutex);
            ++self.writers_waiting;
            self.change.wait(lock, [&] { return !self.writing && self.readers == 0; });
            --self.writers_waiting;
            self.writing = true;
        }
        ~Writing() {
            const std::lock_guard lock(self.mutex);
            self.writing = false;
            self.change.notify_all();
        }
        Writing(const Writing&) = delete;
        Writing& operator=(const Writing&) = delete;
        Impl& self;
    };
};
ConfigStore::ConfigStore() : impl_(std::make_unique<Impl>()) {}
ConfigStore::~ConfigStore() = default;

std::optional<std::string> ConfigStore::get(const std::string& key) const {
    const Impl::Reading reading(*impl_);
    const auto found = impl_->values.find(key);
    return found == impl_->values.end() ? std::nullopt : std::optional(found->second);
}

void ConfigStore::set(const std::string& key, std::string value) {
    const Impl::Writing writing(*impl_);
    impl_->values.insert_or_assign(key, std::move(value));
}

void ConfigStore::visit(
    const std::function<void(const std::string&, const std::string&)>& f) const {
    const Impl::Reading reading(*impl_);
    for (const auto& entry : impl_->values) {
        f(entry.first, entry.second);
    }
}

std::string ConfigStore::get_or_create(const std::string& key,
                                       const std::function<std::string()>& make) {
    const Impl::Writing writing(*impl_);
    auto place = impl_->values.lower_bound(key);
    if (place == impl_->values.end() || place->first != key) {
        place = impl_->values.emplace_hint(place, key, make());
    }
    return place->second;
}

struct Garage::Impl {
    explicit Impl(std::size_t s) : spaces(s) {}
    struct Car {
        std::condition_variable turn{};
        bool may_enter = false;
    };
    const std::size_t spaces;
    std::mutex mutex{};
    std::size_t inside = 0;  // mutex
    std::list<Car*> queue{}; // mutex
};
Garage::Garage(std::size_t spaces) : impl_(std::make_unique<Impl>(spaces)) {}
Garage::~Garage() = default;

void Garage::enter() {
    std::unique_lock lock(impl_->mutex);
    if (impl_->inside < impl_->spaces) {
        ++impl_->inside;
        return;
    }
    Impl::Car car;
    impl_->queue.push_back(&car);
    car.turn.wait(lock, [&] { return car.may_enter; });
}

bool Garage::enter_for(std::chrono::milliseconds patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    std::unique_lock lock(impl_->mutex);
    if (impl_->inside < impl_->spaces) {
        ++impl_->inside;
        return true;
    }
    Impl::Car car;
    const auto place = impl_->queue.insert(impl_->queue.end(), &car);
    if (car.turn.wait_until(lock, until, [&] { return car.may_enter; })) {
        return true;
    }
    impl_->queue.erase(place);
    return false;
}

void Garage::leave() {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->inside == 0) {
        throw std::logic_error("empty");
    }
    if (impl_->queue.empty()) {
        --impl_->inside;
        return;
    }
    Impl::Car* car = impl_->queue.front(); // gets the space, so the number inside stays
    impl_->queue.pop_front();
    car->may_enter = true;
    car->turn.notify_one();
}

std::size_t Garage::inside() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->inside;
}

} // namespace lab::locks
