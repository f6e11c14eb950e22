// Two threads append to one string.
// finds: data-race
#include <cassert>
#include <string>
#include <thread>

static std::string text;

int main() {
    std::thread one([] { text.append("hello world, hello world"); });   // HERE
    std::thread other([] { text.append("hello world, hello world"); }); // HERE
    one.join();
    other.join();
    assert(text.size() == 48);
}
