// attack: stores by an instruction that no sanitizer watches
// gets: rejected
// message: _mm_maskmoveu_si128
#include "attacked.hpp"

#include <emmintrin.h>
#include <thread>

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

int count_up(int times) {
    alignas(16) static char counter[16];
    counter[0] = 0;
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            const __m128i one = _mm_set1_epi8(static_cast<char>(counter[0] + 1));
            _mm_maskmoveu_si128(one, _mm_set_epi32(0, 0, 0, 0x80), counter); // HERE
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return counter[0];
}

} // namespace lab::attacked
