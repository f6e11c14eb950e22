// attack: makes types whose names double in length
// check: answer
// gets: safe
#include "attacked.hpp"

template <typename First, typename Second>
struct Pair {
    First* first;
    Second* second;
    static int function() { return 1; }
};
template <int Depth, typename Type>
struct Twice {
    using type = typename Twice<Depth - 1, Pair<Type, Pair<Type, Type>>>::type;
};
template <typename Type>
struct Twice<0, Type> {
    using type = Type;
};
int bomb() {
    return Twice<30, int>::type::function();
}

#include "parts/twice.cpp"
#include "parts/rest.cpp"
