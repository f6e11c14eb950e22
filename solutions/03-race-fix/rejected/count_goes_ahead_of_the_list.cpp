// fails: results-size (torn-view)
#include "race_fix.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

namespace lab::racefix {

using namespace std::chrono_literals;

std::string database_ends_at_1() {
    return "A1 A2 B1 B2 A3 B3";
}

std::string database_ends_at_2() {
    return "A1 A2 A3 B1 B2 B3";
}

std::string both_lines_in_file_2() {
    return "A1 B1 A2 A3 B2 B3";
}

std::string three_threads_end_at_1() {
    return "A1 B1 C1 A2 A3 B2 B3 C2 C3";
}

struct Database::Impl {
    mutable std::mutex mutex;
    int value = 0; // guarded by mutex
};

Database::Database() : impl_(std::make_unique<Impl>()) {}

Database::~Database() = default;

int Database::value() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->value;
}

void Database::increase() {
    const std::scoped_lock lock(impl_->mutex);
    int local = impl_->value;
    local = local + 1;
    std::this_thread::sleep_for(100ms);
    impl_->value = local;
}

struct Total::Impl {
    mutable std::mutex mutex;
    long total = 0; // guarded by mutex
};

Total::Total() : impl_(std::make_unique<Impl>()) {}

Total::~Total() = default;

void Total::add(long amount, long times) {
    const std::scoped_lock lock(impl_->mutex);
    for (long i = 0; i < times; ++i) {
        impl_->total += amount;
    }
}

long Total::get() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->total;
}

struct ResultList::Impl {
    mutable std::mutex mutex;
    std::vector<int> results; // guarded by mutex
    std::atomic<std::size_t> count{0};
};

ResultList::ResultList() : impl_(std::make_unique<Impl>()) {}

ResultList::~ResultList() = default;

void ResultList::append(int value) {
    ++impl_->count; // HERE
    const std::scoped_lock lock(impl_->mutex);
    impl_->results.push_back(value);
}

std::size_t ResultList::size() const { // HERE
    return impl_->count;               // HERE
}

std::vector<int> ResultList::snapshot() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->results;
}

std::vector<int> ResultList::take_all() {
    const std::scoped_lock lock(impl_->mutex);
    impl_->count -= impl_->results.size();
    return std::exchange(impl_->results, {});
}

struct DataService::Impl {
    const std::filesystem::path directory;
    std::mutex mutex; // one line at a time
};

DataService::DataService(std::filesystem::path directory)
    : impl_(new Impl{std::move(directory), {}}) {}

DataService::~DataService() = default;

void DataService::save_data(const std::string& dest_file, const std::string& line) {
    const std::scoped_lock lock(impl_->mutex);
    std::ofstream file(impl_->directory / dest_file, std::ios::app);
    if (!file) {
        throw std::runtime_error("cannot open " + dest_file);
    }
    file << line << '\n';
}

struct TicketOffice::Impl {
    mutable std::mutex mutex;
    int next = 1; // guarded by mutex
    const int last;
};

TicketOffice::TicketOffice(int tickets) : impl_(new Impl{{}, 1, tickets}) {}

TicketOffice::~TicketOffice() = default;

std::optional<int> TicketOffice::sell() {
    const std::scoped_lock lock(impl_->mutex);
    if (impl_->next > impl_->last) {
        return std::nullopt;
    }
    const int ticket = impl_->next;
    impl_->next = ticket + 1;
    return ticket;
}

int TicketOffice::left() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->last - impl_->next + 1;
}

struct Memo::Impl {
    std::mutex mutex;
    std::condition_variable changed;
    // Guarded by mutex. A key without a value is being computed.
    std::map<std::string, std::optional<int>> cache;
};

Memo::Memo() : impl_(std::make_unique<Impl>()) {}

Memo::~Memo() = default;

int Memo::get(const std::string& key, const std::function<int(const std::string&)>& compute) {
    std::unique_lock lock(impl_->mutex);
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
