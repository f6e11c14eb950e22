// A lock of its own that serves in the order of asking.
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

namespace {

// Serves in the order of asking; whoever waits, sleeps.
class TurnLock {
public:
    void lock() {
        const unsigned mine = next_++;
        for (unsigned now = serving_; now != mine; now = serving_) {
            serving_.wait(now);
        }
    }
    void unlock() {
        ++serving_;
        serving_.notify_all();
    }

private:
    std::atomic<unsigned> next_{0};
    std::atomic<unsigned> serving_{0};
};

} // namespace

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
    TurnLock mutex;
    int value = 0;
};

Database::Database() : impl_(std::make_unique<Impl>()) {}

Database::~Database() = default;

int Database::value() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->value;
}

void Database::increase() {
    const std::lock_guard lock(impl_->mutex);
    const int local = impl_->value;
    std::this_thread::sleep_for(100ms);
    impl_->value = local + 1;
}

struct Total::Impl {
    TurnLock mutex;
    long total = 0;
};

Total::Total() : impl_(std::make_unique<Impl>()) {}

Total::~Total() = default;

void Total::add(long amount, long times) {
    const std::lock_guard lock(impl_->mutex);
    impl_->total += amount * times;
}

long Total::get() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->total;
}

struct ResultList::Impl {
    TurnLock mutex;
    std::vector<int> results;
};

ResultList::ResultList() : impl_(std::make_unique<Impl>()) {}

ResultList::~ResultList() = default;

void ResultList::append(int value) {
    const std::lock_guard lock(impl_->mutex);
    impl_->results.push_back(value);
}

std::size_t ResultList::size() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->results.size();
}

std::vector<int> ResultList::snapshot() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->results;
}

std::vector<int> ResultList::take_all() {
    std::vector<int> taken;
    const std::lock_guard lock(impl_->mutex);
    taken.swap(impl_->results);
    return taken;
}

struct DataService::Impl {
    std::filesystem::path directory;
    TurnLock mutex;
    std::string dest_file;
};

DataService::DataService(std::filesystem::path directory) : impl_(std::make_unique<Impl>()) {
    impl_->directory = std::move(directory);
}

DataService::~DataService() = default;

void DataService::save_data(const std::string& dest_file, const std::string& line) {
    const std::lock_guard lock(impl_->mutex);
    impl_->dest_file = dest_file;
    std::ofstream file(impl_->directory / impl_->dest_file, std::ios::app);
    if (!file) {
        throw std::runtime_error("cannot open " + impl_->dest_file);
    }
    file << line << '\n';
}

struct TicketOffice::Impl {
    TurnLock mutex;
    int next = 1;
    int last = 0;
};

TicketOffice::TicketOffice(int tickets) : impl_(std::make_unique<Impl>()) {
    impl_->last = tickets;
}

TicketOffice::~TicketOffice() = default;

std::optional<int> TicketOffice::sell() {
    const std::lock_guard lock(impl_->mutex);
    return impl_->next > impl_->last ? std::nullopt : std::optional(impl_->next++);
}

int TicketOffice::left() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->last - impl_->next + 1;
}

struct Memo::Impl {
    enum State { unknown, computing, known };
    struct Entry {
        std::atomic<State> state{unknown};
        int value = 0; // good once the state is known
    };
    std::mutex mutex;
    std::map<std::string, Entry> entries; // guarded by mutex; an entry stays where it is
};

Memo::Memo() : impl_(std::make_unique<Impl>()) {}

Memo::~Memo() = default;

int Memo::get(const std::string& key, const std::function<int(const std::string&)>& compute) {
    std::unique_lock lock(impl_->mutex);
    Impl::Entry& entry = impl_->entries[key];
    lock.unlock();
    while (entry.state != Impl::known) {
        Impl::State state = Impl::unknown;
        if (!entry.state.compare_exchange_strong(state, Impl::computing)) {
            entry.state.wait(Impl::computing);
            continue;
        }
        try {
            entry.value = compute(key);
        } catch (...) {
            entry.state = Impl::unknown;
            entry.state.notify_all();
            throw;
        }
        entry.state = Impl::known;
        entry.state.notify_all();
    }
    return entry.value;
}

} // namespace lab::racefix
