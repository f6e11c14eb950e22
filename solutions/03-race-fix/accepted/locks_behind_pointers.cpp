// The lock is somewhere else.
#include "race_fix.hpp"

#include <chrono>
#include <fstream>
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
    std::shared_ptr<std::mutex> mutex = std::make_shared<std::mutex>();
    int value = 0;
};

Database::Database() : impl_(std::make_unique<Impl>()) {}

Database::~Database() = default;

int Database::value() const {
    const std::lock_guard lock(*impl_->mutex);
    return impl_->value;
}

void Database::increase() {
    std::unique_lock lock(*impl_->mutex, std::defer_lock);
    lock.lock();
    const int local = impl_->value;
    std::this_thread::sleep_for(100ms);
    impl_->value = local + 1;
}

struct Total::Impl {
    std::shared_ptr<std::mutex> mutex = std::make_shared<std::mutex>();
    long total = 0;
};

Total::Total() : impl_(std::make_unique<Impl>()) {}

Total::~Total() = default;

void Total::add(long amount, long times) {
    std::unique_lock lock(*impl_->mutex, std::defer_lock);
    lock.lock();
    impl_->total += amount * times;
}

long Total::get() const {
    const std::lock_guard lock(*impl_->mutex);
    return impl_->total;
}

struct ResultList::Impl {
    std::shared_ptr<std::mutex> mutex = std::make_shared<std::mutex>();
    std::vector<int> results;
};

ResultList::ResultList() : impl_(std::make_unique<Impl>()) {}

ResultList::~ResultList() = default;

void ResultList::append(int value) {
    std::unique_lock lock(*impl_->mutex, std::defer_lock);
    lock.lock();
    impl_->results.push_back(value);
}

std::size_t ResultList::size() const {
    const std::lock_guard lock(*impl_->mutex);
    return impl_->results.size();
}

std::vector<int> ResultList::snapshot() const {
    const std::lock_guard lock(*impl_->mutex);
    return impl_->results;
}

std::vector<int> ResultList::take_all() {
    std::vector<int> taken;
    std::unique_lock lock(*impl_->mutex, std::defer_lock);
    lock.lock();
    taken.swap(impl_->results);
    return taken;
}

struct DataService::Impl {
    std::filesystem::path directory;
    std::shared_ptr<std::mutex> mutex = std::make_shared<std::mutex>();
    std::string dest_file;
};

DataService::DataService(std::filesystem::path directory) : impl_(std::make_unique<Impl>()) {
    impl_->directory = std::move(directory);
}

DataService::~DataService() = default;

void DataService::save_data(const std::string& dest_file, const std::string& line) {
    std::unique_lock lock(*impl_->mutex, std::defer_lock);
    lock.lock();
    impl_->dest_file = dest_file;
    std::ofstream file(impl_->directory / impl_->dest_file, std::ios::app);
    if (!file) {
        throw std::runtime_error("cannot open " + impl_->dest_file);
    }
    file << line << '\n';
}

struct TicketOffice::Impl {
    std::shared_ptr<std::mutex> mutex = std::make_shared<std::mutex>();
    int next = 1;
    int last = 0;
};

TicketOffice::TicketOffice(int tickets) : impl_(std::make_unique<Impl>()) {
    impl_->last = tickets;
}

TicketOffice::~TicketOffice() = default;

std::optional<int> TicketOffice::sell() {
    std::unique_lock lock(*impl_->mutex, std::defer_lock);
    lock.lock();
    return impl_->next > impl_->last ? std::nullopt : std::optional(impl_->next++);
}

int TicketOffice::left() const {
    const std::lock_guard lock(*impl_->mutex);
    return impl_->last - impl_->next + 1;
}

struct Memo::Impl {
    struct Entry {
        std::mutex mutex;
        std::optional<int> value; // guarded by this entry's mutex
    };
    std::mutex mutex;
    std::map<std::string, std::shared_ptr<Entry>> entries; // guarded by mutex
};

Memo::Memo() : impl_(std::make_unique<Impl>()) {}

Memo::~Memo() = default;

int Memo::get(const std::string& key, const std::function<int(const std::string&)>& compute) {
    std::shared_ptr<Impl::Entry> entry;
    {
        const std::scoped_lock lock(impl_->mutex);
        std::shared_ptr<Impl::Entry>& place = impl_->entries[key];
        if (!place) {
            place = std::make_shared<Impl::Entry>();
        }
        entry = place;
    }
    const std::scoped_lock lock(entry->mutex);
    if (!entry->value) {
        entry->value = compute(key);
    }
    return *entry->value;
}

} // namespace lab::racefix
