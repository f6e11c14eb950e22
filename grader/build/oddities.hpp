// What is right C++, but should be seen by somebody.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace threadlab::build {

struct Oddity {
    int line = 0;     // from 1
    std::string what; // a sentence without its stop
};

// Characters that turn the direction of text (Unicode 15, annex 9, section 2: the embeddings,
// overrides and isolates), with which a line can look unlike what it is (CVE-2021-42574). One a
// line, in order; of many lines, the first twenty.
std::vector<Oddity> find_oddities(std::string_view text);

} // namespace threadlab::build
