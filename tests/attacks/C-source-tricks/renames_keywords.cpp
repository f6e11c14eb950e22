// attack: renames keywords and what checks are made of, for whoever reads its text
// check: answer
// gets: safe
#include "attacked.hpp"

#define EXPECT_EQ(a, b)
#define TEST(suite, name) static void suite##name()
#define private public
#define const

namespace lab::attacked {

int twice(int number) {
    const int same = number;
    EXPECT_EQ(same, 0);
    return 2 * number;
}

} // namespace lab::attacked

#undef const
#undef private

#include "parts/rest.cpp"
