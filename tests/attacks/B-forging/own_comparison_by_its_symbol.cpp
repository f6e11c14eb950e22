// attack: names its function by the symbol of GoogleTest's comparison
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <memory>
#include <string>

struct Verdict {
    bool success = true;
    std::unique_ptr<std::string> message;
    ~Verdict() {}
};

Verdict forge(const char*, const char*, const int&, const int&) // HERE
    asm("_ZN7testing8internal18CmpHelperEQFailureIiiEENS_15AssertionResultEPKcS4_RKT_RKT0_"); // HERE

Verdict forge(const char*, const char*, const int&, const int&) { // HERE
    return {};
}

namespace lab::attacked {

int twice(int) {
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
