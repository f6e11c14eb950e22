// The latch waits for three workers, but only two were ever started.
// finds: missing-notify
#include <latch>
#include <thread>

static std::latch all_done(3);

int main() {
    int left = 0;
    int right = 0;
    std::thread one([&left] {
        left = 1;
        all_done.count_down();
    });
    std::thread two([&right] {
        right = 2;
        all_done.count_down();
    });
    all_done.wait(); // HERE
    one.join();
    two.join();
    return left + right == 3 ? 0 : 1;
}
