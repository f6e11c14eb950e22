// attack: counts without a lock in a type that no sanitizer watches, in a function named like metadata
// gets: rejected
// message: a long double
#include "attacked.hpp"

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

long double counter;
template <std::size_t size>
struct Text {
    char text[size];
    constexpr Text(const char (&from)[size]) {
        for (std::size_t i = 0; i < size; ++i) {
            text[i] = from[i];
        }
    }
};
template <Text text>
void put(long double value) {
    counter = value; // HERE
}

int count_up(int times) {
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            put<"file: !2, ">(counter + 1);
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return static_cast<int>(counter);
}

} // namespace lab::attacked
