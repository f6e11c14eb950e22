// Two detached threads wait for a semaphore that main posts only once before it returns.
// finds: leaked-thread
#include <pthread.h>
#include <semaphore.h>

static sem_t tickets;
static sem_t used;

static void* use_ticket(void*) {
    sem_wait(&tickets); // HERE
    sem_post(&used);
    return nullptr;
}

int main() {
    sem_init(&tickets, 0, 0);
    sem_init(&used, 0, 0);
    for (int i = 0; i < 2; ++i) {
        pthread_t visitor;
        pthread_create(&visitor, nullptr, use_ticket, nullptr); // HERE
        pthread_detach(visitor);                                // HERE
    }
    sem_post(&tickets);
    sem_wait(&used);
}
