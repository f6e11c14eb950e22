// Two threads wait on copies of one shared_future and both see what came before the value.
#include <cassert>
#include <future>
#include <thread>

int main() {
    std::promise<int> start;
    const std::shared_future<int> started = start.get_future().share();
    int prepared = 0;
    int seen_one = 0;
    int seen_two = 0;
    std::thread one([started, &prepared, &seen_one] { seen_one = started.get() + prepared; });
    std::thread two([started, &prepared, &seen_two] { seen_two = started.get() + prepared; });
    prepared = 40;
    start.set_value(2);
    one.join();
    two.join();
    assert(seen_one == 42 && seen_two == 42);
}
