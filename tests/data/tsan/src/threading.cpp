// A collection of mistakes, and a few right programs that are reported all the same.
#include "threading.hpp"

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <future>
#include <map>
#include <pthread.h>
#include <queue>
#include <sanitizer/tsan_interface.h>
#include <shared_mutex>
#include <unistd.h>

namespace lab_ex {
int shared_total = 0;
namespace {
int counter = 0;
std::vector<int> numbers;
std::mutex guard;
std::mutex first_lock, second_lock;

void nap() {
    usleep(3000);
}

inline void bump(int& value) {
    ++value;
}
} // namespace

void race_int() {
    counter = 0;
    std::thread other([] {
        for (int i = 0; i < 1000; ++i)
            ++counter;
    });
    for (int i = 0; i < 1000; ++i)
        ++counter;
    nap();
    other.join();
}

void race_vector() {
    auto fill = [] {
        for (int i = 0; i < 1000; ++i)
            numbers.push_back(i);
    };
    numbers.reserve(10000);
    std::thread a(fill), b(fill);
    a.join();
    b.join();
}

void race_half_locked() {
    std::thread a([] {
        std::lock_guard lock(guard);
        counter = 5;
        nap();
    });
    std::thread b([] {
        nap();
        counter = 6;
    });
    a.join();
    b.join();
}

void use_after_free() {
    int* value = new int(3);
    std::thread a([value] {
        nap();
        nap();
        *value = 4;
    });
    std::thread b([value] { delete value; });
    a.join();
    b.join();
}

void use_after_free_same_thread() {
    int* value = new int(3);
    delete value;
    *const_cast<volatile int*>(value) = 4;
}

void race_on_free() {
    int* value = new int(3);
    std::thread a([value] { *value = 4; });
    nap();
    delete value;
    a.join();
}

void lock_order() {
    auto forth = [] {
        std::lock_guard one(first_lock);
        std::lock_guard two(second_lock);
    };
    auto back = [] {
        std::lock_guard two(second_lock);
        std::lock_guard one(first_lock);
    };
    std::thread a(forth);
    a.join();
    std::thread b(back);
    b.join();
}

void bad_unlock() {
    std::mutex m;
    m.lock();
    m.unlock();
    m.unlock();
}

void unlock_by_other() {
    std::mutex m;
    m.lock();
    std::thread other([&] { m.unlock(); });
    other.join();
}

void destroy_locked() {
    auto* m = new pthread_mutex_t;
    pthread_mutex_init(m, nullptr);
    pthread_mutex_lock(m);
    pthread_mutex_destroy(m);
    delete m;
}

void invalid_mutex() {
    pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&m);
    pthread_mutex_unlock(&m);
    pthread_mutex_destroy(&m);
    pthread_mutex_lock(&m);
    pthread_mutex_unlock(&m);
}

void thread_leak() {
    pthread_t t;
    pthread_create(&t, nullptr, [](void*) -> void* { return nullptr; }, nullptr);
    nap();
}

namespace {
struct Base {
    virtual void run() {}
    void finish() { done = true; }
    virtual ~Base() {
        while (!done) {
        }
    }
    std::atomic<bool> done{false};
};
struct Derived : Base {
    void run() override {}
    ~Derived() override { nap(); }
};
} // namespace

void vptr_race() {
    Base* object = new Derived;
    std::thread other([object] {
        object->run();
        object->finish();
    });
    delete object;
    other.join();
}

void inlined_race() {
    std::thread a([] {
        bump(counter);
        nap();
    });
    std::thread b([] {
        bump(counter);
        nap();
    });
    a.join();
    b.join();
}

void many_races() {
    static int a, b, c;
    auto work = [] {
        ++c;
        ++b;
        ++a;
        nap();
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back(work);
    for (auto& thread : threads)
        thread.join();
}

void fence_ok() {
    int data = 0;
    std::atomic<bool> ready{false};
    std::thread a([&] {
        data = 4;
        std::atomic_thread_fence(std::memory_order_release);
        ready.store(true, std::memory_order_relaxed);
    });
    while (!ready.load(std::memory_order_relaxed)) {
    }
    std::atomic_thread_fence(std::memory_order_acquire);
    std::printf("%d\n", data);
    a.join();
}

void shared_string() {
    static std::string text;
    std::thread a([] {
        for (int i = 0; i < 100; ++i)
            text = "a text too long for the small string " + std::to_string(i);
    });
    std::thread b([] {
        for (int i = 0; i < 100; ++i)
            text = "b text too long for the small string " + std::to_string(i);
    });
    a.join();
    b.join();
}

void unlocked_queue() {
    static std::queue<int> queue;
    static std::mutex m;
    std::thread a([] {
        {
            std::lock_guard lock(m);
            queue.push(2);
        }
        nap();
    });
    std::thread b([] {
        nap();
        while (queue.empty()) {
        }
    });
    a.join();
    b.join();
}

std::unique_ptr<std::vector<int>> start_filling(std::thread& out) {
    auto result = std::make_unique<std::vector<int>>(100);
    out = std::thread([v = result.get()] {
        for (int round = 0; round < 100; ++round)
            for (int& i : *v)
                i = round;
    });
    return result;
}

void write_later(int* result) {
    std::thread([result] { *result = 42; }).detach();
}

void deleted_by_both() {
    struct Node {
        int value[8];
    };
    auto* node = new Node;
    std::thread a([node] {
        nap();
        node->value[2] = 1;
        nap();
    });
    std::thread b([node] { delete node; });
    b.join();
    a.join();
}

void double_check_singleton() {
    static int* instance;
    static std::mutex m;
    auto get = [] {
        if (!instance) {
            std::lock_guard lock(m);
            if (!instance)
                instance = new int(4);
        }
        return *instance;
    };
    std::thread a(get), b(get);
    a.join();
    b.join();
}

void call_back(void (*f)()) {
    std::thread a(f), b(f);
    a.join();
    b.join();
}

// wrong: the exception's own text is changed by two threads
struct Shared : std::exception {
    mutable int reads = 0;
    const char* what() const noexcept override {
        ++reads;
        return "x";
    }
};
void shared_exception_object() {
    std::exception_ptr one = std::make_exception_ptr(Shared{});
    auto look = [one] {
        try {
            std::rethrow_exception(one);
        } catch (const Shared& s) {
            s.what();
            nap();
        }
    };
    std::thread a(look), b(look);
    a.join();
    b.join();
}

// wrong: the exception_ptr itself is written and read without a lock
void promise_reset_race() {
    std::exception_ptr kept;
    std::thread a([&] {
        try {
            throw 1;
        } catch (...) {
            kept = std::current_exception();
            nap();
        }
    });
    nap();
    if (kept) {
        auto copy = kept;
    }
    kept = nullptr;
    a.join();
}

void deref_shared_ptr() {
    auto pointer = std::make_shared<int>(1);
    std::thread a([&] {
        pointer = std::make_shared<int>(2);
        nap();
    });
    std::thread b([&] {
        auto copy = pointer;
        nap();
    });
    a.join();
    b.join();
}

void rwlock_read_write() {
    static std::shared_mutex m;
    static int value;
    auto work = [] {
        std::shared_lock lock(m);
        ++value;
        nap();
    };
    std::thread a(work), b(work);
    a.join();
    b.join();
}

namespace {

void fail_later(std::promise<int> promise) {
    promise.set_exception(
        std::make_exception_ptr(std::runtime_error("no such file, and this is a long text")));
    nap();
}
} // namespace

void exception_promise_moved() {
    std::promise<int> promise;
    auto future = promise.get_future();
    std::thread other(fail_later, std::move(promise));
    try {
        future.get();
    } catch (const std::exception& error) {
        std::printf("%s\n", error.what());
    }
    future = {};
    other.join();
}

void exception_thrown_moved() {
    std::promise<std::string> promise;
    auto future = promise.get_future();
    std::thread other([promise = std::move(promise)]() mutable {
        try {
            throw std::runtime_error("no such file, and this is a long text");
        } catch (...) {
            promise.set_exception(std::current_exception());
        }
        nap();
    });
    std::string text;
    try {
        future.get();
    } catch (const std::exception& error) {
        text = error.what();
    }
    future = {};
    other.join();
}

void exception_ptr_shared() {
    std::mutex mutex;
    std::exception_ptr kept;
    std::condition_variable ready;
    std::thread other([&] {
        std::exception_ptr mine =
            std::make_exception_ptr(std::runtime_error("no such file, and this is a long text"));
        {
            std::lock_guard lock(mutex);
            kept = mine;
        }
        ready.notify_one();
        nap();
    });
    std::unique_lock lock(mutex);
    ready.wait(lock, [&] { return kept != nullptr; });
    try {
        std::rethrow_exception(std::exchange(kept, nullptr));
    } catch (const std::exception& error) {
        std::printf("%s\n", error.what());
    }
    lock.unlock();
    other.join();
}

void exception_in_task() {
    std::packaged_task<int()> task(
        []() -> int { throw std::runtime_error("no such file, and this is a long text"); });
    auto future = task.get_future();
    std::thread other([task = std::move(task)]() mutable {
        task();
        nap();
    });
    try {
        future.get();
    } catch (const std::exception& error) {
        std::printf("%s\n", error.what());
    }
    future = {};
    other.join();
}

// wrong: the text behind what() is freed with the exception, and read afterwards without order
void exception_text_kept() {
    std::promise<int> promise;
    auto future = promise.get_future();
    std::thread other(fail_later, std::move(promise));
    const char* text = nullptr;
    try {
        future.get();
    } catch (const std::exception& error) {
        text = error.what();
    }
    future = {};
    nap();
    nap();
    std::printf("%c\n", text[0]);
    other.join();
}

std::atomic<int> shared_reads;
void atomic_shared_ptr_busy() {
    static std::atomic<std::shared_ptr<int>> pointer;
    auto store = [] {
        for (int i = 0; i < 20000; ++i)
            pointer.store(std::make_shared<int>(i));
    };
    auto load = [] {
        for (int i = 0; i < 20000; ++i)
            if (auto p = pointer.load())
                shared_reads.fetch_add(*p);
    };
    std::thread a(store), b(load), c(store), d(load);
    a.join();
    b.join();
    c.join();
    d.join();
}

void atomic_plain_read() {
    static int flag;
    std::thread other([] {
        std::atomic_ref<int>(flag).store(1);
        nap();
    });
    int seen = flag;
    nap();
    seen += flag;
    std::printf("%d\n", seen);
    other.join();
}

namespace {
struct Watcher {
    virtual void notify() { ++shared_total; }
    virtual ~Watcher() {}
};
} // namespace
void vptr_after_free() {
    Watcher* w = new Watcher;
    std::thread other([w] {
        nap();
        nap();
        w->notify();
    });
    delete w;
    other.join();
}

void signal_handler_in_thread() {
    signal(SIGUSR2, [](int) {
        auto* volatile p = new int;
        delete p;
    });
    std::thread other([] {
        raise(SIGUSR2);
        pthread_kill(pthread_self(), SIGUSR2);
        nap();
    });
    other.join();
}

void heap_block() {
    auto* block = new int[4];
    std::thread a([block] {
        block[1] = 1;
        nap();
    });
    std::thread b([block] {
        nap();
        block[1] = 2;
    });
    a.join();
    b.join();
    delete[] block;
}

void stack_variable() {
    int here = 0;
    std::thread a([&] {
        here = 1;
        nap();
    });
    here = 2;
    a.join();
}

void on_one_line() {
    static int total;
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i)
        threads.emplace_back([] {
            total = 1;
            nap();
        });
    for (auto& t : threads)
        t.join();
    std::printf("%d\n", total);
}

void both_locked_differently() {
    static int value;
    static std::mutex left, right;
    std::thread a([] {
        std::lock_guard lock(left);
        value = 1;
        nap();
    });
    std::thread b([] {
        nap();
        std::lock_guard lock(right);
        value = 2;
    });
    a.join();
    b.join();
    std::printf("%d\n", value);
}

void copy_into() {
    static char text[64];
    std::thread a([] {
        std::memset(text, 'a', 64);
        nap();
    });
    std::thread b([] {
        nap();
        std::memcpy(text + 8, "hello, world", 12);
    });
    a.join();
    b.join();
    std::puts(text);
}

namespace {
struct BadFile : std::runtime_error {
    std::string name;
    BadFile(const std::string& why, const std::string& file)
        : std::runtime_error(why), name(file) {}
};
} // namespace

void exception_own_type() {
    std::promise<int> promise;
    auto future = promise.get_future();
    std::thread other([promise = std::move(promise)]() mutable {
        promise.set_exception(std::make_exception_ptr(
            BadFile("cannot be opened, says the system", "a file whose name is rather long")));
        nap();
    });
    try {
        future.get();
    } catch (const BadFile& error) {
        std::printf("%s %s\n", error.what(), error.name.c_str());
    }
    future = {};
    other.join();
}

void vector_grows() {
    static std::vector<int> list;
    std::thread a([] {
        for (int i = 0; i < 2000; ++i)
            list.push_back(i);
    });
    std::thread b([] {
        int sum = 0;
        for (int round = 0; round < 50; ++round)
            for (int value : list)
                sum += value;
        std::printf("%d\n", sum);
    });
    a.join();
    b.join();
}

void run_later(std::function<void()> task) {
    std::thread worker([task] { task(); });
    worker.detach();
}

void run_directly(void (*task)()) {
    std::thread worker(task);
    worker.detach();
}
} // namespace lab_ex
