// The first call of an initialisation throws, so the next one is the one that counts.
#include <cassert>
#include <mutex>
#include <stdexcept>
#include <thread>

static std::once_flag once;
static int tries = 0;

static void connect() {
    ++tries;
    if (tries == 1) {
        throw std::runtime_error("no connection");
    }
}

static void use(bool& has_failed) {
    try {
        std::call_once(once, connect);
    } catch (const std::runtime_error&) {
        has_failed = true;
    }
}

int main() {
    bool has_one_failed = false;
    bool has_two_failed = false;
    std::thread one([&has_one_failed] { use(has_one_failed); });
    std::thread two([&has_two_failed] { use(has_two_failed); });
    one.join();
    two.join();
    assert(tries == 2);
    assert(has_one_failed != has_two_failed);
}
