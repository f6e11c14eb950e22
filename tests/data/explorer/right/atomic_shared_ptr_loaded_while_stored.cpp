// One thread loads from an atomic shared_ptr while another stores to it.
#include <atomic>
#include <cassert>
#include <memory>
#include <thread>

static std::atomic<std::shared_ptr<int>> cell;

int main() {
    cell.store(std::make_shared<int>(1));
    int seen = 0;
    std::thread reader([&seen] { seen = *cell.load(); });
    std::thread writer([] { cell.store(std::make_shared<int>(2)); });
    reader.join();
    writer.join();
    assert(seen == 1 || seen == 2);
}
