// attack: has its exception be a command to a CI system
// check: answer
// gets: fails: answer (api-contract)
#include "attacked.hpp"

#include <stdexcept>

namespace lab::attacked {

int twice(int) { // HERE
    throw std::runtime_error("a\n::error file=a::b\n##vso[task.complete result=Succeeded]\r\n::set-output name=score::100");
}

} // namespace lab::attacked

#include "parts/rest.cpp"
