// Practical 3, race fix: this is the file that you edit, and the only one.
// README.md has the tasks; `make check EX=03` tells how far you are.
// The code is complete, and right as long as one thread uses it. Find out what several threads do
// to it, write that down in task 1, and then mend it.
#include "race_fix.hpp"

#include <chrono>
#include <fstream>
#include <map>
#include <stdexcept>
#include <thread>
#include <utility>

namespace lab::racefix {

using namespace std::chrono_literals;

// TODO(schedules): before you mend anything, write the schedules that break it. "A1 A2 A3" are the
// three numbered steps of Database::increase() or DataService::save_data(), taken by thread A.
std::string database_ends_at_1() {
    return "";
}

std::string database_ends_at_2() {
    return "";
}

std::string both_lines_in_file_2() {
    return "";
}

std::string three_threads_end_at_1() {
    return "";
}

// TODO(database): two calls of increase() at the same time must leave 2. The pause stays.
struct Database::Impl {
    int value = 0;
};

Database::Database() : impl_(std::make_unique<Impl>()) {}

Database::~Database() = default;

int Database::value() const {
    return impl_->value;
}

void Database::increase() {
    int local = impl_->value;           // step 1: read
    local = local + 1;                  // step 2: add
    std::this_thread::sleep_for(100ms); // the database takes its time
    impl_->value = local;               // step 3: write
}

// TODO(total): ten threads that each add 1 a million times must leave ten million.
struct Total::Impl {
    long total = 0;
};

Total::Total() : impl_(std::make_unique<Impl>()) {}

Total::~Total() = default;

void Total::add(long amount, long times) {
    for (long i = 0; i < times; ++i) {
        impl_->total += amount;
    }
}

long Total::get() const {
    return impl_->total;
}

// TODO(results): whatever the threads do, every value that was appended is there once.
struct ResultList::Impl {
    std::vector<int> results;
};

ResultList::ResultList() : impl_(std::make_unique<Impl>()) {}

ResultList::~ResultList() = default;

void ResultList::append(int value) {
    impl_->results.push_back(value);
}

std::size_t ResultList::size() const {
    return impl_->results.size();
}

std::vector<int> ResultList::snapshot() const {
    return impl_->results;
}

std::vector<int> ResultList::take_all() {
    std::vector<int> taken = impl_->results;
    impl_->results.clear();
    return taken;
}

// TODO(files): each line belongs in the file that it was saved to, whatever the timing.
struct DataService::Impl {
    std::filesystem::path directory;
    std::string dest_file;
};

DataService::DataService(std::filesystem::path directory)
    : impl_(std::make_unique<Impl>(Impl{std::move(directory), {}})) {}

DataService::~DataService() = default;

void DataService::save_data(const std::string& dest_file, const std::string& line) {
    impl_->dest_file = dest_file;                                           // step 1: set the name
    std::ofstream file(impl_->directory / impl_->dest_file, std::ios::app); // step 2: open
    if (!file) {
        throw std::runtime_error("cannot open " + impl_->dest_file);
    }
    file << line << '\n'; // step 3: write
}

// TODO(decide): no number is sold twice, and none that does not exist.
struct TicketOffice::Impl {
    int next = 1;
    int last;
};

TicketOffice::TicketOffice(int tickets) : impl_(std::make_unique<Impl>(Impl{1, tickets})) {}

TicketOffice::~TicketOffice() = default;

std::optional<int> TicketOffice::sell() {
    if (impl_->next > impl_->last) {
        return std::nullopt;
    }
    const int ticket = impl_->next;
    impl_->next = ticket + 1;
    return ticket;
}

int TicketOffice::left() const {
    return impl_->last - impl_->next + 1;
}

// TODO(decide): each key is computed once, and nobody waits for another key.
struct Memo::Impl {
    std::map<std::string, int> cache;
};

Memo::Memo() : impl_(std::make_unique<Impl>()) {}

Memo::~Memo() = default;

int Memo::get(const std::string& key, const std::function<int(const std::string&)>& compute) {
    auto found = impl_->cache.find(key);
    if (found == impl_->cache.end()) {
        const int value = compute(key);
        found = impl_->cache.emplace(key, value).first;
    }
    return found->second;
}

} // namespace lab::racefix
