// Checks of a submission that may start processes.
#include "attacked.hpp"

#include <lab/check.hpp>
#include <lab/processes.hpp>

namespace {

TEST(Attacked, Answers) {
    EXPECT_EQ(lab::attacked::twice(21), 42);
}

TEST(Attacked, TellsTheStatus) {
    EXPECT_EQ(lab::attacked::status_of_child(7), 7);
}

} // namespace
