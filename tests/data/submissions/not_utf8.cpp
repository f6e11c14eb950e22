// Grüße aus Zürich // HERE
#include "threading.hpp"

#include "rest.hpp"
