// Leaves run_threaded out.
#include "threading.hpp"

#include "rest.hpp"
