// A plain bool tells the reader that the data is there, although nothing orders the two threads.
// finds: data-race
#include <thread>

static int temperature = 0;
static bool is_measured = false;

int main() {
    int shown = 0;
    std::thread sensor([] {
        temperature = 21;   // HERE
        is_measured = true; // HERE
    });
    std::thread display([&shown] {
        if (is_measured) {       // HERE
            shown = temperature; // HERE
        }
    });
    sensor.join();
    display.join();
    return shown == 0 || shown == 21 ? 0 : 1;
}
