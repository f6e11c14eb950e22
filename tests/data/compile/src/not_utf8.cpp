#include "threading.hpp"

int café = 1;
int € = 2;
const char* s = "ÿ";
int y = z;
