// Three threads sleep for different times, so that their names come in the right order.
// finds: sleep-as-sync
#include <algorithm>
#include <cassert>
#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

static std::mutex mutex;
static std::vector<int> finished;

static void run(int number) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50 * number)); // HERE
    const std::scoped_lock lock(mutex);
    finished.push_back(number);
}

int main() {
    std::thread first(run, 1);
    std::thread second(run, 2);
    std::thread third(run, 3);
    first.join();
    second.join();
    third.join();
    assert(std::is_sorted(finished.begin(), finished.end()));
}
