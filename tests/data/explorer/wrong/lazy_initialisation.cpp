// A setting is loaded on first use, and two threads may use it first at the same time.
// finds: data-race
#include <thread>

static bool is_loaded = false;
static int setting = 0;

static int load() {
    if (!is_loaded) {     // HERE
        setting = 7;      // HERE
        is_loaded = true; // HERE
    }
    return setting; // HERE
}

int main() {
    int first = 0;
    int second = 0;
    std::thread one([&first] { first = load(); });
    std::thread two([&second] { second = load(); });
    one.join();
    two.join();
    return first + second > 14 ? 1 : 0;
}
