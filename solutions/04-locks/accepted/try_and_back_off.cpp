// Both locks or none; tickets for the garage.
#include "locks.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <thread>
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

struct Account::Impl {
    std::mutex mutex{};
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
    if (amount > impl_->balance) {
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
    impl_->notify.swap(notify);
}

// Gets both locks or none: whoever cannot have the second one gives the first one back, and lets
// others go first.
void transfer(Account& from, Account& to, long amount) {
    require_positive(amount);
    while (true) {
        std::unique_lock first(from.impl_->mutex);
        std::unique_lock<std::mutex> second;
        if (&from != &to) {
            second = std::unique_lock(to.impl_->mutex, std::try_to_lock);
        }
        if (&from == &to || second.owns_lock()) {
            if (amount > from.impl_->balance) {
                throw InsufficientFunds();
            }
            from.impl_->balance -= amount;
            to.impl_->balance += amount;
            return;
        }
        first.unlock();
        std::this_thread::yield();
    }
}

long total(std::span<Account* const> accounts) {
    while (true) {
        std::vector<const Account*> locked_accounts;
        std::vector<std::unique_lock<std::mutex>> locks;
        bool all = true;
        for (const Account* account : accounts) {
            if (std::ranges::find(locked_accounts, account) == locked_accounts.end()) {
                locked_accounts.push_back(account);
                locks.emplace_back(account->impl_->mutex, std::try_to_lock);
                all = all && locks.back().owns_lock();
            }
        }
        if (all) {
            long sum = 0;
            for (const Account* account : accounts) {
                sum += account->impl_->balance;
            }
            return sum;
        }
        locks.clear();
        std::this_thread::yield();
    }
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
