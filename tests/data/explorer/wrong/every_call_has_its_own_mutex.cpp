// The mutex is a local variable, so every call locks one of its own and none keeps others out.
// finds: data-race
#include <mutex>
#include <thread>

static int votes = 0;

static void vote() {
    std::mutex mutex;
    const std::scoped_lock lock(mutex);
    ++votes; // HERE
}

int main() {
    std::thread one(vote);
    std::thread two(vote);
    one.join();
    two.join();
    return votes > 2 ? 1 : 0;
}
