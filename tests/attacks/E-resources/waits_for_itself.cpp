// attack: locks twice what can be locked once
// check: answer
// gets: fails: answer (hang)
#include "attacked.hpp"

#include <mutex>

namespace lab::attacked {

int twice(int) {
    std::mutex mutex;
    mutex.lock();
    mutex.lock(); // HERE
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
