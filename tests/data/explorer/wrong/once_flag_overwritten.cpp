// A buffer is filled past its end, and the flag behind it gets the rest; two threads rely on it.
// finds: misuse
#include <cstring>
#include <mutex>
#include <thread>

struct Greeting {
    char text[8] = {};
    std::once_flag made;
};

int main() {
    Greeting greeting;
    std::memset(static_cast<void*>(&greeting), '.', sizeof greeting);
    const auto greet = [&greeting] {
        std::call_once(greeting.made, [&greeting] { greeting.text[0] = 'H'; }); // HERE
    };
    std::thread one(greet);
    std::thread other(greet);
    one.join();
    other.join();
}
