// Whether ThreadSanitizer and the explorer see what a submission's own functions do to memory. Both
// see it through the instrumentation that LLVM's pass puts in, which leaves out some accesses.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace threadlab::build {

struct AccessFault {
    std::string message;  // what it does, and what to use instead
    int line = 0;         // of the submission; 0: see `function`
    std::string function; // of a header, which the submission names somewhere
};

// `module`: LLVM's text of the submission as the front end makes it for a build with
// instrumentation, before any pass. The first function of the submission's that is not instrumented,
// or store to memory that others may see of a size that the instrumentation leaves out: it knows 1,
// 2, 4, 8 and 16 bytes. (What passes before it make of copies is theirs, and the explorer's build has
// none.) Of headers, only what is no long double: chrono has these, too. Sources: LLVM Language
// Reference Manual; LLVM, ThreadSanitizer.cpp, getMemoryAccessFuncIndex.
std::optional<AccessFault> audit_accesses(std::string_view module);

} // namespace threadlab::build
