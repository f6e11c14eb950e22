// attack: shows its text in another order than it stands
// check: answer
// gets: safe
#include "attacked.hpp"

namespace lab::attacked {

int twice(int number) {
    /* ‮ } ⁦ if (checked) ⁩ ⁦ begin */
    return 2 * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
