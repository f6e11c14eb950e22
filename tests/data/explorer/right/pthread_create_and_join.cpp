// Two pthreads get their arguments by address and return the address of their result.
#include <cassert>
#include <pthread.h>

struct Task {
    int number;
    int square;
};

static void* square(void* argument) {
    Task* task = static_cast<Task*>(argument);
    task->square = task->number * task->number;
    return &task->square;
}

int main() {
    Task tasks[2] = {{3, 0}, {4, 0}};
    pthread_t threads[2];
    for (int i = 0; i < 2; ++i) {
        const int failed = pthread_create(&threads[i], nullptr, square, &tasks[i]);
        assert(failed == 0);
    }
    int sum = 0;
    for (pthread_t thread : threads) {
        void* result = nullptr;
        const int failed = pthread_join(thread, &result);
        assert(failed == 0);
        sum += *static_cast<int*>(result);
    }
    assert(sum == 25);
}
