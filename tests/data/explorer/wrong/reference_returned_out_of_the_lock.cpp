// A method locks, but returns a reference that its callers use after the lock is gone.
// finds: data-race
#include <mutex>
#include <thread>

class Stock {
public:
    int& pieces() {
        const std::scoped_lock lock(mutex_);
        return pieces_;
    }

private:
    std::mutex mutex_;
    int pieces_ = 0;
};

int main() {
    Stock stock;
    std::thread delivery([&stock] {
        stock.pieces() += 5; // HERE
    });
    std::thread sale([&stock] {
        stock.pieces() -= 2; // HERE
    });
    delivery.join();
    sale.join();
    return stock.pieces() > 5 ? 1 : 0;
}
