// An initialisation that runs once asks, through a helper, for the very thing it initialises.
// finds: self-deadlock
#include <mutex>
#include <thread>

static std::once_flag once;
static int limit = 0;

static int get_limit();

static void load_limit() {
    limit = 10;
    limit += get_limit();
}

static int get_limit() {
    std::call_once(once, load_limit); // HERE
    return limit;
}

int main() {
    int seen = 0;
    std::thread user([&seen] { seen = get_limit(); });
    user.join();
    return seen == 20 ? 0 : 1;
}
