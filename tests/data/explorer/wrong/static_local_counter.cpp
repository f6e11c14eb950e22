// A function hands out numbers from a static local, which all its callers share without a lock.
// finds: data-race
#include <thread>

static int next_number() {
    static int last = 0;
    return ++last; // HERE
}

int main() {
    int first = 0;
    int second = 0;
    std::thread one([&first] { first = next_number(); });
    std::thread two([&second] { second = next_number(); });
    one.join();
    two.join();
    return first > 2 || second > 2 ? 1 : 0;
}
