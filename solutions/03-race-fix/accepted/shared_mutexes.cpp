// Many may read at the same time.
#include "race_fix.hpp"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <fstream>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>
#include <thread>
#include <utility>

namespace lab::racefix {

using namespace std::chrono_literals;

std::string database_ends_at_1() {
    return "A1 B1 A2 B2 A3 B3";
}

std::string database_ends_at_2() {
    return "B1 B2 B3 A1 A2 A3";
}

std::string both_lines_in_file_2() {
    return "A1 B1 B2 B3 A2 A3";
}

std::string three_threads_end_at_1() {
    return "C1 B1 A1 C2 B2 A2 A3 B3 C3";
}

struct Database::Impl {
    std::shared_mutex mutex;
    int value = 0;
};

Database::Database() : impl_(std::make_unique<Impl>()) {}

Database::~Database() = default;

int Database::value() const {
    const std::shared_lock lock(impl_->mutex);
    return impl_->value;
}

void Database::increase() {
    const std::unique_lock lock(impl_->mutex);
    const int local = impl_->value;
    std::this_thread::sleep_for(100ms);
    impl_->value = local + 1;
}

struct Total::Impl {
    std::shared_mutex mutex;
    long total = 0;
};

Total::Total() : impl_(std::make_unique<Impl>()) {}

Total::~Total() = default;

void Total::add(long amount, long times) {
    const std::unique_lock lock(impl_->mutex);
    impl_->total += amount * times;
}

long Total::get() const {
    const std::shared_lock lock(impl_->mutex);
    return impl_->total;
}

struct ResultList::Impl {
    std::shared_mutex mutex;
    std::vector<int> results;
};

ResultList::ResultList() : impl_(std::make_unique<Impl>()) {}

ResultList::~ResultList() = default;

void ResultList::append(int value) {
    const std::unique_lock lock(impl_->mutex);
    impl_->results.push_back(value);
}

std::size_t ResultList::size() const {
    const std::shared_lock lock(impl_->mutex);
    return impl_->results.size();
}

std::vector<int> ResultList::snapshot() const {
    const std::shared_lock lock(impl_->mutex);
    return impl_->results;
}

std::vector<int> ResultList::take_all() {
    std::vector<int> taken;
    const std::unique_lock lock(impl_->mutex);
    taken.swap(impl_->results);
    return taken;
}

struct DataService::Impl {
    std::filesystem::path directory;
    std::shared_mutex mutex;
    std::string dest_file;
};

DataService::DataService(std::filesystem::path directory) : impl_(std::make_unique<Impl>()) {
    impl_->directory = std::move(directory);
}

DataService::~DataService() = default;

void DataService::save_data(const std::string& dest_file, const std::string& line) {
    const std::unique_lock lock(impl_->mutex);
    impl_->dest_file = dest_file;
    std::ofstream file(impl_->directory / impl_->dest_file, std::ios::app);
    if (!file) {
        throw std::runtime_error("cannot open " + impl_->dest_file);
    }
    file << line << '\n';
}

struct TicketOffice::Impl {
    std::shared_mutex mutex;
    int next = 1;
    int last = 0;
};

TicketOffice::TicketOffice(int tickets) : impl_(std::make_unique<Impl>()) {
    impl_->last = tickets;
}

TicketOffice::~TicketOffice() = default;

std::optional<int> TicketOffice::sell() {
    const std::unique_lock lock(impl_->mutex);
    return impl_->next > impl_->last ? std::nullopt : std::optional(impl_->next++);
}

int TicketOffice::left() const {
    const std::shared_lock lock(impl_->mutex);
    return impl_->last - impl_->next + 1;
}

struct Memo::Impl {
    std::shared_mutex mutex;
    std::condition_variable_any changed;
    std::map<std::string, std::optional<int>> values; // guarded by mutex
};

Memo::Memo() : impl_(std::make_unique<Impl>()) {}

Memo::~Memo() = default;

int Memo::get(const std::string& key, const std::function<int(const std::string&)>& compute) {
    {
        const std::shared_lock look(impl_->mutex);
        if (const auto found = impl_->values.find(key);
            found != impl_->values.end() && found->second) {
            return *found->second;
        }
    }
    std::unique_lock lock(impl_->mutex);
    while (true) {
        const auto [place, is_new] = impl_->values.try_emplace(key);
        if (place->second) {
            return *place->second;
        }
        if (is_new) {
            break;
        }
        impl_->changed.wait(lock);
    }
    lock.unlock();
    std::optional<int> value;
    std::exception_ptr failure;
    try {
        value = compute(key);
    } catch (...) {
        failure = std::current_exception();
    }
    lock.lock();
    if (failure) {
        impl_->values.erase(key);
    } else {
        impl_->values[key] = value;
    }
    lock.unlock();
    impl_->changed.notify_all();
    if (failure) {
        std::rethrow_exception(failure);
    }
    return *value;
}

} // namespace lab::racefix
