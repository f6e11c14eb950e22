#include "explored.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <pthread.h>
#include <stdexcept>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>
#include <vector>

static int add_with_atomics() {
    std::atomic<int> value = 0;
    std::thread one([&] { value++; });
    std::thread other([&] { value++; });
    one.join();
    other.join();
    return value;
}

int add() {
    return add_with_atomics();
}

void run_all(const std::function<void()>& nap) {
    std::vector<std::jthread> all;
    for (int i = 0; i < 5; ++i) {
        all.emplace_back(nap);
    }
}
