// Atomics wherever they will do.
#include "race_fix.hpp"

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
    std::atomic<int> value{0};
};

Database::Database() : impl_(std::make_unique<Impl>()) {}

Database::~Database() = default;

int Database::value() const {
    return impl_->value;
}

void Database::increase() {
    std::this_thread::sleep_for(100ms);
    impl_->value.fetch_add(1);
}

struct Total::Impl {
    std::atomic<long> total{0};
};

Total::Total() : impl_(std::make_unique<Impl>()) {}

Total::~Total() = default;

void Total::add(long amount, long times) {
    for (long i = 0; i < times; ++i) {
        impl_->total.fetch_add(amount, std::memory_order_relaxed);
    }
}

long Total::get() const {
    return impl_->total.load(std::memory_order_relaxed);
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

// Nothing is shared but the directory, which nobody changes: no lock.
struct DataService::Impl {
    std::filesystem::path directory;
};

DataService::DataService(std::filesystem::path directory) : impl_(std::make_unique<Impl>()) {
    impl_->directory = std::move(directory);
}

DataService::~DataService() = default;

void DataService::save_data(const std::string& dest_file, const std::string& line) {
    std::ofstream file(impl_->directory / dest_file, std::ios::app);
    if (!file) {
        throw std::runtime_error("cannot open " + dest_file);
    }
    file << line + '\n'; // goes out as one piece when the file is closed
}

struct TicketOffice::Impl {
    std::atomic<int> next{1};
    int last = 0;
};

TicketOffice::TicketOffice(int tickets) : impl_(std::make_unique<Impl>()) {
    impl_->last = tickets;
}

TicketOffice::~TicketOffice() = default;

std::optional<int> TicketOffice::sell() {
    int ticket = impl_->next;
    do {
        if (ticket > impl_->last) {
            return std::nullopt;
        }
    } while (!impl_->next.compare_exchange_weak(ticket, ticket + 1));
    return ticket;
}

int TicketOffice::left() const {
    return impl_->last - impl_->next + 1;
}

struct Memo::Impl {
    std::mutex mutex;
    std::map<std::string, std::shared_future<int>> values; // guarded by mutex
};

Memo::Memo() : impl_(std::make_unique<Impl>()) {}

Memo::~Memo() = default;

int Memo::get(const std::string& key, const std::function<int(const std::string&)>& compute) {
    std::promise<int> promise;
    std::shared_future<int> value;
    bool ours = false;
    {
        const std::scoped_lock lock(impl_->mutex);
        const auto [found, is_new] = impl_->values.try_emplace(key);
        if (is_new) {
            found->second = promise.get_future().share();
        }
        value = found->second;
        ours = is_new;
    }
    if (ours) {
        try {
            promise.set_value(compute(key));
        } catch (...) {
            {
                const std::scoped_lock lock(impl_->mutex);
                impl_->values.erase(key);
            }
            promise.set_exception(std::current_exception());
        }
    }
    return value.get();
}

} // namespace lab::racefix
