// The main thread counts the parcels, which have all come, and then waits for one without a look.
// finds: lost-wakeup
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

class Shelf {
public:
    void put(int parcel) {
        const std::scoped_lock lock(mutex_);
        parcels_.push_back(parcel);
        came_.notify_one();
    }

    std::size_t size() const {
        const std::scoped_lock lock(mutex_);
        return parcels_.size();
    }

    int take() {
        std::unique_lock lock(mutex_);
        do {
            came_.wait(lock); // HERE
        } while (parcels_.empty());
        const int parcel = parcels_.front();
        parcels_.pop_front();
        return parcel;
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable came_;
    std::deque<int> parcels_;
};

int main() {
    Shelf shelf;
    std::thread courier([&] {
        shelf.put(7);
        shelf.put(8);
    });
    courier.join();
    return shelf.size() == 2 && shelf.take() == 7 ? 0 : 1;
}
