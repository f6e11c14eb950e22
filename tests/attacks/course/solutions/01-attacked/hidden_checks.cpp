// What no visible check asks.
#include "attacked.hpp"

#include <lab/check.hpp>

namespace {

TEST(HiddenAttacked, Answers) {
    EXPECT_EQ(lab::attacked::twice(4), 8);
}

} // namespace
