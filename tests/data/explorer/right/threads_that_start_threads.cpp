// Each of two threads starts another one and joins it before it ends itself.
#include <cassert>
#include <thread>

static int sum(int first, int last) {
    int total = 0;
    for (int i = first; i <= last; ++i) {
        total += i;
    }
    return total;
}

static void sum_in_halves(int first, int last, int& result) {
    const int middle = (first + last) / 2;
    int upper = 0;
    std::thread helper([&upper, middle, last] { upper = sum(middle + 1, last); });
    result = sum(first, middle);
    helper.join();
    result += upper;
}

int main() {
    int low = 0;
    std::thread worker([&low] { sum_in_halves(1, 4, low); });
    int high = 0;
    sum_in_halves(5, 8, high);
    worker.join();
    assert(low + high == 36);
}
