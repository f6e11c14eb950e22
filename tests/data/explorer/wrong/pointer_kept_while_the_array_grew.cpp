// A thread keeps a pointer into an array that another one replaces by a larger one meanwhile.
// finds: dangling
#include <mutex>
#include <thread>

static std::mutex mutex;
static int* cells = new int[2]{1, 2};

static int* first_cell() {
    const std::scoped_lock lock(mutex);
    return &cells[0];
}

static void grow() {
    const std::scoped_lock lock(mutex);
    int* larger = new int[4]{cells[0], cells[1], 0, 0};
    delete[] cells;
    cells = larger;
}

int main() {
    std::thread writer([] {
        int* cell = first_cell();
        const std::scoped_lock lock(mutex);
        *cell = 7; // HERE
    });
    std::thread grower(grow);
    writer.join();
    grower.join();
    delete[] cells;
}
