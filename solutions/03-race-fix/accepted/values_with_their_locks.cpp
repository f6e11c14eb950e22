// No value without its lock.
#include "race_fix.hpp"

#include <chrono>
#include <fstream>
#include <future>
#include <map>
#include <mutex>
#include <queue>
#include <thread>
#include <utility>

namespace lab::racefix {

using namespace std::chrono_literals;

namespace {

// A value that can only be reached with its lock held.
template <typename Value>
class Synchronised {
public:
    template <typename Use>
    auto with(Use use) {
        const std::scoped_lock lock(mutex_);
        return use(value_);
    }

private:
    std::mutex mutex_;
    Value value_{};
};

} // namespace

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
    Synchronised<int> value;
};

Database::Database() : impl_(std::make_unique<Impl>()) {}

Database::~Database() = default;

int Database::value() const {
    return impl_->value.with([](int value) { return value; });
}

void Database::increase() {
    impl_->value.with([](int& value) {
        const int local = value;
        std::this_thread::sleep_for(100ms);
        value = local + 1;
    });
}

struct Total::Impl {
    Synchronised<long> total;
};

Total::Total() : impl_(std::make_unique<Impl>()) {}

Total::~Total() = default;

void Total::add(long amount, long times) {
    impl_->total.with([&](long& total) { total += amount * times; });
}

long Total::get() const {
    return impl_->total.with([](long total) { return total; });
}

struct ResultList::Impl {
    Synchronised<std::vector<int>> results;
};

ResultList::ResultList() : impl_(std::make_unique<Impl>()) {}

ResultList::~ResultList() = default;

void ResultList::append(int value) {
    impl_->results.with([&](std::vector<int>& results) { results.push_back(value); });
}

std::size_t ResultList::size() const {
    return impl_->results.with([](const std::vector<int>& results) { return results.size(); });
}

std::vector<int> ResultList::snapshot() const {
    return impl_->results.with([](const std::vector<int>& results) { return results; });
}

std::vector<int> ResultList::take_all() {
    return impl_->results.with([](std::vector<int>& results) { return std::move(results); });
}

struct DataService::Impl {
    std::filesystem::path directory;
    std::timed_mutex mutex; // one line at a time
};

DataService::DataService(std::filesystem::path directory) : impl_(std::make_unique<Impl>()) {
    impl_->directory = std::move(directory);
}

DataService::~DataService() = default;

void DataService::save_data(const std::string& dest_file, const std::string& line) {
    const std::lock_guard lock(impl_->mutex);
    std::ofstream file;
    file.exceptions(std::ios::failbit | std::ios::badbit);
    file.open(impl_->directory / dest_file, std::ios::out | std::ios::app);
    file << line << '\n';
}

struct TicketOffice::Impl {
    Synchronised<std::queue<int>> tickets;
};

TicketOffice::TicketOffice(int tickets) : impl_(std::make_unique<Impl>()) {
    impl_->tickets.with([&](std::queue<int>& queue) {
        for (int ticket = 1; ticket <= tickets; ++ticket) {
            queue.push(ticket);
        }
    });
}

TicketOffice::~TicketOffice() = default;

std::optional<int> TicketOffice::sell() {
    return impl_->tickets.with([](std::queue<int>& queue) -> std::optional<int> {
        if (queue.empty()) {
            return std::nullopt;
        }
        const int ticket = queue.front();
        queue.pop();
        return ticket;
    });
}

int TicketOffice::left() const {
    return impl_->tickets.with(
        [](const std::queue<int>& queue) { return static_cast<int>(queue.size()); });
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
