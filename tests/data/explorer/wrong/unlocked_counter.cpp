// Two threads count visitors in one plain int, and neither of them takes a lock.
// finds: data-race
#include <thread>

static int visitors = 0;

static void count_visitors() {
    for (int i = 0; i < 3; ++i) {
        ++visitors; // HERE
    }
}

int main() {
    std::thread left_door(count_visitors);
    std::thread right_door(count_visitors);
    left_door.join();
    right_door.join();
    return visitors > 6 ? 1 : 0;
}
