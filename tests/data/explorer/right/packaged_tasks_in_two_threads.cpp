// Two packaged tasks run in threads of their own, one gives a value and the other an exception.
#include <cassert>
#include <future>
#include <stdexcept>
#include <thread>
#include <utility>

static int half(int number) {
    if (number % 2 != 0) {
        throw std::invalid_argument("odd");
    }
    return number / 2;
}

int main() {
    std::packaged_task<int(int)> even_task(half);
    std::packaged_task<int(int)> odd_task(half);
    std::future<int> even = even_task.get_future();
    std::future<int> odd = odd_task.get_future();
    std::thread one(std::move(even_task), 8);
    std::thread two(std::move(odd_task), 7);
    assert(even.get() == 4);
    bool has_thrown = false;
    try {
        odd.get();
    } catch (const std::invalid_argument&) {
        has_thrown = true;
    }
    one.join();
    two.join();
    assert(has_thrown);
}
