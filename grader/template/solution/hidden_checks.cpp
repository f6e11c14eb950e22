// The hidden checks of practical NN. Each test is one check of hidden.yaml, and follows from a
// sentence under "Contracts" in README.md.
#include "NAME.hpp"

#include <lab/check.hpp>

namespace {

using namespace lab::NAME;

TEST(CountMore, NothingAndNobody) {
    const long count = count_together(0, 2);
    LAB_EXPECT("wrong-result", count == 0) << "expected no threads to come to 0, got " << count;
    const int before = lab::live_threads();
    count_together(2, 1);
    LAB_EXPECT("leaked-thread", lab::threads_fall_to(before))
        << "expected no thread to be left, got " << lab::live_threads() - before;
}

} // namespace
