// Two initialisations need each other: whoever runs one of them once waits for the other.
// finds: deadlock
#include <atomic>
#include <mutex>
#include <thread>

static std::once_flag settings_once;
static std::once_flag log_once;
static std::atomic<int> loaded{0};

static void count() {
    ++loaded;
}

static void load_settings_and_log() {
    ++loaded;
    std::call_once(log_once, count); // HERE
}

static void load_log_and_settings() {
    ++loaded;
    std::call_once(settings_once, count); // HERE
}

int main() {
    std::thread one([] { std::call_once(settings_once, load_settings_and_log); });
    std::thread two([] { std::call_once(log_once, load_log_and_settings); });
    one.join();
    two.join();
    return loaded == 2 ? 0 : 1;
}
