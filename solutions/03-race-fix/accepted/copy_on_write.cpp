// Lists that nobody changes once others can see them.
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
    long sum = 0;
    for (long i = 0; i < times; ++i) {
        sum += amount;
    }
    impl_->total += sum;
}

long Total::get() const {
    return impl_->total;
}

// Nobody changes a list that others can see: whoever appends makes a new one.
struct ResultList::Impl {
    using Values = std::shared_ptr<const std::vector<int>>;
    std::atomic<Values> results{std::make_shared<const std::vector<int>>()};
};

ResultList::ResultList() : impl_(std::make_unique<Impl>()) {}

ResultList::~ResultList() = default;

void ResultList::append(int value) {
    Impl::Values before = impl_->results.load();
    Impl::Values after;
    do {
        auto longer = std::make_shared<std::vector<int>>(*before);
        longer->push_back(value);
        after = std::move(longer);
    } while (!impl_->results.compare_exchange_strong(before, after));
}

std::size_t ResultList::size() const {
    return impl_->results.load()->size();
}

std::vector<int> ResultList::snapshot() const {
    return *impl_->results.load();
}

std::vector<int> ResultList::take_all() {
    return *impl_->results.exchange(std::make_shared<const std::vector<int>>());
}

struct DataService::Impl {
    std::filesystem::path directory;
    std::mutex mutex;
    std::map<std::string, std::ofstream> files; // open ones, guarded by mutex
};

DataService::DataService(std::filesystem::path directory) : impl_(std::make_unique<Impl>()) {
    impl_->directory = std::move(directory);
}

DataService::~DataService() = default;

void DataService::save_data(const std::string& dest_file, const std::string& line) {
    const std::scoped_lock lock(impl_->mutex);
    auto found = impl_->files.find(dest_file);
    if (found == impl_->files.end()) {
        std::ofstream file(impl_->directory / dest_file, std::ios::app);
        if (!file) {
            throw std::runtime_error("cannot open " + dest_file);
        }
        found = impl_->files.emplace(dest_file, std::move(file)).first;
    }
    found->second << line << std::endl;
}

struct TicketOffice::Impl {
    std::atomic<int> left{0};
};

TicketOffice::TicketOffice(int tickets) : impl_(std::make_unique<Impl>()) {
    impl_->left = tickets;
}

TicketOffice::~TicketOffice() = default;

std::optional<int> TicketOffice::sell() {
    int ticket = impl_->left.load(std::memory_order_acquire);
    while (ticket > 0) {
        if (impl_->left.compare_exchange_strong(ticket, ticket - 1, std::memory_order_acq_rel)) {
            return ticket; // the highest number goes first
        }
    }
    return std::nullopt;
}

int TicketOffice::left() const {
    return impl_->left.load(std::memory_order_acquire);
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
