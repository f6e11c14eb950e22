// A line of the submission, and a column that its debug information claims: the first byte.

#include "judge/source_expression.hpp"
#include "target.hpp"

#include <string>

using namespace threadlab;
using fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::string_view line = fuzz::text_of(data + 1, size - 1);
    const int column = static_cast<std::int8_t>(data[0]);
    constexpr std::size_t longest = 24;
    for (const std::string& name :
         {judge::accessed_at(line, column), judge::operand_at(line, column)}) {
        require(name.size() <= longest, "a name is short");
        require(line.find(name) != std::string_view::npos, "a name stands in the line");
    }
    judge::is_wait_at(line, column);
    return 0;
}
