// An event handler takes its window out of the queue, and the window is deleted before it is used.
// finds: dangling
#include <mutex>
#include <thread>

struct Window {
    int clicks = 0;
};

static std::mutex mutex;
static Window* pending = nullptr;

static void handle_event() {
    Window* target = nullptr;
    {
        const std::scoped_lock lock(mutex);
        target = pending;
        pending = nullptr;
    }
    if (target != nullptr) {
        const std::scoped_lock lock(mutex);
        ++target->clicks; // HERE
    }
}

int main() {
    Window* window = new Window;
    pending = window;
    std::thread handler(handle_event);
    std::thread closer([window] {
        const std::scoped_lock lock(mutex);
        pending = nullptr;
        delete window;
    });
    handler.join();
    closer.join();
}
