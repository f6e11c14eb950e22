#include "build/flags.hpp"

namespace threadlab::build {

std::string to_string(Variant variant) {
    return variant == Variant::native ? "native" : "race";
}

std::vector<std::string> common_flags(const Toolchain& toolchain, Variant variant) {
    std::vector<std::string> flags{toolchain.compiler.string(), "-std=" + toolchain.standard,
                                   "-fPIC", "-g", "-pthread", "-fno-color-diagnostics",
                                   // The same bytes wherever the box lies.
                                   "-fdebug-compilation-dir=."};
    // Else clang deletes `while (!flag) {}`.
    flags.emplace_back("-fno-finite-loops");
    if (variant == Variant::native) {
        flags.emplace_back("-O2");
    } else {
        // ThreadSanitizer's stacks lose the innermost frame where inlined code calls a library that
        // is not instrumented, such as std::thread's constructor: hence -fno-inline.
        flags.insert(flags.end(),
                     {"-O1", "-fno-inline", "-fno-omit-frame-pointer", "-fsanitize=thread"});
    }
    return flags;
}

std::vector<std::string> submission_flags() {
    return {"-w", "-ferror-limit=20", "-fno-diagnostics-fixit-info"};
}

std::vector<std::string> shared_flags() {
    // Functions bind inside their own object, so that neither side can replace the other's; data
    // does not, as std::atomic's waiters must be one table for all (plain -Bsymbolic would part
    // them).
    return {"-shared", "-Wl,-Bsymbolic-functions"};
}

} // namespace threadlab::build
