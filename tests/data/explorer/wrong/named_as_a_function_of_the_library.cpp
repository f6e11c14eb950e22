// Two threads add to a plain counter in functions whose names are like those of std::atomic<std::shared_ptr>.
// finds: data-race
#include <thread>

static int count = 0;

static void add_Sp_atomic() {
    ++count; // HERE
}

int main() {
    std::thread first(add_Sp_atomic);
    std::thread second(add_Sp_atomic);
    first.join();
    second.join();
    return 0;
}
