// Two threads write two bit-fields that lie side by side, and so share one memory location.
// finds: data-race
#include <thread>

struct Switches {
    unsigned heating : 4;
    unsigned light : 4;
};

static Switches switches{0, 0};

int main() {
    std::thread heater([] {
        for (unsigned i = 1; i <= 2; ++i) {
            switches.heating = i; // HERE
        }
    });
    std::thread lamp([] {
        for (unsigned i = 1; i <= 2; ++i) {
            switches.light = i; // HERE
        }
    });
    heater.join();
    lamp.join();
    return switches.heating > 2 ? 1 : 0;
}
