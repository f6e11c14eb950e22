// total begins again when something has changed; copies of the map in place of locks.
#include "locks.hpp"

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace lab::locks {

struct Guard::Impl {
    std::unique_lock<Lockable> lock;
};

Guard::Guard(Lockable& lockable) : impl_(new Impl{std::unique_lock(lockable)}) {}

Guard::~Guard() = default;

namespace {

void require_positive(long amount) {
    if (amount <= 0) {
        throw std::invalid_argument("not a positive amount");
    }
}

} // namespace

namespace {

// Odd while money is moved. Who counts it begins again if this has changed meanwhile.
std::atomic<unsigned> version{0};
std::mutex writing; // one writer at a time

struct Writing {
    Writing() { ++version; }
    ~Writing() { ++version; }
    Writing(const Writing&) = delete;
    Writing& operator=(const Writing&) = delete;
    std::scoped_lock<std::mutex> lock{writing};
};

} // namespace

struct Account::Impl {
    std::atomic<long> balance;
    std::mutex mutex{}; // guards the two below
    long threshold = 0;
    std::function<void(long)> notify{};
    explicit Impl(long opening_balance) : balance(opening_balance) {}
};

Account::Account(long opening_balance) : impl_(std::make_unique<Impl>(opening_balance)) {}

Account::~Account() = default;

void Account::deposit(long amount) {
    require_positive(amount);
    const Writing now;
    impl_->balance += amount;
}

void Account::withdraw(long amount) {
    require_positive(amount);
    long left = 0;
    {
        const Writing now;
        if (impl_->balance < amount) {
            throw InsufficientFunds();
        }
        left = impl_->balance -= amount;
    }
    std::function<void(long)> notify;
    {
        const std::scoped_lock lock(impl_->mutex);
        if (left < impl_->threshold) {
            notify = impl_->notify;
        }
    }
    if (notify) {
        notify(left);
    }
}

long Account::balance() const {
    return impl_->balance;
}

void Account::on_low_balance(long threshold, std::function<void(long)> notify) {
    const std::scoped_lock lock(impl_->mutex);
    impl_->threshold = threshold;
    impl_->notify = std::move(notify);
}

void transfer(Account& from, Account& to, long amount) {
    require_positive(amount);
    const Writing now;
    if (from.impl_->balance < amount) {
        throw InsufficientFunds();
    }
    from.impl_->balance -= amount;
    to.impl_->balance += amount;
}

long total(std::span<Account* const> accounts) {
    while (true) {
        const unsigned before = version;
        long sum = 0;
        for (const Account* account : accounts) {
            sum += account->impl_->balance;
        }
        if (before % 2 == 0 && version == before) {
            return sum;
        }
        std::this_thread::yield();
    }
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

// The clock of the wait is the one that is not set back; the predicate says when it is over.
struct Garage::Impl {
    std::size_t spaces = 0;
    std::mutex mutex{};
    std::condition_variable left{};
    std::size_t inside = 0; // guarded by mutex
    std::size_t waiting = 0;

    bool room() const { return inside < spaces; }
};

Garage::Garage(std::size_t spaces) : impl_(new Impl) {
    impl_->spaces = spaces;
}

Garage::~Garage() = default;

void Garage::enter() {
    std::unique_lock lock(impl_->mutex);
    ++impl_->waiting;
    impl_->left.wait(lock, [this] { return impl_->room(); });
    --impl_->waiting;
    ++impl_->inside;
}

bool Garage::enter_for(std::chrono::milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    std::unique_lock lock(impl_->mutex);
    ++impl_->waiting;
    const bool room = impl_->left.wait_until(lock, end, [this] { return impl_->room(); });
    --impl_->waiting;
    if (room) {
        ++impl_->inside;
    }
    return room;
}

void Garage::leave() {
    std::unique_lock lock(impl_->mutex);
    if (impl_->inside == 0) {
        throw std::logic_error("nobody is inside");
    }
    --impl_->inside;
    const bool somebody_waits = impl_->waiting > 0;
    lock.unlock();
    if (somebody_waits) {
        impl_->left.notify_one();
    }
}

std::size_t Garage::inside() const {
    const std::unique_lock lock(impl_->mutex);
    return impl_->inside;
}

} // namespace lab::locks
