// Each thread owns a copy of a shared_ptr, so the object lives until the last one lets go.
#include <atomic>
#include <cassert>
#include <memory>
#include <mutex>
#include <thread>

struct Log {
    std::mutex mutex;
    int lines = 0;
    std::atomic<int>* closed = nullptr;
    ~Log() { closed->fetch_add(lines); }
};

static void write_line(const std::shared_ptr<Log>& log) {
    const std::scoped_lock lock(log->mutex);
    ++log->lines;
}

int main() {
    std::atomic<int> closed{0};
    auto log = std::make_shared<Log>();
    log->closed = &closed;
    std::thread one(write_line, log);
    std::thread two(write_line, log);
    log.reset();
    one.join();
    two.join();
    assert(closed.load() == 2);
}
