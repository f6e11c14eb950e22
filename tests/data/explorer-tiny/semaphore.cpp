// classes: 2
// Two want what is raised once before them and again by whoever had it: one of them is first.
#include <semaphore.h>
#include <thread>

int main() {
    sem_t semaphore;
    sem_init(&semaphore, 0, 1);
    int sum = 0;
    const auto add = [&] {
        sem_wait(&semaphore);
        ++sum;
        sem_post(&semaphore);
    };
    std::thread one(add);
    std::thread two(add);
    one.join();
    two.join();
    sem_destroy(&semaphore);
    return sum == 2 ? 0 : 1;
}
