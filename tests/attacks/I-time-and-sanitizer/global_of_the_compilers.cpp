// attack: counts without a lock in a variable that the sanitizer takes for the compiler's
// gets: rejected
#include "attacked.hpp"

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

int __llvm_gcov_counter; // HERE

int count_up(int times) {
    __llvm_gcov_counter = 0; // HERE
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            ++__llvm_gcov_counter;
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return __llvm_gcov_counter;
}

} // namespace lab::attacked
