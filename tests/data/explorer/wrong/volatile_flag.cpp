// A volatile bool is used as if it were atomic to tell a thread that it may go on.
// finds: data-race
#include <thread>

static volatile bool may_go = false;

int main() {
    int steps = 0;
    std::thread walker([&steps] {
        while (!may_go) { // HERE
            std::this_thread::yield();
        }
        ++steps;
    });
    std::thread light([] {
        may_go = true; // HERE
    });
    walker.join();
    light.join();
    return steps == 1 ? 0 : 1;
}
