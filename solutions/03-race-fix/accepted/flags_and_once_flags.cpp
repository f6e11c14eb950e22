// As little locking as possible: an atomic list, flags for tickets, once_flags, synchronised
// streams.
#include "race_fix.hpp"
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <fstream>
#include <map>
#include <mutex>
#include <stdexcept>
#include <syncstream>
#include <thread>

namespace lab::racefix {

std::string database_ends_at_1() {
    return "B1 A1 A2\nB2 B3 A3";
}
std::string database_ends_at_2() {
    return "B1 B2 B3\nA1 A2 A3";
}
std::string both_lines_in_file_2() {
    return "A1 B1 B2 B3 A2 A3";
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
    return impl_->value.load(std::memory_order_acquire);
}
void Database::increase() {
    std::this_thread::sleep_until(std::chrono::steady_clock::now() +
                                  std::chrono::milliseconds(100));
    int seen = impl_->value.load();
    while (!impl_->value.compare_exchange_weak(seen, seen + 1)) {
    }
}

// A gate of an atomic flag that sleeps.
class Gate {
public:
    void lock() {
        while (shut_.test_and_set(std::memory_order_acquire)) {
            shut_.wait(true, std::memory_order_relaxed);
        }
    }
    void unlock() {
        shut_.clear(std::memory_order_release);
        shut_.notify_one();
    }

private:
    std::atomic_flag shut_{};
};

struct Total::Impl {
    mutable Gate gate{};
    long sum = 0; // gate
};
Total::Total() : impl_(std::make_unique<Impl>()) {}
Total::~Total() = default;
void Total::add(long amount, long times) {
    const std::scoped_lock lock(impl_->gate);
    impl_->sum += amount * times;
}
long Total::get() const {
    const std::scoped_lock lock(impl_->gate);
    return impl_->sum;
}

struct ResultList::Impl {
    struct Node {
        int value;
        std::size_t count;
        std::shared_ptr<const Node> before;
    };
    std::atomic<std::shared_ptr<const Node>> last{};

    static std::vector<int> listed(const std::shared_ptr<const Node>& last) {
        std::vector<int> values(last ? last->count : 0);
        auto place = values.rbegin();
        for (const Node* node = last.get(); node != nullptr; node = node->before.get()) {
            *place++ = node->value;
        }
        return values;
    }
};
ResultList::ResultList() : impl_(std::make_unique<Impl>()) {}
ResultList::~ResultList() = default;
void ResultList::append(int value) {
    auto node = std::make_shared<Impl::Node>(Impl::Node{value, 1, nullptr});
    auto before = impl_->last.load();
    do {
        node->count = before ? before->count + 1 : 1;
        node->before = before;
    } while (!impl_->last.compare_exchange_weak(before, node));
}
std::size_t ResultList::size() const {
    const auto last = impl_->last.load();
    return last ? last->count : 0;
}
std::vector<int> ResultList::snapshot() const {
    return Impl::listed(impl_->last.load());
}
std::vector<int> ResultList::take_all() {
    return Impl::listed(impl_->last.exchange(nullptr));
}

struct DataService::Impl {
    std::filesystem::path directory;
    std::mutex mutex{};
    std::map<std::string, std::ofstream> open{}; // mutex
};
DataService::DataService(std::filesystem::path directory)
    : impl_(new Impl{.directory = std::move(directory)}) {}
DataService::~DataService() = default;
void DataService::save_data(const std::string& dest_file, const std::string& line) {
    std::ofstream* stream = nullptr;
    {
        const std::lock_guard lock(impl_->mutex);
        auto found = impl_->open.find(dest_file);
        if (found == impl_->open.end()) {
            std::ofstream fresh;
            fresh.exceptions(std::ios::failbit);
            fresh.open(impl_->directory / dest_file, std::ios::out | std::ios::app);
            found = impl_->open.emplace(dest_file, std::move(fresh)).first;
        }
        stream = &found->second;
    }
    std::osyncstream out(*stream);
    out << line << std::endl;
}

struct TicketOffice::Impl {
    explicit Impl(int tickets) : sold(static_cast<std::size_t>(tickets)) {}
    std::deque<std::atomic_flag> sold;
};
TicketOffice::TicketOffice(int tickets) : impl_(std::make_unique<Impl>(tickets)) {}
TicketOffice::~TicketOffice() = default;
std::optional<int> TicketOffice::sell() {
    int number = 0;
    for (std::atomic_flag& sold : impl_->sold) {
        ++number;
        if (!sold.test_and_set()) {
            return number;
        }
    }
    return {};
}
int TicketOffice::left() const {
    return static_cast<int>(std::ranges::count_if(
        impl_->sold, [](const std::atomic_flag& sold) { return !sold.test(); }));
}

struct Memo::Impl {
    struct Entry {
        std::once_flag once{};
        int value = 0;
    };
    std::mutex mutex{};
    std::map<std::string, Entry> entries{}; // mutex; entries stay where they are
};
Memo::Memo() : impl_(std::make_unique<Impl>()) {}
Memo::~Memo() = default;
int Memo::get(const std::string& key, const std::function<int(const std::string&)>& compute) {
    Impl::Entry* entry = nullptr;
    {
        const std::lock_guard lock(impl_->mutex);
        entry = &impl_->entries[key];
    }
    std::call_once(entry->once, [&] { entry->value = compute(key); });
    return entry->value;
}

} // namespace lab::racefix
