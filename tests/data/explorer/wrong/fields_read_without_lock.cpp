// One thread moves a point while another reads its two fields, and no lock keeps them apart.
// finds: data-race
#include <thread>

struct Point {
    int x = 0;
    int y = 0;
};

static Point point;

int main() {
    int distance = 0;
    std::thread mover([] {
        for (int i = 1; i <= 2; ++i) {
            point.x = i; // HERE
            point.y = i; // HERE
        }
    });
    std::thread reader([&distance] {
        distance += point.x; // HERE
        distance += point.y; // HERE
    });
    mover.join();
    reader.join();
    return distance > 4 ? 1 : 0;
}
