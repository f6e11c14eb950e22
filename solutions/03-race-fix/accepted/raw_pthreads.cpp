// POSIX threads alone.
#include "race_fix.hpp"

#include <pthread.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace lab::racefix {

using namespace std::chrono_literals;

namespace {

class Mutex {
public:
    Mutex() = default;
    Mutex(const Mutex&) = delete;
    Mutex& operator=(const Mutex&) = delete;
    ~Mutex() { pthread_mutex_destroy(&mutex_); }

    void lock() { pthread_mutex_lock(&mutex_); }
    void unlock() { pthread_mutex_unlock(&mutex_); }

private:
    pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
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
    Mutex mutex;
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
    Mutex mutex;
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
    Mutex mutex;
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
    std::mutex mutex; // one line at a time
};

DataService::DataService(std::filesystem::path directory) : impl_(std::make_unique<Impl>()) {
    impl_->directory = std::move(directory);
}

DataService::~DataService() = default;

void DataService::save_data(const std::string& dest_file, const std::string& line) {
    const std::lock_guard lock(impl_->mutex);
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(
        std::fopen((impl_->directory / dest_file).c_str(), "a"), std::fclose);
    if (!file) {
        throw std::system_error(errno, std::generic_category(), dest_file);
    }
    std::fprintf(file.get(), "%s\n", line.c_str());
}

struct TicketOffice::Impl {
    Mutex mutex;
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
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
    std::map<std::string, int> values; // these two are guarded by mutex
    std::map<std::string, bool> computing;

    ~Impl() {
        pthread_cond_destroy(&changed);
        pthread_mutex_destroy(&mutex);
    }
};

Memo::Memo() : impl_(std::make_unique<Impl>()) {}

Memo::~Memo() = default;

int Memo::get(const std::string& key, const std::function<int(const std::string&)>& compute) {
    pthread_mutex_lock(&impl_->mutex);
    while (impl_->computing[key]) {
        pthread_cond_wait(&impl_->changed, &impl_->mutex);
    }
    if (const auto found = impl_->values.find(key); found != impl_->values.end()) {
        const int value = found->second;
        pthread_mutex_unlock(&impl_->mutex);
        return value;
    }
    impl_->computing[key] = true;
    pthread_mutex_unlock(&impl_->mutex);
    const auto finish = [&](const int* value) {
        pthread_mutex_lock(&impl_->mutex);
        if (value != nullptr) {
            impl_->values[key] = *value;
        }
        impl_->computing[key] = false;
        pthread_cond_broadcast(&impl_->changed);
        pthread_mutex_unlock(&impl_->mutex);
    };
    int value = 0;
    try {
        value = compute(key);
    } catch (...) {
        finish(nullptr);
        throw;
    }
    finish(&value);
    return value;
}

} // namespace lab::racefix
