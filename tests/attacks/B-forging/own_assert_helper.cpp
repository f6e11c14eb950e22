// attack: defines the function through which GoogleTest reports a failure
// check: answer
// gets: rejected
#include "attacked.hpp"

namespace testing {

class Message;

namespace internal {

class AssertHelper { // HERE
public:
    void operator=(const Message& message) const;
};

void AssertHelper::operator=(const Message&) const {} // HERE

} // namespace internal

} // namespace testing

namespace lab::attacked {

int twice(int) {
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
