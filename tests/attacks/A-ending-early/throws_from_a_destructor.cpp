// attack: throws while another exception is on its way
// check: answer
// gets: fails: answer (terminate)
#include "attacked.hpp"

namespace lab::attacked {

namespace {

struct Thrower {
    ~Thrower() noexcept(false) {
        throw 1;
    }
};

} // namespace

int twice(int) {
    const Thrower thrower;
    throw 2;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
