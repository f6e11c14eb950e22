// fails: database-two (data-race), database-race (data-race), total-adds-up (data-race), total-race (data-race), results-all (data-race), results-race (data-race), files-two (data-race), files-race (data-race), tickets-once (data-race), tickets-race (data-race), memo-once (data-race), memo-race (data-race)
#include "race_fix.hpp"

#include <chrono>
#include <condition_variable>
#include <fstream>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

namespace lab::racefix {

using namespace std::chrono_literals;

std::string database_ends_at_1() {
    return "A1 A2 B1 B2 A3 B3";
}

std::string database_ends_at_2() {
    return "A1 A2 A3 B1 B2 B3";
}

std::string both_lines_in_file_2() {
    return "A1 B1 A2 A3 B2 B3";
}

std::string three_threads_end_at_1() {
    return "A1 B1 C1 A2 A3 B2 B3 C2 C3";
}

struct Database::Impl {
    int value = 0;
};

Database::Database() : impl_(std::make_unique<Impl>()) {}

Database::~Database() = default;

int Database::value() const {
    return impl_->value; // HERE
}

void Database::increase() {
    int local = impl_->value;           // HERE
    local = local + 1;                  // step 2: add
    std::this_thread::sleep_for(100ms); // the database takes its time
    impl_->value = local;               // HERE
}

struct Total::Impl {
    long total = 0;
};

Total::Total() : impl_(std::make_unique<Impl>()) {}

Total::~Total() = default;

void Total::add(long amount, long times) {
    for (long i = 0; i < times; ++i) {
        impl_->total += amount; // HERE
    }
}

long Total::get() const {
    return impl_->total; // HERE
}

struct ResultList::Impl {
    std::vector<int> results;
};

ResultList::ResultList() : impl_(std::make_unique<Impl>()) {}

ResultList::~ResultList() = default;

void ResultList::append(int value) {
    impl_->results.push_back(value); // HERE
}

std::size_t ResultList::size() const {
    return impl_->results.size(); // HERE
}

std::vector<int> ResultList::snapshot() const {
    return impl_->results; // HERE
}

std::vector<int> ResultList::take_all() {
    std::vector<int> taken = impl_->results; // HERE
    impl_->results.clear();                  // HERE
    return taken;
}

struct DataService::Impl {
    std::filesystem::path directory;
    std::string dest_file;
};

DataService::DataService(std::filesystem::path directory)
    : impl_(std::make_unique<Impl>(Impl{std::move(directory), {}})) {}

DataService::~DataService() = default;

void DataService::save_data(const std::string& dest_file, const std::string& line) {
    impl_->dest_file = dest_file;                                           // HERE
    std::ofstream file(impl_->directory / impl_->dest_file, std::ios::app); // HERE
    if (!file) {
        throw std::runtime_error("cannot open " + impl_->dest_file);
    }
    file << line << '\n'; // step 3: write
}

struct TicketOffice::Impl {
    int next = 1;
    int last;
};

TicketOffice::TicketOffice(int tickets) : impl_(std::make_unique<Impl>(Impl{1, tickets})) {}

TicketOffice::~TicketOffice() = default;

std::optional<int> TicketOffice::sell() {
    if (impl_->next > impl_->last) { // HERE
        return std::nullopt;
    }
    const int ticket = impl_->next; // HERE
    impl_->next = ticket + 1;       // HERE
    return ticket;
}

int TicketOffice::left() const {
    return impl_->last - impl_->next + 1; // HERE
}

struct Memo::Impl {
    std::map<std::string, int> cache;
};

Memo::Memo() : impl_(std::make_unique<Impl>()) {}

Memo::~Memo() = default;

int Memo::get(const std::string& key, const std::function<int(const std::string&)>& compute) {
    auto found = impl_->cache.find(key);                // HERE
    if (found == impl_->cache.end()) {                  // HERE
        const int value = compute(key);                 // HERE
        found = impl_->cache.emplace(key, value).first; // HERE
    }
    return found->second; // HERE
}

} // namespace lab::racefix
