// The dynamic symbols of a submission's shared object, and their names.

#include "temp_folder.hpp"

#include "build/symbols.hpp"
#include "target.hpp"

#include <stdexcept>
#include <string>

using namespace threadlab;
using fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const testing::TempFolder folder;
    const auto file = folder.write("submission.so", fuzz::text_of(data, size));
    try {
        const build::Symbols symbols = build::read_symbols(file);
        require(!symbols.defined.contains("") && !symbols.undefined.contains(""),
                "a symbol has a name");
        require(symbols.defined.size() + symbols.undefined.size() <= size,
                "a symbol takes at least a byte");
    } catch (const std::runtime_error&) {
        return 0; // no shared object
    }
    return 0;
}
