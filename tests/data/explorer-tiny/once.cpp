// classes: 2
// Who comes first runs it; the other one has to wait for the end of it, or comes later.
#include <mutex>
#include <thread>

std::once_flag flag;
int runs = 0;

int main() {
    const auto run = [] { std::call_once(flag, [] { ++runs; }); };
    std::thread one(run);
    std::thread two(run);
    one.join();
    two.join();
    return runs == 1 ? 0 : 1;
}
