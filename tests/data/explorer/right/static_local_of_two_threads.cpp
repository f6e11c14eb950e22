// Two threads call a function with a static local object, which is made once for both.
#include <atomic>
#include <cassert>
#include <thread>

static std::atomic<int> made{0};

struct Settings {
    Settings() : port(8080) { made.fetch_add(1); }
    int port;
};

static const Settings& settings() {
    static const Settings only;
    return only;
}

int main() {
    int port_one = 0;
    int port_two = 0;
    std::thread one([&port_one] { port_one = settings().port; });
    std::thread two([&port_two] { port_two = settings().port; });
    one.join();
    two.join();
    assert(made.load() == 1);
    assert(port_one == 8080 && port_two == 8080);
}
