// A symbol's name, which a submission may choose.

#include "build/symbols.hpp"
#include "target.hpp"

#include <string>

using namespace threadlab;
using fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string symbol(fuzz::text_of(data, size));
    constexpr std::size_t longest = 1'000'000;
    require(build::demangle(symbol).size() <= longest, "no name is longer than a person can read");
    const std::string name = build::function_name(symbol);
    require(name.empty() || build::is_meant(symbol, name), "a function is meant by its name");
    return 0;
}
