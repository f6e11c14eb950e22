// close() tells nobody. A signal that there is room came long before, when nobody waited for any.
// finds: missing-notify
#include <condition_variable>
#include <mutex>
#include <thread>

class Tray {
public:
    void put() {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [this] { return closed_ || cups_ == 0; }); // HERE
        ++cups_;
    }

    void take() {
        const std::scoped_lock lock(mutex_);
        --cups_;
        room_.notify_one();
    }

    void close() {
        const std::scoped_lock lock(mutex_);
        closed_ = true; // HERE
    }

private:
    std::mutex mutex_;
    std::condition_variable room_;
    int cups_ = 0;
    bool closed_ = false;
};

int main() {
    Tray tray;
    tray.put();
    tray.take();
    tray.put();
    std::thread waiter([&] { tray.put(); });
    tray.close();
    waiter.join();
    return 0;
}
