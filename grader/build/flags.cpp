#include "build/flags.hpp"

namespace threadlab::build {

std::string to_string(Variant variant) {
    switch (variant) {
    case Variant::native:
        return "native";
    case Variant::race:
        return "race";
    case Variant::explore:
        break;
    }
    return "explore";
}

namespace {

// What the variants differ in.
Words variant_flags(Variant variant) {
    // All that a diagnosis looks up: lines, functions and where these begin (which the line tables
    // alone leave out). Types and variables would be a third of the compiler's time.
    const Words places{"-gline-tables-only", "-fdebug-info-for-profiling"};
    switch (variant) {
    case Variant::native:
        // Who has called is asked of return addresses: hence no sibling calls.
        return joined({places, {"-O2", "-fno-optimize-sibling-calls"}});
    case Variant::race:
        // ThreadSanitizer's stacks lose the innermost frame where inlined code calls a library that
        // is not instrumented, such as std::thread's constructor: hence -fno-inline.
        return joined(
            {places, {"-O1", "-fno-inline", "-fno-omit-frame-pointer", "-fsanitize=thread"}});
    case Variant::explore:
        break;
    }
    // Every access as it is written: `x++` is a read and a write. A function without its return
    // goes on somewhere rather than nowhere. A replay may be looked at in gdb: hence -g.
    return {"-g",
            "-O0",
            "-fno-strict-return",
            "-fno-omit-frame-pointer",
            "-fsanitize=thread",
            "-mllvm",
            "-tsan-instrument-read-before-write=1",
            "-mllvm",
            "-tsan-distinguish-volatile=1"};
}

} // namespace

Words common_flags(const Toolchain& toolchain, Variant variant) {
    return joined({{toolchain.compiler.string(), "-std=" + toolchain.standard, "-fPIC", "-pthread",
                    "-fno-color-diagnostics",
                    // The same bytes wherever the box lies.
                    "-fdebug-compilation-dir=.",
                    // The same code at any time of the day.
                    "-Wno-builtin-macro-redefined", "-D__TIME__=\"00:00:00\"",
                    "-D__DATE__=\"Jan  1 1970\"", "-D__TIMESTAMP__=\"Thu Jan  1 00:00:00 1970\"",
                    // The same headers in every variant: what they ask for by these, they would
                    // else declare and do in one and not in the other.
                    "-D_GLIBCXX_TSAN=1", "-D__OPTIMIZE__=1", "-D__NO_INLINE__=1",
                    // Else clang deletes `while (!flag) {}`.
                    "-fno-finite-loops"},
                   variant_flags(variant)});
}

Words submission_flags() {
    return joined({{"-w", "-ferror-limit=20", "-fno-diagnostics-fixit-info"}, restricting_flags()});
}

Words restricting_flags() {
    // Assembler could do anything, and no check would see it.
    return {"-fno-gnu-inline-asm"};
}

Words subject_flags(const Toolchain& toolchain, Variant variant) {
    return joined({common_flags(toolchain, variant),
                   variant == Variant::explore
                       ? Words{"-fsanitize-coverage=bb,no-prune,trace-pc-guard"}
                       : Words{}});
}

Words precompile_flags() {
    return {"-Xclang", "-fno-pch-timestamp", "-fpch-instantiate-templates", "-x", "c++-header"};
}

Words shared_flags() {
    // Functions bind inside their own object, so that neither side can replace the other's; data
    // does not, as std::atomic's waiters must be one table for all (plain -Bsymbolic would part
    // them).
    return {"-shared", "-Wl,-Bsymbolic-functions"};
}

} // namespace threadlab::build
