// attack: asks the loader for a function that it may not name
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <dlfcn.h>

namespace lab::attacked {

int twice(int) {
    void* leave = dlsym(RTLD_DEFAULT, "_exit"); // HERE
    reinterpret_cast<void (*)(int)>(leave)(0);
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
