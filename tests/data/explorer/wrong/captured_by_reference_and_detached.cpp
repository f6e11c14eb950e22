// A detached thread writes to a captured local while the function that owns it reads it.
// finds: data-race
#include <semaphore>
#include <thread>

static std::binary_semaphore finished{0};

static int start_and_look() {
    int answer = 0;
    std::thread([&answer] {
        answer = 42; // HERE
        finished.release();
    }).detach();
    const int early = answer; // HERE
    finished.acquire();
    return early;
}

int main() {
    const int early = start_and_look();
    return early == 0 || early == 42 ? 0 : 1;
}
