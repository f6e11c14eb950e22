// classes: 1
// No thread does anything that another could notice.
#include <thread>

int main() {
    int numbers[3] = {};
    std::thread one([&] { numbers[0] = 1; });
    std::thread two([&] { numbers[2] = 2; });
    one.join();
    two.join();
    return numbers[0] + numbers[2] == 3 ? 0 : 1;
}
