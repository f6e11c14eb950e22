// A function locks the mutex again in its rare branch, although it holds it already.
// finds: self-deadlock
#include <mutex>
#include <thread>

static std::mutex mutex;
static int seats = 2;
static int refused = 0;

static void book() {
    const std::lock_guard<std::mutex> lock(mutex);
    if (seats == 0) {
        const std::lock_guard<std::mutex> again(mutex); // HERE
        ++refused;
        return;
    }
    --seats;
}

int main() {
    std::thread one([] {
        book();
        book();
    });
    std::thread two(book);
    one.join();
    two.join();
    return refused == 1 ? 0 : 1;
}
