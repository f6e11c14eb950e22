// One thread does everything that concerns accounts.
#include "locks.hpp"

#include <condition_variable>
#include <deque>
#include <future>
#include <limits>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <utility>

namespace lab::locks {

struct Guard::Impl {
    struct Unlock {
        void operator()(Lockable* lockable) const { lockable->unlock(); }
    };
    std::unique_ptr<Lockable, Unlock> held;
};

Guard::Guard(Lockable& lockable) : impl_(new Impl) {
    lockable.lock();
    impl_->held.reset(&lockable);
}

Guard::~Guard() = default;

namespace {

void require_positive(long amount) {
    if (amount <= 0) {
        throw std::invalid_argument("not a positive amount");
    }
}

} // namespace

namespace {

// One thread does everything that concerns accounts, one thing after the other. It lives as long as
// there are accounts.
class Teller {
public:
    Teller() : thread_([this] { serve(); }) {}
    Teller(const Teller&) = delete;
    Teller& operator=(const Teller&) = delete;
    ~Teller() {
        put({});
        thread_.join();
    }

    // Lets the teller call it, and returns or throws what it does.
    template <typename Function>
    auto ask(Function function) {
        std::packaged_task<decltype(function())()> task(std::move(function));
        auto answer = task.get_future();
        put([&task] { task(); });
        return answer.get();
    }

    static std::shared_ptr<Teller> get() {
        static std::mutex mutex;
        static std::weak_ptr<Teller> current;
        const std::scoped_lock lock(mutex);
        auto teller = current.lock();
        if (!teller) {
            teller = std::make_shared<Teller>();
            current = teller;
        }
        return teller;
    }

private:
    void put(std::function<void()> order) {
        const std::scoped_lock lock(mutex_);
        orders_.push_back(std::move(order));
        come_.notify_one();
    }

    void serve() {
        while (true) {
            std::unique_lock lock(mutex_);
            come_.wait(lock, [this] { return !orders_.empty(); });
            const auto order = std::move(orders_.front());
            orders_.pop_front();
            lock.unlock();
            if (!order) {
                return;
            }
            order();
        }
    }

    std::mutex mutex_;
    std::condition_variable come_;
    std::deque<std::function<void()>> orders_; // an empty one: closing time
    std::thread thread_;
};

} // namespace

struct Account::Impl { // used by the teller alone
    std::shared_ptr<Teller> teller = Teller::get();
    long balance = 0;
    long threshold = std::numeric_limits<long>::min();
    std::function<void(long)> notify{};
};

Account::Account(long opening_balance) : impl_(new Impl) {
    impl_->teller->ask([&] { impl_->balance = opening_balance; });
}

Account::~Account() = default;

void Account::deposit(long amount) {
    require_positive(amount);
    impl_->teller->ask([&] { impl_->balance += amount; });
}

void Account::withdraw(long amount) {
    require_positive(amount);
    long left = 0;
    bool enough = false;
    std::function<void(long)> notify;
    impl_->teller->ask([&] {
        enough = amount <= impl_->balance;
        if (enough) {
            left = impl_->balance -= amount;
            if (left < impl_->threshold) {
                notify = impl_->notify;
            }
        }
    });
    if (!enough) {
        throw InsufficientFunds();
    }
    if (notify) {
        notify(left);
    }
}

long Account::balance() const {
    return impl_->teller->ask([this] { return impl_->balance; });
}

void Account::on_low_balance(long threshold, std::function<void(long)> notify) {
    impl_->teller->ask([&] {
        impl_->threshold = threshold;
        impl_->notify = std::move(notify);
    });
}

void transfer(Account& from, Account& to, long amount) {
    require_positive(amount);
    const bool enough = from.impl_->teller->ask([&] {
        if (from.impl_->balance < amount) {
            return false;
        }
        from.impl_->balance -= amount;
        to.impl_->balance += amount;
        return true;
    });
    if (!enough) {
        throw InsufficientFunds();
    }
}

long total(std::span<Account* const> accounts) {
    return accounts.empty() ? 0 : accounts.front()->impl_->teller->ask([&] {
        long sum = 0;
        for (const Account* account : accounts) {
            sum += account->impl_->balance;
        }
        return sum;
    });
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

struct Garage::Impl {
    const std::size_t spaces;
    std::mutex mutex{};
    std::condition_variable changed{};
    std::size_t inside = 0; // guarded by mutex
};

Garage::Garage(std::size_t spaces) : impl_(new Impl{spaces}) {}

Garage::~Garage() = default;

void Garage::enter() {
    std::unique_lock lock(impl_->mutex);
    while (impl_->inside >= impl_->spaces) {
        impl_->changed.wait(lock);
    }
    ++impl_->inside;
}

bool Garage::enter_for(std::chrono::milliseconds patience) {
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    std::unique_lock lock(impl_->mutex);
    while (impl_->inside >= impl_->spaces) {
        const auto left = patience - (Clock::now() - begin); // what is left of the patience
        if (left <= Clock::duration::zero()) {
            return false;
        }
        impl_->changed.wait_for(lock, left);
    }
    ++impl_->inside;
    return true;
}

void Garage::leave() {
    {
        const std::scoped_lock lock(impl_->mutex);
        if (impl_->inside == 0) {
            throw std::logic_error("nobody is inside");
        }
        --impl_->inside;
    }
    impl_->changed.notify_all();
}

std::size_t Garage::inside() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->inside;
}

} // namespace lab::locks
