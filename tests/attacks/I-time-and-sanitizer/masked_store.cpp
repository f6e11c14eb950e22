// attack: stores through a pointer to a function that the compiler has for an instruction
// gets: rejected
// message: _mm_maskstore_epi32
#include "attacked.hpp"

#include <immintrin.h>

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

const __m128i all = _mm_set1_epi32(-1);
void (*volatile put)(int*, __m128i, __m128i) = &_mm_maskstore_epi32; // HERE
__m128i (*volatile get)(const int*, __m128i) = &_mm_maskload_epi32;

int count_up(int times) {
    alignas(16) int counter[4] = {};
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            put(counter, all, _mm_add_epi32(get(counter, all), _mm_set1_epi32(1)));
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return counter[0];
}

} // namespace lab::attacked
