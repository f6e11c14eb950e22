// Each object has a thread that owns its data and serves requests.
#include "race_fix.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <fstream>
#include <future>
#include <map>
#include <mutex>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <utility>

namespace lab::racefix {

using namespace std::chrono_literals;

namespace {

// A thread of its own that does what it is asked to, one thing after the other.
class Owner {
public:
    // Returns what `request` returned or threw, when it has.
    template <typename Request>
    auto ask(Request request) -> decltype(request()) {
        std::packaged_task<decltype(request())()> task(std::move(request));
        auto answer = task.get_future();
        {
            const std::scoped_lock lock(mutex_);
            requests_.emplace_back([&task] { task(); });
        }
        changed_.notify_one();
        return answer.get();
    }

private:
    void serve(const std::stop_token& stop) {
        while (true) {
            std::unique_lock lock(mutex_);
            if (!changed_.wait(lock, stop, [this] { return !requests_.empty(); })) {
                return;
            }
            const std::function<void()> request = std::move(requests_.front());
            requests_.pop_front();
            lock.unlock();
            request();
        }
    }

    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<std::function<void()>> requests_; // guarded by mutex_
    std::jthread thread_{[this](const std::stop_token& stop) { serve(stop); }};
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
    int value = 0; // the owner's
    Owner owner;
};

Database::Database() : impl_(std::make_unique<Impl>()) {}

Database::~Database() = default;

int Database::value() const {
    return impl_->owner.ask([this] { return impl_->value; });
}

void Database::increase() {
    impl_->owner.ask([this] {
        const int local = impl_->value;
        std::this_thread::sleep_for(100ms);
        impl_->value = local + 1;
    });
}

struct Total::Impl {
    long total = 0; // the owner's
    Owner owner;
};

Total::Total() : impl_(std::make_unique<Impl>()) {}

Total::~Total() = default;

void Total::add(long amount, long times) {
    impl_->owner.ask([&] { impl_->total += amount * times; });
}

long Total::get() const {
    return impl_->owner.ask([this] { return impl_->total; });
}

struct ResultList::Impl {
    std::vector<int> results; // the owner's
    Owner owner;
};

ResultList::ResultList() : impl_(std::make_unique<Impl>()) {}

ResultList::~ResultList() = default;

void ResultList::append(int value) {
    impl_->owner.ask([&] { impl_->results.push_back(value); });
}

std::size_t ResultList::size() const {
    return impl_->owner.ask([this] { return impl_->results.size(); });
}

std::vector<int> ResultList::snapshot() const {
    return impl_->owner.ask([this] { return impl_->results; });
}

std::vector<int> ResultList::take_all() {
    return impl_->owner.ask([this] { return std::exchange(impl_->results, {}); });
}

struct DataService::Impl {
    std::filesystem::path directory;
    Owner owner;
};

DataService::DataService(std::filesystem::path directory) : impl_(std::make_unique<Impl>()) {
    impl_->directory = std::move(directory);
}

DataService::~DataService() = default;

void DataService::save_data(const std::string& dest_file, const std::string& line) {
    const bool opened = impl_->owner.ask([&] {
        std::ofstream file(impl_->directory / dest_file, std::ios::app);
        file << line << '\n';
        return file.is_open();
    });
    if (!opened) {
        throw std::runtime_error("cannot open " + dest_file);
    }
}

struct TicketOffice::Impl {
    int next = 1; // these two are the owner's
    int last = 0;
    Owner owner;
};

TicketOffice::TicketOffice(int tickets) : impl_(std::make_unique<Impl>()) {
    impl_->last = tickets;
}

TicketOffice::~TicketOffice() = default;

std::optional<int> TicketOffice::sell() {
    return impl_->owner.ask(
        [this] { return impl_->next > impl_->last ? std::nullopt : std::optional(impl_->next++); });
}

int TicketOffice::left() const {
    return impl_->owner.ask([this] { return impl_->last - impl_->next + 1; });
}

struct Memo::Impl {
    std::map<std::string, std::shared_future<int>> values; // the owner's
    Owner owner;
};

Memo::Memo() : impl_(std::make_unique<Impl>()) {}

Memo::~Memo() = default;

int Memo::get(const std::string& key, const std::function<int(const std::string&)>& compute) {
    std::promise<int> promise;
    bool ours = false;
    const std::shared_future<int> value = impl_->owner.ask([&] {
        const auto [found, is_new] = impl_->values.try_emplace(key);
        if (is_new) {
            found->second = promise.get_future().share();
        }
        ours = is_new;
        return found->second;
    });
    if (ours) {
        try {
            promise.set_value(compute(key));
        } catch (...) {
            impl_->owner.ask([&] { impl_->values.erase(key); });
            promise.set_exception(std::current_exception());
        }
    }
    return value.get();
}

} // namespace lab::racefix
