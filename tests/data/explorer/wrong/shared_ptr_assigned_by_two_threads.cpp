// Two threads assign to the same shared_ptr: its count is atomic, but the pointer itself is not.
// finds: data-race
#include <memory>
#include <thread>

static std::shared_ptr<int> current;

int main() {
    const auto summer = std::make_shared<int>(1);
    const auto winter = std::make_shared<int>(2);
    std::thread first([&summer] {
        current = summer; // HERE
    });
    std::thread second([&winter] {
        current = winter; // HERE
    });
    first.join();
    second.join();
    return current == nullptr ? 1 : 0;
}
