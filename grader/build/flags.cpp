#include "build/flags.hpp"

namespace threadlab::build {

std::string to_string(Variant variant) { return variant == Variant::native ? "native" : "race"; }

std::vector<std::string> common_flags(const Toolchain& toolchain, Variant variant) {
    std::vector<std::string> flags{toolchain.compiler.string(),
                                   "-std=" + toolchain.standard,
                                   "-fPIC",
                                   "-g",
                                   "-pthread",
                                   "-fno-color-diagnostics",
                                   // The same bytes wherever the box lies.
                                   "-fdebug-compilation-dir=."};
    if (variant == Variant::native) {
        // Without -fno-finite-loops, clang deletes `while (!flag) {}`.
        flags.insert(flags.end(), {"-O2", "-fno-finite-loops"});
    } else {
        flags.insert(flags.end(), {"-O1", "-fno-omit-frame-pointer", "-fsanitize=thread"});
    }
    return flags;
}

std::vector<std::string> submission_flags() {
    return {"-w", "-ferror-limit=20"};
}

std::vector<std::string> shared_flags() {
    // Functions bind inside their own object, so that neither side can replace the other's; data does
    // not, as std::atomic's waiters must be one table for all (plain -Bsymbolic would part them).
    return {"-shared", "-Wl,-Bsymbolic-functions"};
}

}  // namespace threadlab::build
