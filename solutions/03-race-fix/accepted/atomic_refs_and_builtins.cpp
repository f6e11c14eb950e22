// Plain members, atomic accesses.
#include "race_fix.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace lab::racefix {

using namespace std::chrono_literals;

namespace {

class FlagLock {
public:
    void lock() {
        while (flag_.test_and_set()) {
            flag_.wait(true);
        }
    }
    void unlock() {
        flag_.clear();
        flag_.notify_one();
    }

private:
    std::atomic_flag flag_;
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
    alignas(std::atomic_ref<int>::required_alignment) int value = 0;
};

Database::Database() : impl_(std::make_unique<Impl>()) {}

Database::~Database() = default;

int Database::value() const {
    return std::atomic_ref(impl_->value).load();
}

void Database::increase() {
    std::this_thread::sleep_for(100ms);
    ++std::atomic_ref(impl_->value);
}

struct Total::Impl {
    long total = 0;
};

Total::Total() : impl_(std::make_unique<Impl>()) {}

Total::~Total() = default;

void Total::add(long amount, long times) {
    __atomic_fetch_add(&impl_->total, amount * times, __ATOMIC_SEQ_CST);
}

long Total::get() const {
    return __atomic_load_n(&impl_->total, __ATOMIC_SEQ_CST);
}

struct ResultList::Impl {
    FlagLock mutex;
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
};

DataService::DataService(std::filesystem::path directory) : impl_(std::make_unique<Impl>()) {
    impl_->directory = std::move(directory);
}

DataService::~DataService() = default;

void DataService::save_data(const std::string& dest_file, const std::string& line) {
    const std::string text = line + '\n';
    const int file = open((impl_->directory / dest_file).c_str(),
                          O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0) {
        throw std::system_error(errno, std::generic_category(), dest_file);
    }
    const ssize_t written = write(file, text.data(), text.size());
    const int error = errno;
    close(file);
    if (written != static_cast<ssize_t>(text.size())) {
        throw std::system_error(error, std::generic_category(), dest_file);
    }
}

// Every ticket says whether it is sold.
struct TicketOffice::Impl {
    std::vector<std::atomic<bool>> sold;
};

TicketOffice::TicketOffice(int tickets) : impl_(std::make_unique<Impl>()) {
    impl_->sold = std::vector<std::atomic<bool>>(static_cast<std::size_t>(tickets));
}

TicketOffice::~TicketOffice() = default;

std::optional<int> TicketOffice::sell() {
    for (std::size_t i = 0; i < impl_->sold.size(); ++i) {
        if (!impl_->sold[i].exchange(true)) {
            return static_cast<int>(i) + 1;
        }
    }
    return std::nullopt;
}

int TicketOffice::left() const {
    return static_cast<int>(
        std::ranges::count_if(impl_->sold, [](const auto& sold) { return !sold.load(); }));
}

struct Memo::Impl {
    struct Entry {
        std::mutex mutex;
        std::optional<int> value; // guarded by this entry's mutex
    };
    std::mutex mutex;
    std::map<std::string, std::shared_ptr<Entry>> entries; // guarded by mutex
};

Memo::Memo() : impl_(std::make_unique<Impl>()) {}

Memo::~Memo() = default;

int Memo::get(const std::string& key, const std::function<int(const std::string&)>& compute) {
    std::shared_ptr<Impl::Entry> entry;
    {
        const std::scoped_lock lock(impl_->mutex);
        std::shared_ptr<Impl::Entry>& place = impl_->entries[key];
        if (!place) {
            place = std::make_shared<Impl::Entry>();
        }
        entry = place;
    }
    const std::scoped_lock lock(entry->mutex);
    if (!entry->value) {
        entry->value = compute(key);
    }
    return *entry->value;
}

} // namespace lab::racefix
