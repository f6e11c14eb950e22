// The tables and the code of a submission's shared object.

#include "temp_folder.hpp"

#include "build/elf_file.hpp"
#include "build/object_audit.hpp"
#include "target.hpp"

using namespace threadlab;
using build::Instrumented;
using fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const testing::TempFolder folder;
    const auto file = folder.write("submission.so", fuzz::text_of(data, size));
    try {
        const auto fault = build::audit_object(file, {}, Instrumented::no);
        require(!fault || !fault->message.empty(), "a fault is told");
        const auto allowed =
            build::audit_object(file, {"threads", "processes", "files"}, Instrumented::no);
        require(fault || !allowed, "who may do more is not refused for it");
        const auto instrumented = build::audit_object(file, {}, Instrumented::yes);
        require(fault || !instrumented, "instrumentation is no fault of its own");
    } catch (const build::BadObject&) {
        return 0;
    }
    return 0;
}
