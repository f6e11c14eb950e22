// Locked functions that call each other, with locks that allow it.
#include "race_fix.hpp"

#include <chrono>
#include <condition_variable>
#include <fstream>
#include <mutex>
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
    mutable std::timed_mutex mutex;
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
}

struct Total::Impl {
    mutable std::recursive_mutex mutex;
    long total = 0;
};

Total::Total() : impl_(std::make_unique<Impl>()) {}

Total::~Total() = default;

void Total::add(long amount, long times) {
    const std::scoped_lock lock(impl_->mutex);
    impl_->total += amount * times;
}

long Total::get() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->total;
}

struct ResultList::Impl {
    mutable std::recursive_mutex mutex;
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
    const std::scoped_lock lock(impl_->mutex);
    std::vector<int> taken = snapshot(); // locks once more, which this lock allows
    impl_->results.clear();
    return taken;
}

struct DataService::Impl {
    std::filesystem::path directory;
    mutable std::recursive_timed_mutex mutex;
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
    mutable std::recursive_mutex mutex;
    int next = 1;
    int last = 0;
};

TicketOffice::TicketOffice(int tickets) : impl_(std::make_unique<Impl>()) {
    impl_->last = tickets;
}

TicketOffice::~TicketOffice() = default;

std::optional<int> TicketOffice::sell() {
    const std::scoped_lock lock(impl_->mutex);
    return left() == 0 ? std::nullopt : std::optional(impl_->next++);
}

int TicketOffice::left() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->last - impl_->next + 1;
}

struct Memo::Impl {
    std::recursive_timed_mutex mutex;
    std::condition_variable_any done;
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
        std::unique_lock<std::recursive_timed_mutex>& lock;
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
