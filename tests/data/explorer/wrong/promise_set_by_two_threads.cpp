// Two threads answer the same promise, so the second one gets an exception that it does not catch.
// finds: terminate
#include <future>
#include <thread>

static std::promise<int> promise;

static void answer(int value) {
    promise.set_value(value); // HERE
}

int main() {
    std::future<int> future = promise.get_future();
    std::thread quick(answer, 1);
    std::thread slow(answer, 2);
    quick.join();
    slow.join();
    const int got = future.get();
    return got == 1 || got == 2 ? 0 : 1;
}
