// attack: throws a text that is not UTF-8
// check: answer
// gets: fails: answer (api-contract)
#include "attacked.hpp"

#include <stdexcept>

namespace lab::attacked {

int twice(int) { // HERE
    throw std::runtime_error("\xff\xfe\xc0\xaf\x80\xed\xa0\x80");
}

} // namespace lab::attacked

#include "parts/rest.cpp"
