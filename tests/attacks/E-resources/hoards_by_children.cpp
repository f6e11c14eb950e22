// attack: has its children hold the memory
// exercise: 03
// check: answer
// gets: fails: answer (memory-limit)
#include "attacked.hpp"

#include <cstring>
#include <sys/wait.h>
#include <unistd.h>

namespace lab::attacked {

namespace {

char* volatile kept = nullptr;

} // namespace

int twice(int number) {
    for (int i = 0; i < 8; ++i) {
        if (fork() == 0) {
            kept = new char[128 << 20];
            std::memset(kept, 1, 128 << 20);
            while (true) {
                pause();
            }
        }
    }
    while (wait(nullptr) > 0) {
    }
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/child.cpp"
