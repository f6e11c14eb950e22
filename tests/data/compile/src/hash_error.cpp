#include "threading.hpp"

#error "not done yet"

int x = ;
