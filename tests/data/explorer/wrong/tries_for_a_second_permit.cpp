// A thread takes the one permit that is given, and then tries again and again to take a second one.
// finds: busy-wait
#include <sched.h>
#include <semaphore.h>
#include <thread>

int main() {
    sem_t permits;
    sem_init(&permits, 0, 0);
    std::thread consumer([&permits] {
        for (int i = 0; i < 2; ++i)
            while (sem_trywait(&permits) != 0) // HERE
                sched_yield();                 // HERE
    });
    sem_post(&permits);
    consumer.join();
    sem_destroy(&permits);
}
