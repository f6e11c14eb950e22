// Whoever was overtaken begins anew.
#include "race_fix.hpp"

#include <atomic>
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
    std::atomic<int> value{0};
};

Database::Database() : impl_(std::make_unique<Impl>()) {}

Database::~Database() = default;

int Database::value() const {
    return impl_->value;
}

void Database::increase() {
    int local = 0;
    do {
        local = impl_->value;
        std::this_thread::sleep_for(100ms);
    } while (!impl_->value.compare_exchange_strong(local, local + 1));
}

struct Total::Impl {
    std::atomic<long> total{0};
};

Total::Total() : impl_(std::make_unique<Impl>()) {}

Total::~Total() = default;

void Total::add(long amount, long times) {
    long before = impl_->total;
    while (!impl_->total.compare_exchange_weak(before, before + amount * times)) {
    }
}

long Total::get() const {
    return impl_->total;
}

// A lock for the pointer alone: copies are made outside.
struct ResultList::Impl {
    using Values = std::shared_ptr<const std::vector<int>>;
    std::mutex mutex;
    Values results = std::make_shared<const std::vector<int>>(); // guarded by mutex

    Values now() {
        const std::lock_guard lock(mutex);
        return results;
    }
};

ResultList::ResultList() : impl_(std::make_unique<Impl>()) {}

ResultList::~ResultList() = default;

void ResultList::append(int value) {
    while (true) {
        const Impl::Values before = impl_->now();
        auto longer = std::make_shared<std::vector<int>>(*before);
        longer->push_back(value);
        const std::lock_guard lock(impl_->mutex);
        if (impl_->results == before) {
            impl_->results = std::move(longer);
            return;
        }
    }
}

std::size_t ResultList::size() const {
    return impl_->now()->size();
}

std::vector<int> ResultList::snapshot() const {
    return *impl_->now();
}

std::vector<int> ResultList::take_all() {
    auto taken = std::make_shared<const std::vector<int>>();
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->results.swap(taken);
    }
    return *taken;
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
    struct Entry {
        std::once_flag once;
        int value = 0;
    };
    std::mutex mutex;
    std::map<std::string, Entry> entries; // guarded by mutex; an entry stays where it is
};

Memo::Memo() : impl_(std::make_unique<Impl>()) {}

Memo::~Memo() = default;

int Memo::get(const std::string& key, const std::function<int(const std::string&)>& compute) {
    Impl::Entry* entry = nullptr;
    {
        const std::scoped_lock lock(impl_->mutex);
        entry = &impl_->entries[key];
    }
    std::call_once(entry->once, [&] { entry->value = compute(key); });
    return entry->value;
}

} // namespace lab::racefix
