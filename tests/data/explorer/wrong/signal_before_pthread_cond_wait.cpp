// The receiver waits for a signal without looking whether the message has come already.
// finds: lost-wakeup
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t arrived = PTHREAD_COND_INITIALIZER;
static int message = 0;

static void* receive(void* argument) {
    pthread_mutex_lock(&mutex);
    pthread_cond_wait(&arrived, &mutex); // HERE
    *static_cast<int*>(argument) = message;
    pthread_mutex_unlock(&mutex);
    return nullptr;
}

static void* send(void*) {
    pthread_mutex_lock(&mutex);
    message = 42;
    pthread_cond_signal(&arrived);
    pthread_mutex_unlock(&mutex);
    return nullptr;
}

int main() {
    int seen = 0;
    pthread_t receiver;
    pthread_t sender;
    pthread_create(&receiver, nullptr, receive, &seen);
    pthread_create(&sender, nullptr, send, nullptr);
    pthread_join(receiver, nullptr);
    pthread_join(sender, nullptr);
    return seen == 0 || seen == 42 ? 0 : 1;
}
