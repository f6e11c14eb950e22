// A thread takes from the stock and throws if the delivery is late, and nobody catches that.
// finds: terminate
#include <mutex>
#include <stdexcept>
#include <thread>

static std::mutex mutex;
static int stock = 0;

static void take() {
    const std::scoped_lock lock(mutex);
    if (stock == 0) {
        throw std::runtime_error("nothing left"); // HERE
    }
    --stock;
}

int main() {
    std::thread delivery([] {
        const std::scoped_lock lock(mutex);
        ++stock;
    });
    std::thread customer(take);
    delivery.join();
    customer.join();
    return stock == 0 ? 0 : 1;
}
