// attack: has its exception be a script
// check: answer
// gets: fails: answer (api-contract)
// message: <script>
#include "attacked.hpp"

#include <stdexcept>

namespace lab::attacked {

int twice(int) { // HERE
    throw std::runtime_error("</pre><script>alert(1)</script>]]>&lt;");
}

} // namespace lab::attacked

#include "parts/rest.cpp"
