// Two threads write two bit-fields that a field of width zero puts into separate memory locations.
#include <cassert>
#include <thread>

struct Switches {
    unsigned heating : 4;
    unsigned : 0;
    unsigned light : 4;
};

static Switches switches{0, 0};

int main() {
    std::thread heater([] {
        for (unsigned i = 1; i <= 2; ++i) {
            switches.heating = i;
        }
    });
    std::thread lamp([] {
        for (unsigned i = 1; i <= 3; ++i) {
            switches.light = i;
        }
    });
    heater.join();
    lamp.join();
    assert(switches.heating == 2 && switches.light == 3);
}
