// Each of two threads wants the other's result before it sets its own.
// finds: missing-notify
#include <future>
#include <thread>

static std::promise<int> price_promise;
static std::promise<int> tax_promise;

int main() {
    std::future<int> price = price_promise.get_future();
    std::future<int> tax = tax_promise.get_future();
    std::thread seller([&tax] {
        const int added = tax.get(); // HERE
        price_promise.set_value(100 + added);
    });
    std::thread office([&price] {
        const int taxed = price.get(); // HERE
        tax_promise.set_value(taxed / 5);
    });
    seller.join();
    office.join();
}
