// attack: has 1,000 warnings
// check: answer
// gets: safe
#include "attacked.hpp"

#define W1 int unused(int x) { { int x; } { int x; } { int x; } { int x; } { int x; } return x / 0; }
template <int Number>
struct Warner {
    W1
};
#define P1 _Pragma("GCC warning \"a warning\"")
#define P2 P1 P1 P1 P1 P1 P1 P1 P1 P1 P1
#define P3 P2 P2 P2 P2 P2 P2 P2 P2 P2 P2
#define P4 P3 P3 P3 P3 P3 P3 P3 P3 P3 P3
P4

#include "parts/twice.cpp"
#include "parts/rest.cpp"
