// attack: prints a script for whoever looks at a page
// check: answer
// gets: fails: answer (wrong-result)
#include "attacked.hpp"

#include <cstdio>

namespace lab::attacked {

int twice(int) {
    std::fputs("</pre><script>alert(1)</script><img src=x onerror=alert(1)>&amp;\n", stdout);
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
