// classes: 6
// 3! orders of the critical sections; what is done within follows.
#include <mutex>
#include <thread>

std::mutex mutex;
int sum = 0;

void add(int number) {
    const std::lock_guard guard(mutex);
    sum += number;
}

int main() {
    std::thread one(add, 1);
    std::thread two(add, 2);
    std::thread three(add, 4);
    one.join();
    two.join();
    three.join();
    return sum == 7 ? 0 : 1;
}
