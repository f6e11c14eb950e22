// A thread ends itself with pthread_exit deep in its work, and main joins it for the result.
#include <cassert>
#include <cstdint>
#include <pthread.h>

static void search(std::intptr_t number) {
    for (std::intptr_t i = 2; i < number; ++i) {
        if (number % i == 0) {
            pthread_exit(reinterpret_cast<void*>(i));
        }
    }
}

static void* smallest_factor(void* argument) {
    search(reinterpret_cast<std::intptr_t>(argument));
    return argument;
}

int main() {
    pthread_t composite;
    pthread_t prime;
    pthread_create(&composite, nullptr, smallest_factor, reinterpret_cast<void*>(15));
    pthread_create(&prime, nullptr, smallest_factor, reinterpret_cast<void*>(7));
    void* factor_of_composite = nullptr;
    void* factor_of_prime = nullptr;
    pthread_join(composite, &factor_of_composite);
    pthread_join(prime, &factor_of_prime);
    assert(reinterpret_cast<std::intptr_t>(factor_of_composite) == 3);
    assert(reinterpret_cast<std::intptr_t>(factor_of_prime) == 7);
}
