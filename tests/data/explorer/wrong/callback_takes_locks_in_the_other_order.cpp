// A publisher calls its subscriber under its lock, and the subscriber unsubscribes under its own.
// finds: deadlock
#include <mutex>
#include <thread>

static std::mutex publisher_mutex;
static std::mutex subscriber_mutex;
static bool is_subscribed = true;
static int received = 0;

static void on_news() {
    const std::scoped_lock lock(subscriber_mutex); // HERE
    ++received;
}

static void publish() {
    const std::scoped_lock lock(publisher_mutex);
    if (is_subscribed) {
        on_news();
    }
}

static void unsubscribe() {
    const std::scoped_lock subscriber_lock(subscriber_mutex);
    const std::scoped_lock publisher_lock(publisher_mutex); // HERE
    is_subscribed = false;
}

int main() {
    std::thread publishing(publish);
    std::thread leaving(unsubscribe);
    publishing.join();
    leaving.join();
    return received <= 1 ? 0 : 1;
}
