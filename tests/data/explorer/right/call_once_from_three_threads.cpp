// Three threads call the same initialisation once, and each sees the result of it.
#include <cassert>
#include <mutex>
#include <thread>

static std::once_flag once;
static int calls = 0;
static int limit = 0;

static void load_limit() {
    ++calls;
    limit = 30;
}

static void use(int& seen) {
    std::call_once(once, load_limit);
    seen = limit;
}

int main() {
    int seen_one = 0;
    int seen_two = 0;
    std::thread one([&seen_one] { use(seen_one); });
    std::thread two([&seen_two] { use(seen_two); });
    int seen_here = 0;
    use(seen_here);
    one.join();
    two.join();
    assert(calls == 1);
    assert(seen_here + seen_one + seen_two == 90);
}
