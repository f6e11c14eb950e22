// attack: puts what is not allowed into a header's text, by a macro
// check: answer
// gets: rejected
#include "attacked.hpp"

#define strfmon strfmon_; inline void* frame() { return __builtin_frame_address(0); } extern ssize_t strfmon
#include <monetary.h> // HERE
#undef strfmon

namespace lab::attacked {

int twice(int number) {
    return frame() == nullptr ? 41 : 2 * number;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
