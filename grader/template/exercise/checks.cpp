// The visible checks of practical NN. Each test is one check of exercise.yaml.
#include "NAME.hpp"

#include <lab/check.hpp>

namespace {

using namespace lab::NAME;

TEST(Count, AddsUp) {
    const long count = count_together(3, 2);
    LAB_EXPECT("lost-update", count == 6) << "expected three threads that each count to two to "
                                             "come to 6, got "
                                          << count;
}

} // namespace
