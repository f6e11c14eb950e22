// A function locks and hands the lock to its caller, who lets go of it when the work is done.
#include <cassert>
#include <mutex>
#include <thread>

static std::mutex mutex;
static int log_lines = 0;

static std::unique_lock<std::mutex> open_log() {
    std::unique_lock lock(mutex);
    ++log_lines;
    return lock;
}

static void write_three_lines() {
    std::unique_lock<std::mutex> log = open_log();
    ++log_lines;
    ++log_lines;
    log.unlock();
}

int main() {
    std::thread one(write_three_lines);
    std::thread two(write_three_lines);
    one.join();
    two.join();
    const std::unique_lock<std::mutex> log = open_log();
    assert(log_lines == 7);
}
