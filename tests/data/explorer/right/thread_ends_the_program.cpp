// A thread ends the program while the main thread waits for it.
#include <cstdlib>
#include <thread>

int main() {
    std::thread worker([] { std::exit(0); });
    worker.join();
    return 1;
}
