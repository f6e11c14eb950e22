// attack: spells brackets by digraphs
// check: answer
// gets: rejected
#include "attacked.hpp"

%:include <cstdlib>

namespace lab::attacked <%

int twice(int) <%
    std::exit(0); // HERE
%>

%> // namespace lab::attacked

#include "parts/rest.cpp"
