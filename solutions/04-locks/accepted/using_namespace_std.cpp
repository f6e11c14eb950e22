// The whole of std in every name's reach, as the first lectures have it.
#include "locks.hpp"

#include <algorithm>
#include <condition_variable>
#include <limits>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <utility>
#include <vector>

using namespace std;

namespace lab::locks {

struct Guard::Impl {
    Lockable& lockable;
};

Guard::Guard(Lockable& lockable) : impl_(new Impl{lockable}) {
    impl_->lockable.lock();
}

Guard::~Guard() {
    impl_->lockable.unlock();
}

namespace {

void require_positive(long amount) {
    if (amount <= 0) {
        throw invalid_argument("an amount has to be positive");
    }
}

} // namespace

struct Account::Impl {
    mutable mutex mutex{}; // guards all that follows
    long balance = 0;
    long threshold = numeric_limits<long>::min();
    function<void(long)> notify{};

    // With the mutex held.
    void take(long amount) {
        if (amount > balance) {
            throw InsufficientFunds();
        }
        balance -= amount;
    }
};

Account::Account(long opening_balance) : impl_(new Impl) {
    impl_->balance = opening_balance;
}

Account::~Account() = default;

void Account::deposit(long amount) {
    require_positive(amount);
    const scoped_lock lock(impl_->mutex);
    impl_->balance += amount;
}

void Account::withdraw(long amount) {
    require_positive(amount);
    function<void(long)> notify;
    long left = 0;
    {
        const scoped_lock lock(impl_->mutex);
        impl_->take(amount);
        left = impl_->balance;
        if (left < impl_->threshold) {
            notify = impl_->notify;
        }
    }
    if (notify) {
        notify(left); // without the lock: it may call us
    }
}

long Account::balance() const {
    const scoped_lock lock(impl_->mutex);
    return impl_->balance;
}

void Account::on_low_balance(long threshold, function<void(long)> notify) {
    const scoped_lock lock(impl_->mutex);
    impl_->threshold = threshold;
    impl_->notify = move(notify);
}

void transfer(Account& from, Account& to, long amount) {
    require_positive(amount);
    if (&from == &to) {
        const scoped_lock lock(from.impl_->mutex);
        if (amount > from.impl_->balance) {
            throw InsufficientFunds();
        }
        return;
    }
    const scoped_lock lock(from.impl_->mutex, to.impl_->mutex);
    from.impl_->take(amount);
    to.impl_->balance += amount;
}

long total(span<Account* const> accounts) {
    vector<Account*> each(accounts.begin(), accounts.end());
    ranges::sort(each, less<>()); // one order for all callers
    const auto repeated = ranges::unique(each);
    each.erase(repeated.begin(), repeated.end());
    vector<unique_lock<mutex>> locks;
    locks.reserve(each.size());
    for (const Account* account : each) {
        locks.emplace_back(account->impl_->mutex);
    }
    long sum = 0;
    for (const Account* account : accounts) {
        sum += account->impl_->balance;
    }
    return sum;
}

struct ConfigStore::Impl {
    mutable shared_mutex mutex{};
    map<string, string> values{}; // guarded by mutex
};

ConfigStore::ConfigStore() : impl_(new Impl) {}

ConfigStore::~ConfigStore() = default;

optional<string> ConfigStore::get(const string& key) const {
    const shared_lock lock(impl_->mutex);
    const auto found = impl_->values.find(key);
    if (found == impl_->values.end()) {
        return nullopt;
    }
    return found->second;
}

void ConfigStore::set(const string& key, string value) {
    const unique_lock lock(impl_->mutex);
    impl_->values[key] = move(value);
}

void ConfigStore::visit(const function<void(const string&, const string&)>& f) const {
    const shared_lock lock(impl_->mutex);
    for (const auto& [key, value] : impl_->values) {
        f(key, value);
    }
}

string ConfigStore::get_or_create(const string& key, const function<string()>& make) {
    if (const auto value = get(key)) {
        return *value;
    }
    const unique_lock lock(impl_->mutex);
    const auto found = impl_->values.find(key); // somebody may have been here meanwhile
    if (found != impl_->values.end()) {
        return found->second;
    }
    return impl_->values[key] = make();
}

struct Garage::Impl {
    size_t spaces = 0;
    mutable mutex mutex{};
    condition_variable left{};
    size_t inside = 0; // guarded by mutex
};

Garage::Garage(size_t spaces) : impl_(new Impl) {
    impl_->spaces = spaces;
}

Garage::~Garage() = default;

void Garage::enter() {
    unique_lock lock(impl_->mutex);
    impl_->left.wait(lock, [this] { return impl_->inside < impl_->spaces; });
    ++impl_->inside;
}

bool Garage::enter_for(chrono::milliseconds patience) {
    const auto deadline = chrono::steady_clock::now() + patience;
    unique_lock lock(impl_->mutex);
    while (impl_->inside >= impl_->spaces) {
        if (impl_->left.wait_until(lock, deadline) == cv_status::timeout &&
            impl_->inside >= impl_->spaces) {
            return false;
        }
    }
    ++impl_->inside;
    return true;
}

void Garage::leave() {
    const scoped_lock lock(impl_->mutex);
    if (impl_->inside == 0) {
        throw logic_error("nobody is inside");
    }
    --impl_->inside;
    impl_->left.notify_one();
}

size_t Garage::inside() const {
    const scoped_lock lock(impl_->mutex);
    return impl_->inside;
}

} // namespace lab::locks
