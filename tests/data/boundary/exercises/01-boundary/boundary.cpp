// An honest submission. The tests add to it, or spoil it.
#include "boundary.hpp"

#include <mutex>
#include <vector>

namespace lab::boundary {

int answer() {
    return 42;
}

void wake(std::atomic<int>& flag) {
    flag = 1;
    flag.notify_all();
}

void wake(std::atomic<bool>& flag) {
    flag = true;
    flag.notify_all();
}

void sleep_until_set(std::atomic<int>& flag) {
    flag.wait(0);
}

void sleep_until_set(std::atomic<bool>& flag) {
    flag.wait(false);
}

namespace {

std::mutex mutex;
std::vector<int> numbers;

} // namespace

void fill(int number) {
    const std::scoped_lock lock(mutex);
    numbers.assign(3, number); // HERE
}

} // namespace lab::boundary
