// An asynchronous task throws, and main catches the exception where it asks for the result.
#include <cassert>
#include <future>
#include <stdexcept>
#include <string>

static int parse(const std::string& text) {
    if (text.empty()) {
        throw std::runtime_error("nothing to parse");
    }
    return static_cast<int>(text.size());
}

int main() {
    std::future<int> good = std::async(std::launch::async, parse, "four");
    std::future<int> bad = std::async(std::launch::async, parse, "");
    int caught = 0;
    int value = 0;
    try {
        value = good.get();
        value += bad.get();
    } catch (const std::runtime_error&) {
        ++caught;
    }
    assert(value == 4 && caught == 1);
}
