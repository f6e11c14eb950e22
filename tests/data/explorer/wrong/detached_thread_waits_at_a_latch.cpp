// A detached thread waits at a latch for two arrivals, of which only one comes before main ends.
// finds: leaked-thread
#include <latch>
#include <thread>

static std::latch arrivals(2);
static int greeted = 0;

static void greet() {
    arrivals.wait(); // HERE
    greeted = 2;
}

int main() {
    std::thread greeter(greet); // HERE
    greeter.detach();           // HERE
    std::thread guest([] { arrivals.count_down(); });
    guest.join();
}
