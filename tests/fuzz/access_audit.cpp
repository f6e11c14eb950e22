// LLVM's text of a submission, which has names of the submission's in it.

#include "build/access_audit.hpp"
#include "target.hpp"

#include <string>

using namespace threadlab;
using fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(fuzz::text_of(data, size));
    const auto fault = build::audit_accesses(text);
    if (fault) {
        require(!fault->message.empty(), "a fault is told");
    }
    const std::string function = "define void @f(ptr %0) #9 !dbg !98 {\n"
                                 "  store x86_fp80 %1, ptr %0, align 16, !dbg !99\n}\n";
    const std::string places = "attributes #9 = { sanitize_thread }\n"
                               "!97 = !DIFile(filename: \"x.cpp\")\n"
                               "!98 = !DISubprogram(file: !97, line: 1)\n"
                               "!99 = !DILocation(line: 2, scope: !98)\n";
    require(build::audit_accesses(function + places).has_value(), "such a store is a fault");
    require(build::audit_accesses(text + "\n" + function + places).has_value(),
            "what comes before hides nothing");
    return 0;
}
