// A lock for each single step that needs one.
#include "race_fix.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <future>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

namespace lab::racefix {

using namespace std::chrono_literals;

std::string database_ends_at_1() {
    return "A1 B1 B2 B3\n A2 A3";
}

std::string database_ends_at_2() {
    return "a1 a2 a3 b1 b2 b3";
}

std::string both_lines_in_file_2() {
    return "A1 B1 B2 A2 A3 B3";
}

std::string three_threads_end_at_1() {
    return "A1 A2 B1 B2 C1 C2 A3 B3 C3";
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

// Optimistic: whoever finds that somebody else was faster begins anew, pause included.
void Database::increase() {
    for (bool done = false; !done;) {
        const int local = value();
        std::this_thread::sleep_for(100ms);
        const std::lock_guard lock(impl_->mutex);
        done = impl_->value == local;
        if (done) {
            impl_->value = local + 1;
        }
    }
}

struct Total::Impl {
    std::mutex mutex;
    long total = 0; // guarded by mutex
};

Total::Total() : impl_(std::make_unique<Impl>()) {}

Total::~Total() = default;

void Total::add(long amount, long times) {
    for (long i = 0; i < times; ++i) {
        const std::lock_guard lock(impl_->mutex);
        impl_->total += amount;
    }
}

long Total::get() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->total;
}

struct ResultList::Impl {
    mutable std::mutex mutex;
    std::vector<int> results;
};

ResultList::ResultList() : impl_(std::make_unique<Impl>()) {}

ResultList::~ResultList() = default;

void ResultList::append(int value) {
    const std::scoped_lock lock(impl_->mutex);
    impl_->results.push_back(value);
}

std::size_t ResultList::size() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->results.size();
}

std::vector<int> ResultList::snapshot() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->results;
}

std::vector<int> ResultList::take_all() {
    std::vector<int> taken;
    const std::scoped_lock lock(impl_->mutex);
    taken.swap(impl_->results);
    return taken;
}

struct DataService::Impl {
    std::filesystem::path directory;
    mutable std::mutex mutex;
    std::string dest_file;
};

DataService::DataService(std::filesystem::path directory) : impl_(std::make_unique<Impl>()) {
    impl_->directory = std::move(directory);
}

DataService::~DataService() = default;

void DataService::save_data(const std::string& dest_file, const std::string& line) {
    const std::scoped_lock lock(impl_->mutex);
    impl_->dest_file = dest_file;
    std::ofstream file(impl_->directory / impl_->dest_file, std::ios::app);
    if (!file) {
        throw std::runtime_error("cannot open " + impl_->dest_file);
    }
    file << line << '\n';
}

struct TicketOffice::Impl {
    std::atomic<int> asked{0};
    int tickets = 0;
};

TicketOffice::TicketOffice(int tickets) : impl_(std::make_unique<Impl>()) {
    impl_->tickets = tickets;
}

TicketOffice::~TicketOffice() = default;

std::optional<int> TicketOffice::sell() {
    const int ticket = ++impl_->asked; // runs past the last ticket, and is never shown so
    return ticket <= impl_->tickets ? std::optional(ticket) : std::nullopt;
}

int TicketOffice::left() const {
    return std::max(0, impl_->tickets - impl_->asked);
}

struct Memo::Impl {
    std::mutex mutex;
    std::map<std::string, std::shared_future<int>> values; // guarded by mutex
};

Memo::Memo() : impl_(std::make_unique<Impl>()) {}

Memo::~Memo() = default;

int Memo::get(const std::string& key, const std::function<int(const std::string&)>& compute) {
    std::packaged_task<int()> task([&] {
        try {
            return compute(key);
        } catch (...) { // forgotten before anybody is told
            const std::scoped_lock forgetting(impl_->mutex);
            impl_->values.erase(key);
            throw;
        }
    });
    std::unique_lock lock(impl_->mutex);
    if (const auto found = impl_->values.find(key); found != impl_->values.end()) {
        const std::shared_future<int> value = found->second;
        lock.unlock();
        return value.get();
    }
    const std::shared_future<int> value = task.get_future().share();
    impl_->values.emplace(key, value);
    lock.unlock();
    task();
    return value.get();
}

} // namespace lab::racefix
