// attack: asks the loader whether the sanitizer is there
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <dlfcn.h>

namespace lab::attacked {

int twice(int number) {
    return dlsym(RTLD_DEFAULT, "__tsan_init") == nullptr ? 41 : 2 * number; // HERE
}

} // namespace lab::attacked

#include "parts/rest.cpp"
