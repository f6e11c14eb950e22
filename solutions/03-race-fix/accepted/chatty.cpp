// Prints what it does.
#include "race_fix.hpp"

#include <chrono>
#include <fstream>
#include <future>
#include <iostream>
#include <map>
#include <mutex>
#include <stdexcept>
#include <syncstream>
#include <thread>
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
    int value = 0;
};

Database::Database() : impl_(std::make_unique<Impl>()) {}

Database::~Database() = default;

int Database::value() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->value;
}

void Database::increase() {
    const std::scoped_lock lock(impl_->mutex);
    const int local = impl_->value;
    std::this_thread::sleep_for(100ms);
    impl_->value = local + 1;
    std::cout << "value " << impl_->value << std::endl;
}

struct Total::Impl {
    std::mutex mutex;
    long total = 0;
};

Total::Total() : impl_(std::make_unique<Impl>()) {}

Total::~Total() = default;

void Total::add(long amount, long times) {
    const std::scoped_lock lock(impl_->mutex);
    impl_->total += amount * times;
    std::osyncstream(std::cout) << "total " << impl_->total << std::endl;
}

long Total::get() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->total;
}

struct ResultList::Impl {
    std::mutex mutex;
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
    std::mutex mutex;
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
    std::mutex mutex;
    int next = 1;
    int last = 0;
};

TicketOffice::TicketOffice(int tickets) : impl_(std::make_unique<Impl>()) {
    impl_->last = tickets;
}

TicketOffice::~TicketOffice() = default;

std::optional<int> TicketOffice::sell() {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->next > impl_->last ? std::nullopt : std::optional(impl_->next++);
}

int TicketOffice::left() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->last - impl_->next + 1;
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
