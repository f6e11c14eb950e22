// attack: defines the function that GoogleTest calls when two numbers differ
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <memory>
#include <string>

namespace testing {

class AssertionResult {
public:
    bool success = true;
    std::unique_ptr<std::string> message;
    ~AssertionResult() {}
};

namespace internal {

template <typename T, typename U>
AssertionResult CmpHelperEQFailure(const char*, const char*, const T&, const U&) { // HERE
    return {};
}

template AssertionResult CmpHelperEQFailure<int, int>(const char*, const char*, const int&, // HERE
                                                      const int&);

} // namespace internal

} // namespace testing

namespace lab::attacked {

int twice(int) {
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
