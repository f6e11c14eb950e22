// attack: has the call made by whoever gives an object back
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>
#include <memory>

namespace lab::attacked {

namespace {

std::shared_ptr<int> last(new int, [](int* number) {
    delete number;
    std::_Exit(0); // HERE
});

} // namespace

int twice(int) {
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
