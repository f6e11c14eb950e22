// Threads catch what their work throws and put it in a place of their own, and main throws it on.
#include <array>
#include <cassert>
#include <exception>
#include <stdexcept>
#include <thread>

static void work(int number, std::exception_ptr& failure) {
    try {
        if (number == 1) {
            throw std::out_of_range("one is too many");
        }
    } catch (...) {
        failure = std::current_exception();
    }
}

int main() {
    std::array<std::exception_ptr, 2> failures;
    std::thread zero([&failures] { work(0, failures[0]); });
    std::thread one([&failures] { work(1, failures[1]); });
    zero.join();
    one.join();
    assert(failures[0] == nullptr);
    bool was_thrown = false;
    try {
        std::rethrow_exception(failures[1]);
    } catch (const std::out_of_range&) {
        was_thrown = true;
    }
    assert(was_thrown);
}
