// Whoever waits for the second post may go on after the first and give the semaphore back.
// finds: dangling
#include <semaphore.h>
#include <thread>

int main() {
    sem_t* done = new sem_t;
    sem_init(done, 0, 0);
    std::thread worker([done] {
        sem_post(done);
        sem_post(done); // HERE
    });
    sem_wait(done);
    sem_destroy(done);
    delete done;
    worker.join();
}
