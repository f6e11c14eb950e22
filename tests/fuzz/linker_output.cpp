// What the linker prints, in which a submission's names stand.

#include "build/compiler_output.hpp"
#include "target.hpp"

#include <set>
#include <string>
#include <utility>

using namespace threadlab::build;
using threadlab::fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = threadlab::fuzz::text_of(data, size);
    std::set<std::pair<LinkError::Kind, std::string>> known;
    for (const LinkError& error : read_linker_output(text)) {
        require(known.insert({error.kind, error.symbol}).second, "a symbol is told once");
        require(error.symbol.find('\n') == std::string::npos, "a symbol stands on one line");
        require(error.file.find('/') == std::string::npos, "a file is named without its folder");
    }
    const std::string shortened = without_paths(text);
    require(shortened.size() <= size + 2, "short names are short");
    return 0;
}
