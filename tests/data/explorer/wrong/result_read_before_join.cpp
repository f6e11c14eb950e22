// The main thread looks at the worker's result before it has joined the worker.
// finds: data-race
#include <thread>

int main() {
    int result = 0;
    std::thread worker([&result] {
        int sum = 0;
        for (int i = 1; i <= 4; ++i) {
            sum += i;
        }
        result = sum; // HERE
    });
    const int early = result; // HERE
    worker.join();
    const int late = result;
    return early <= late ? 0 : 1;
}
