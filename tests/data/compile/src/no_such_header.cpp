#include "threading.hpp"
#include <thraed>
#include "checks.hpp"
