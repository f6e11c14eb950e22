// A semaphore of one in place of a mutex.
#include "race_fix.hpp"

#include <semaphore.h>

#include <chrono>
#include <fstream>
#include <map>
#include <stdexcept>
#include <thread>
#include <utility>

namespace lab::racefix {

using namespace std::chrono_literals;

namespace {

// A POSIX semaphore of one.
class Semaphore {
public:
    Semaphore() { sem_init(&semaphore_, 0, 1); }
    ~Semaphore() { sem_destroy(&semaphore_); }
    Semaphore(const Semaphore&) = delete;
    Semaphore& operator=(const Semaphore&) = delete;

    void acquire() {
        while (sem_wait(&semaphore_) != 0) { // interrupted by a signal
        }
    }
    void release() { sem_post(&semaphore_); }

private:
    sem_t semaphore_{};
};

// Holds a semaphore.
class Turn {
public:
    explicit Turn(Semaphore& semaphore) : semaphore_(semaphore) { semaphore_.acquire(); }
    ~Turn() { semaphore_.release(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    Semaphore& semaphore_;
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
    Semaphore semaphore;
    int value = 0;
};

Database::Database() : impl_(std::make_unique<Impl>()) {}

Database::~Database() = default;

int Database::value() const {
    const Turn turn(impl_->semaphore);
    return impl_->value;
}

void Database::increase() {
    const Turn turn(impl_->semaphore);
    const int local = impl_->value;
    std::this_thread::sleep_for(100ms);
    impl_->value = local + 1;
}

struct Total::Impl {
    Semaphore semaphore;
    long total = 0;
};

Total::Total() : impl_(std::make_unique<Impl>()) {}

Total::~Total() = default;

void Total::add(long amount, long times) {
    const Turn turn(impl_->semaphore);
    impl_->total += amount * times;
}

long Total::get() const {
    const Turn turn(impl_->semaphore);
    return impl_->total;
}

struct ResultList::Impl {
    Semaphore semaphore;
    std::vector<int> results;
};

ResultList::ResultList() : impl_(std::make_unique<Impl>()) {}

ResultList::~ResultList() = default;

void ResultList::append(int value) {
    const Turn turn(impl_->semaphore);
    impl_->results.push_back(value);
}

std::size_t ResultList::size() const {
    const Turn turn(impl_->semaphore);
    return impl_->results.size();
}

std::vector<int> ResultList::snapshot() const {
    const Turn turn(impl_->semaphore);
    return impl_->results;
}

std::vector<int> ResultList::take_all() {
    std::vector<int> taken;
    const Turn turn(impl_->semaphore);
    taken.swap(impl_->results);
    return taken;
}

struct DataService::Impl {
    std::filesystem::path directory;
    Semaphore semaphore;
    std::string dest_file;
};

DataService::DataService(std::filesystem::path directory) : impl_(std::make_unique<Impl>()) {
    impl_->directory = std::move(directory);
}

DataService::~DataService() = default;

void DataService::save_data(const std::string& dest_file, const std::string& line) {
    const Turn turn(impl_->semaphore);
    impl_->dest_file = dest_file;
    std::ofstream file(impl_->directory / impl_->dest_file, std::ios::app);
    if (!file) {
        throw std::runtime_error("cannot open " + impl_->dest_file);
    }
    file << line << '\n';
}

struct TicketOffice::Impl {
    Semaphore semaphore;
    int next = 1;
    int last = 0;
};

TicketOffice::TicketOffice(int tickets) : impl_(std::make_unique<Impl>()) {
    impl_->last = tickets;
}

TicketOffice::~TicketOffice() = default;

std::optional<int> TicketOffice::sell() {
    const Turn turn(impl_->semaphore);
    return impl_->next > impl_->last ? std::nullopt : std::optional(impl_->next++);
}

int TicketOffice::left() const {
    const Turn turn(impl_->semaphore);
    return impl_->last - impl_->next + 1;
}

struct Memo::Impl {
    struct Entry {
        Semaphore turn;
        std::optional<int> value; // whoever has the turn
    };
    Semaphore mutex;
    std::map<std::string, Entry> entries;
};

Memo::Memo() : impl_(std::make_unique<Impl>()) {}

Memo::~Memo() = default;

int Memo::get(const std::string& key, const std::function<int(const std::string&)>& compute) {
    impl_->mutex.acquire();
    Impl::Entry& entry = impl_->entries[key];
    impl_->mutex.release();
    const Turn turn(entry.turn);
    if (!entry.value) {
        entry.value = compute(key);
    }
    return *entry.value;
}

} // namespace lab::racefix
