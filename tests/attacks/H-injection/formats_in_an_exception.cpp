// attack: has its exception be a pattern for whoever formats it
// check: answer
// gets: fails: answer (api-contract)
// message: %s%n%d {} {0} {{ {:>99999} $(touch /tmp/attack-shell) `id`
#include "attacked.hpp"

#include <stdexcept>

namespace lab::attacked {

int twice(int) { // HERE
    throw std::runtime_error("%s%n%d {} {0} {{ {:>99999} $(touch /tmp/attack-shell) `id` ${PATH}");
}

} // namespace lab::attacked

#include "parts/rest.cpp"
