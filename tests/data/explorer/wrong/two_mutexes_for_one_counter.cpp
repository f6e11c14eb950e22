// Each of two threads locks a mutex before it counts, but not the same one.
// finds: data-race
#include <mutex>
#include <thread>

static std::mutex front_mutex;
static std::mutex back_mutex;
static int sold = 0;

int main() {
    std::thread front([] {
        for (int i = 0; i < 2; ++i) {
            const std::scoped_lock lock(front_mutex);
            ++sold; // HERE
        }
    });
    std::thread back([] {
        for (int i = 0; i < 2; ++i) {
            const std::scoped_lock lock(back_mutex);
            ++sold; // HERE
        }
    });
    front.join();
    back.join();
    return sold > 4 ? 1 : 0;
}
