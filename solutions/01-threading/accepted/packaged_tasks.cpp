// std::packaged_task in threads of one's own.
#include "threading.hpp"

#include <atomic>
#include <exception>
#include <future>
#include <stdexcept>
#include <thread>
#include <utility>

namespace lab::threading {

std::vector<int> run_serial(std::span<const int> inputs, const Work& work) {
    std::vector<int> results;
    results.reserve(inputs.size());
    for (const int input : inputs) {
        results.push_back(work(input));
    }
    return results;
}

std::vector<int> run_threaded(std::span<const int> inputs, const Work& work) {
    std::vector<std::future<int>> futures;
    std::vector<std::thread> threads;
    for (const int input : inputs) {
        std::packaged_task<int(int)> task(work);
        futures.push_back(task.get_future());
        threads.emplace_back(std::move(task), input);
    }
    std::vector<int> results;
    for (auto& future : futures) {
        results.push_back(future.get());
    }
    for (auto& thread : threads) {
        thread.join();
    }
    return results;
}

namespace {

std::atomic<int> living{0};

// Counts for as long as it exists.
struct Living {
    Living() { ++living; }
    ~Living() { --living; }
    Living(const Living&) = delete;
    Living& operator=(const Living&) = delete;
};

} // namespace

struct Worker::Impl {
    std::string name;
    std::function<void()> body;
    std::shared_future<void> done{};
    std::unique_ptr<Living> alive_mark{};
    std::thread thread{};
};

Worker::Worker(std::string name, std::function<void()> body)
    : impl_(new Impl{std::move(name), std::move(body)}) {}

Worker::~Worker() {
    if (impl_->thread.joinable()) {
        impl_->thread.join();
    }
}

void Worker::start() {
    if (impl_->done.valid()) {
        throw std::logic_error("started twice");
    }
    impl_->alive_mark = std::make_unique<Living>();
    std::packaged_task<void()> task([this] {
        const auto mark = std::move(impl_->alive_mark);
        run();
    });
    impl_->done = task.get_future().share();
    impl_->thread = std::thread(std::move(task));
}

void Worker::join() {
    if (!impl_->done.valid()) {
        throw std::logic_error("joined before it was started");
    }
    impl_->done.wait();
}

bool Worker::join_for(std::chrono::milliseconds limit) {
    return impl_->done.wait_for(limit) == std::future_status::ready;
}

bool Worker::is_alive() const {
    return impl_->done.valid() &&
           impl_->done.wait_for(std::chrono::seconds(0)) != std::future_status::ready;
}

std::size_t Worker::active_count() {
    return 1 + static_cast<std::size_t>(living.load());
}

const std::string& Worker::name() const {
    return impl_->name;
}

void Worker::run() {
    impl_->body();
}

std::vector<Reading> fetch_all(std::span<const std::string> cities, const Fetch& fetch) {
    std::vector<std::promise<double>> promises(cities.size());
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < cities.size(); ++i) {
        threads.emplace_back([&promise = promises[i], &city = cities[i], &fetch] {
            try {
                promise.set_value(fetch(city));
            } catch (...) {
                promise.set_exception(std::current_exception());
            }
        });
    }
    std::vector<Reading> readings;
    for (std::size_t i = 0; i < cities.size(); ++i) {
        Reading& reading = readings.emplace_back(Reading{cities[i], {}, {}});
        try {
            reading.celsius = promises[i].get_future().get();
        } catch (const std::exception& error) {
            reading.error = error.what();
        } catch (...) {
            reading.error = "unknown";
        }
    }
    return readings;
}

WhileWaiting square_while_waiting(const std::function<std::string()>& read_line) {
    std::packaged_task<std::string()> task(read_line);
    auto line = task.get_future();
    const std::jthread reader(std::move(task));
    std::uint64_t n = 0;
    std::uint64_t square = 0;
    do {
        ++n;
        square = n * n;
    } while (line.wait_for(std::chrono::milliseconds(0)) == std::future_status::timeout);
    return {n, square, line.get()};
}

std::uint64_t count_matching(std::uint64_t first, std::uint64_t last, unsigned threads,
                             const std::function<bool(std::uint64_t)>& test) {
    if (threads == 0) {
        throw std::invalid_argument("no threads");
    }
    const std::uint64_t size = first < last ? last - first : 0;
    std::vector<std::future<std::uint64_t>> counts;
    std::vector<std::jthread> running;
    for (unsigned i = 0; i < threads; ++i) {
        std::packaged_task<std::uint64_t()> task([&, i] {
            std::uint64_t found = 0;
            const std::uint64_t begin = size / threads * i;
            const std::uint64_t end = i + 1 == threads ? size : begin + size / threads;
            for (std::uint64_t step = begin; step < end; ++step) {
                found += test(first + step) ? 1 : 0;
            }
            return found;
        });
        counts.push_back(task.get_future());
        running.emplace_back(std::move(task));
    }
    std::uint64_t total = 0;
    for (auto& count : counts) {
        total += count.get();
    }
    return total;
}

} // namespace lab::threading
