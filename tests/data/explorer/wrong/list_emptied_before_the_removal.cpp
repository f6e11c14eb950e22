// Two threads each see that the list is not empty, but it holds one element only.
// finds: crash
#include <mutex>
#include <thread>

struct Job {
    int number;
    Job* next;
};

static std::mutex mutex;
static Job last{7, nullptr};
static Job* jobs = &last;
static int done = 0;

static bool has_jobs() {
    const std::scoped_lock lock(mutex);
    return jobs != nullptr;
}

static void work() {
    while (has_jobs()) {
        const std::scoped_lock lock(mutex);
        done += jobs->number; // HERE
        jobs = jobs->next;
    }
}

int main() {
    std::thread one(work);
    std::thread two(work);
    one.join();
    two.join();
    return done == 7 ? 0 : 1;
}
