// A garage with one place: whoever finds it full waits once, and then drives in whatever is there.
// finds: wait-without-loop
#include <cassert>
#include <condition_variable>
#include <mutex>
#include <thread>

class Garage {
public:
    void enter() {
        std::unique_lock lock(mutex_);
        if (cars_ == 1) {
            left_.wait(lock); // HERE
        }
        ++cars_;
        assert(cars_ == 1);
    }
    void leave() {
        const std::scoped_lock lock(mutex_);
        --cars_;
        left_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable left_;
    int cars_ = 0;
};

static Garage garage;

static void visit() {
    garage.enter();
    garage.leave();
}

int main() {
    std::thread one(visit);
    std::thread two(visit);
    std::thread three(visit);
    one.join();
    two.join();
    three.join();
}
