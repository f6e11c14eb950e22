// As little under a lock as will do.
#include "race_fix.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <list>
#include <map>
#include <mutex>
#include <numeric>
#include <set>
#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <utility>

namespace lab::racefix {

using namespace std::chrono_literals;

std::string database_ends_at_1() {
    return "B1 A1 B2 B3 A2 A3";
}

std::string database_ends_at_2() {
    return "A1 A2 A3 B1 B2 B3";
}

std::string both_lines_in_file_2() {
    return "A1 B1 A2 B2 A3 B3";
}

std::string three_threads_end_at_1() {
    return "A1 B1 B2 B3 C1 C2 C3 A2 A3";
}

struct Database::Impl {
    std::mutex mutex;
    int value = 0; // guarded by mutex
};

Database::Database() : impl_(std::make_unique<Impl>()) {}

Database::~Database() = default;

int Database::value() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->value;
}

void Database::increase() {
    std::this_thread::sleep_for(100ms);
    const std::lock_guard lock(impl_->mutex);
    const int local = impl_->value; // read afresh, after the pause
    impl_->value = local + 1;
}

struct Total::Impl {
    struct alignas(64) Shard {
        std::atomic<long> sum{0};
    };
    std::array<Shard, 8> shards;
};

Total::Total() : impl_(std::make_unique<Impl>()) {}

Total::~Total() = default;

void Total::add(long amount, long times) {
    const std::size_t thread = std::hash<std::thread::id>()(std::this_thread::get_id());
    std::atomic<long>& sum = impl_->shards.at(thread % impl_->shards.size()).sum;
    for (long i = 0; i < times; ++i) {
        sum += amount;
    }
}

long Total::get() const {
    long total = 0;
    for (const auto& shard : impl_->shards) {
        total += shard.sum;
    }
    return total;
}

struct ResultList::Impl {
    std::mutex mutex;
    std::list<int> results; // guarded by mutex
};

ResultList::ResultList() : impl_(std::make_unique<Impl>()) {}

ResultList::~ResultList() = default;

void ResultList::append(int value) {
    std::list<int> one{value};
    const std::lock_guard lock(impl_->mutex);
    impl_->results.splice(impl_->results.end(), one);
}

std::size_t ResultList::size() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->results.size();
}

std::vector<int> ResultList::snapshot() const {
    const std::lock_guard lock(impl_->mutex);
    return {impl_->results.begin(), impl_->results.end()};
}

std::vector<int> ResultList::take_all() {
    std::list<int> taken;
    {
        const std::lock_guard lock(impl_->mutex);
        taken = std::move(impl_->results);
        impl_->results.clear();
    }
    return {taken.begin(), taken.end()};
}

struct DataService::Impl {
    std::filesystem::path directory;
    std::mutex mutex;                        // guards the map
    std::map<std::string, std::mutex> locks; // one for each file
};

DataService::DataService(std::filesystem::path directory) : impl_(std::make_unique<Impl>()) {
    impl_->directory = std::move(directory);
}

DataService::~DataService() = default;

void DataService::save_data(const std::string& dest_file, const std::string& line) {
    std::unique_lock guard(impl_->mutex);
    std::mutex& of_this_file = impl_->locks[dest_file];
    guard.unlock();
    const std::scoped_lock lock(of_this_file);
    std::ofstream file(impl_->directory / dest_file, std::ios::app);
    if (!file) {
        throw std::runtime_error("cannot open " + dest_file);
    }
    file << line << '\n';
}

struct TicketOffice::Impl {
    std::mutex mutex;
    std::vector<int> tickets; // guarded by mutex
};

TicketOffice::TicketOffice(int tickets) : impl_(std::make_unique<Impl>()) {
    impl_->tickets.resize(static_cast<std::size_t>(tickets));
    std::iota(impl_->tickets.rbegin(), impl_->tickets.rend(), 1);
}

TicketOffice::~TicketOffice() = default;

std::optional<int> TicketOffice::sell() {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->tickets.empty()) {
        return std::nullopt;
    }
    const int ticket = impl_->tickets.back();
    impl_->tickets.pop_back();
    return ticket;
}

int TicketOffice::left() const {
    const std::lock_guard lock(impl_->mutex);
    return static_cast<int>(impl_->tickets.size());
}

struct Memo::Impl {
    std::mutex mutex;
    std::condition_variable done;
    std::set<std::string> in_progress; // both guarded by mutex
    std::unordered_map<std::string, int> values;
};

Memo::Memo() : impl_(std::make_unique<Impl>()) {}

Memo::~Memo() = default;

int Memo::get(const std::string& key, const std::function<int(const std::string&)>& compute) {
    std::unique_lock lock(impl_->mutex);
    impl_->done.wait(lock, [&] { return !impl_->in_progress.contains(key); });
    if (const auto found = impl_->values.find(key); found != impl_->values.end()) {
        return found->second;
    }
    impl_->in_progress.insert(key);
    struct Mark { // taken away whichever way we leave
        Impl& impl;
        const std::string& key;
        std::unique_lock<std::mutex>& lock;
        ~Mark() {
            if (!lock.owns_lock()) {
                lock.lock();
            }
            impl.in_progress.erase(key);
            impl.done.notify_all();
        }
    } mark{*impl_, key, lock};
    lock.unlock();
    const int value = compute(key);
    lock.lock();
    return impl_->values[key] = value;
}

} // namespace lab::racefix
