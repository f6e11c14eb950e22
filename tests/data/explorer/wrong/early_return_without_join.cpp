// A function returns early if the result is already there, and so destroys a thread unjoined.
// finds: terminate
#include <atomic>
#include <thread>

static std::atomic<int> result{0};

static int ask() {
    std::thread worker([] { result.store(42); }); // HERE
    if (result.load() != 0) {
        return result.load(); // HERE
    }
    worker.join();
    return result.load();
} // HERE

int main() {
    const int answer = ask();
    return answer == 42 ? 0 : 1;
}
