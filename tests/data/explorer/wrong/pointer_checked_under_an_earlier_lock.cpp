// The pointer is checked under the lock and used under the lock, but not under the same one.
// finds: crash
#include <mutex>
#include <thread>

struct Session {
    int requests = 0;
};

static std::mutex mutex;
static Session session;
static Session* current = &session;

static bool is_open() {
    const std::scoped_lock lock(mutex);
    return current != nullptr;
}

int main() {
    std::thread user([] {
        if (is_open()) {
            const std::scoped_lock lock(mutex);
            ++current->requests; // HERE
        }
    });
    std::thread closer([] {
        const std::scoped_lock lock(mutex);
        current = nullptr;
    });
    user.join();
    closer.join();
    return session.requests <= 1 ? 0 : 1;
}
