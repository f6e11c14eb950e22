#include "build/compilation.hpp"

#include "build/words.hpp"

#include <variant>

namespace threadlab::build {

namespace {

enum class Prefix { precompiled, text };

CompilerRun run_for(const Compilation& job, Prefix prefix, const Words& ending) {
    const Kit& kit = job.kit;
    const std::string header = "include/" + kit.header.filename().string();
    CompilerRun run;
    run.files = {{job.source, job.name}, {kit.header, header}};
    if (const auto& pch = kit.pch(job.variant)) {
        run.files.push_back({*pch, "header.pch"});
        run.files.push_back({kit.pch_source.value(), prefix_header});
    }
    run.argv = joined({
        subject_flags(job.toolchain, job.variant),
        submission_flags(),
        prefix == Prefix::precompiled ? Words{"-include-pch", "header.pch"}
                                      : Words{"-include", header},
        {"-Iinclude", job.name},
        ending,
    });
    run.out = job.out;
    constexpr double patience = 20; // a file of a lab compiles in one or two
    run.seconds = patience;
    // What it sees of /proc would tell a __has_include() how the compiler was called.
    run.hide = {"/usr/include/gtest", "/usr/include/gmock", "/usr/src", "/proc"};
    return run;
}

// Runs with the precompiled header, where there is one. A complaint that names no line of the
// submission may be about that, which is ours: only what is also wrong without it is the
// submission's.
CompilerResult run_with_header(const Compilation& job, const Words& ending, std::int64_t most,
                               sandbox::Sandbox& sandbox) {
    CompilerRun run = run_for(job, Prefix::precompiled, ending);
    run.file_bytes = most;
    if (job.kit.pch(job.variant)) {
        CompilerResult result = run_compiler(run, sandbox);
        const auto* said = std::get_if<CompilerSaid>(&result);
        if (said == nullptr || said->output.find(job.name + ":") != std::string::npos) {
            return result;
        }
    }
    run.argv = run_for(job, Prefix::text, ending).argv;
    return run_compiler(run, sandbox);
}

} // namespace

CompilerResult compile(const Compilation& job, sandbox::Sandbox& sandbox) {
    return run_with_header(job,
                           joined({shared_flags(),
                                   // What the file calls, it must define; the runtimes of the
                                   // others come with the harness.
                                   job.variant == Variant::native ? Words{"-Wl,-z,defs"} : Words{},
                                   {"-o", std::string("out/") + compiled_file}}),
                           CompilerRun().file_bytes, sandbox);
}

CompilerResult translate(const Compilation& job, sandbox::Sandbox& sandbox) {
    return run_with_header(job,
                           {"-S", "-emit-llvm", "-Xclang", "-disable-llvm-passes", "-o",
                            std::string("out/") + intermediate_file},
                           largest_text, sandbox);
}

CompilerResult preprocess(const Compilation& job, sandbox::Sandbox& sandbox) {
    CompilerRun run = run_for(job, Prefix::text,
                              {"-E", "-dD", "-dI", "-o", std::string("out/") + preprocessed_file});
    run.file_bytes = largest_text;
    return run_compiler(run, sandbox);
}

} // namespace threadlab::build
