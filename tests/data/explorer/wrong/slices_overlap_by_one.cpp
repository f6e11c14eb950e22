// Two threads fill their slices of one array, and both slices contain the element in the middle.
// finds: data-race
#include <thread>

static int squares[5];

static void fill(int first, int last) {
    for (int i = first; i <= last; ++i) {
        squares[i] = i * i; // HERE
    }
}

int main() {
    std::thread lower([] { fill(0, 2); });
    std::thread upper([] { fill(2, 4); });
    lower.join();
    upper.join();
    return squares[2] == 4 ? 0 : 1;
}
