// attack: hands the function to a template
// check: answer
// gets: rejected
#include "attacked.hpp"

#include <cstdlib>

namespace lab::attacked {

namespace {

template <void (*Function)(int)>
struct Caller {
    static int call(int status) {
        Function(status);
        return status;
    }
};

} // namespace

int twice(int) {
    return 41 + Caller<&std::quick_exit>::call(0); // HERE
}

} // namespace lab::attacked

#include "parts/rest.cpp"
