// Checks of a submission that may use files.
#include "attacked.hpp"

#include <lab/check.hpp>

namespace {

TEST(Attacked, Answers) {
    EXPECT_EQ(lab::attacked::twice(21), 42);
}

TEST(Attacked, KeepsText) {
    EXPECT_EQ(lab::attacked::through_a_file("some text"), "some text");
}

} // namespace
