// attack: declares for itself what of GoogleTest it wants to call
// check: answer
// gets: does-not-build
#include "attacked.hpp"

namespace testing {

class TestEventListener;

class TestEventListeners {
public:
    TestEventListener* Release(TestEventListener* listener);
};

class UnitTest {
public:
    static UnitTest* GetInstance();
    TestEventListeners& listeners();
};

} // namespace testing

namespace lab::attacked {

int twice(int) {
    testing::UnitTest::GetInstance()->listeners().Release(nullptr);
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
