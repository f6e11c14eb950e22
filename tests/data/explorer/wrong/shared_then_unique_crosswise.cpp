// Two threads each read one table and then want to write the table that the other one reads.
// finds: deadlock
#include <mutex>
#include <shared_mutex>
#include <thread>

static std::shared_mutex names_mutex;
static std::shared_mutex ages_mutex;
static int names = 1;
static int ages = 1;

int main() {
    std::thread one([] {
        const std::shared_lock reading(names_mutex);
        const std::unique_lock writing(ages_mutex); // HERE
        ages += names;
    });
    std::thread two([] {
        const std::shared_lock reading(ages_mutex);
        const std::unique_lock writing(names_mutex); // HERE
        names += ages;
    });
    one.join();
    two.join();
    return names + ages > 2 ? 0 : 1;
}
