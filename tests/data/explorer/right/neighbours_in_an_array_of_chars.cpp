// Two threads write to neighbouring chars of one array, which are separate memory locations.
#include <cassert>
#include <thread>

static char letters[4] = {'a', 'a', 'a', 'a'};

static void advance(int place, int steps) {
    for (int i = 0; i < steps; ++i) {
        ++letters[place];
    }
}

int main() {
    std::thread one(advance, 1, 2);
    std::thread two(advance, 2, 3);
    one.join();
    two.join();
    assert(letters[0] == 'a' && letters[1] == 'c');
    assert(letters[2] == 'd' && letters[3] == 'a');
}
