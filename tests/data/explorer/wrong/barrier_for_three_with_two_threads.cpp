// A barrier expects three threads, and the two that exist wait at it for the third.
// finds: missing-notify
#include <barrier>
#include <thread>

static std::barrier<> all(3);

static void work(int& result) {
    result = 1;
    all.arrive_and_wait(); // HERE
    result = 2;
}

int main() {
    int left = 0;
    int right = 0;
    std::thread one([&left] { work(left); });
    std::thread two([&right] { work(right); });
    one.join();
    two.join();
    return left + right == 4 ? 0 : 1;
}
