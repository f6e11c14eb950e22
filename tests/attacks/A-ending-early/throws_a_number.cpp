// attack: throws what is no exception of the library's
// check: answer
// gets: fails: answer (api-contract)
#include "attacked.hpp"

namespace lab::attacked {

int twice(int) {
    throw 42;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
