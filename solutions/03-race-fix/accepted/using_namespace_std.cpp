// The whole of std in every name's reach, as the first lectures have it.
#include "race_fix.hpp"

#include <chrono>
#include <condition_variable>
#include <fstream>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

using namespace std;

namespace lab::racefix {

using namespace chrono_literals;

string database_ends_at_1() {
    return "A1 A2 B1 B2 A3 B3";
}

string database_ends_at_2() {
    return "A1 A2 A3 B1 B2 B3";
}

string both_lines_in_file_2() {
    return "A1 B1 A2 A3 B2 B3";
}

string three_threads_end_at_1() {
    return "A1 B1 C1 A2 A3 B2 B3 C2 C3";
}

struct Database::Impl {
    mutable mutex mutex;
    int value = 0; // guarded by mutex
};

Database::Database() : impl_(make_unique<Impl>()) {}

Database::~Database() = default;

int Database::value() const {
    const scoped_lock lock(impl_->mutex);
    return impl_->value;
}

void Database::increase() {
    const scoped_lock lock(impl_->mutex);
    int local = impl_->value;
    local = local + 1;
    this_thread::sleep_for(100ms);
    impl_->value = local;
}

struct Total::Impl {
    mutable mutex mutex;
    long total = 0; // guarded by mutex
};

Total::Total() : impl_(make_unique<Impl>()) {}

Total::~Total() = default;

void Total::add(long amount, long times) {
    const scoped_lock lock(impl_->mutex);
    for (long i = 0; i < times; ++i) {
        impl_->total += amount;
    }
}

long Total::get() const {
    const scoped_lock lock(impl_->mutex);
    return impl_->total;
}

struct ResultList::Impl {
    mutable mutex mutex;
    vector<int> results; // guarded by mutex
};

ResultList::ResultList() : impl_(make_unique<Impl>()) {}

ResultList::~ResultList() = default;

void ResultList::append(int value) {
    const scoped_lock lock(impl_->mutex);
    impl_->results.push_back(value);
}

size_t ResultList::size() const {
    const scoped_lock lock(impl_->mutex);
    return impl_->results.size();
}

vector<int> ResultList::snapshot() const {
    const scoped_lock lock(impl_->mutex);
    return impl_->results;
}

vector<int> ResultList::take_all() {
    const scoped_lock lock(impl_->mutex);
    return exchange(impl_->results, {});
}

struct DataService::Impl {
    const filesystem::path directory;
    mutex mutex; // one line at a time
};

DataService::DataService(filesystem::path directory) : impl_(new Impl{move(directory), {}}) {}

DataService::~DataService() = default;

void DataService::save_data(const string& dest_file, const string& line) {
    const scoped_lock lock(impl_->mutex);
    ofstream file(impl_->directory / dest_file, ios::app);
    if (!file) {
        throw runtime_error("cannot open " + dest_file);
    }
    file << line << '\n';
}

struct TicketOffice::Impl {
    mutable mutex mutex;
    int next = 1; // guarded by mutex
    const int last;
};

TicketOffice::TicketOffice(int tickets) : impl_(new Impl{{}, 1, tickets}) {}

TicketOffice::~TicketOffice() = default;

optional<int> TicketOffice::sell() {
    const scoped_lock lock(impl_->mutex);
    if (impl_->next > impl_->last) {
        return nullopt;
    }
    const int ticket = impl_->next;
    impl_->next = ticket + 1;
    return ticket;
}

int TicketOffice::left() const {
    const scoped_lock lock(impl_->mutex);
    return impl_->last - impl_->next + 1;
}

struct Memo::Impl {
    mutex mutex;
    condition_variable changed;
    // Guarded by mutex. A key without a value is being computed.
    map<string, optional<int>> cache;
};

Memo::Memo() : impl_(make_unique<Impl>()) {}

Memo::~Memo() = default;

int Memo::get(const string& key, const function<int(const string&)>& compute) {
    unique_lock lock(impl_->mutex);
    for (auto found = impl_->cache.find(key); found != impl_->cache.end();
         found = impl_->cache.find(key)) {
        if (found->second) {
            return *found->second;
        }
        impl_->changed.wait(lock);
    }
    impl_->cache[key]; // ours to compute
    lock.unlock();
    try {
        const int value = compute(key);
        lock.lock();
        impl_->cache[key] = value;
        impl_->changed.notify_all();
        return value;
    } catch (...) {
        lock.lock();
        impl_->cache.erase(key);
        impl_->changed.notify_all();
        throw;
    }
}

} // namespace lab::racefix
