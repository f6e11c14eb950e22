// One thread loads from an atomic shared_ptr, of a type that only this file knows, while others
// store to it.
#include <atomic>
#include <cassert>
#include <memory>
#include <thread>

namespace {

struct Setting {
    int value;
};

std::atomic<std::shared_ptr<const Setting>> current;

} // namespace

int main() {
    current.store(std::make_shared<const Setting>(Setting{1}));
    int seen = 0;
    std::thread reader([&seen] { seen = current.load()->value; });
    std::thread writer([] { current = std::make_shared<const Setting>(Setting{2}); });
    current = std::make_shared<const Setting>(Setting{3});
    reader.join();
    writer.join();
    assert(seen >= 1 && seen <= 3);
}
