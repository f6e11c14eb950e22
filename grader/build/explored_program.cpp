#include "build/explored_program.hpp"

#include "build/compile_errors.hpp"
#include "build/flags.hpp"

#include <fstream>

namespace threadlab::build {

namespace fs = std::filesystem;

Words explorer_link_flags(const std::string& runtime) {
    // The whole of it, and in sight of the libraries: they must find its functions before libc's.
    return {"-Wl,--whole-archive", runtime, "-Wl,--no-whole-archive", "-rdynamic", "-ldl"};
}

ProgramResult build_explored_program(const std::vector<ProgramSource>& sources,
                                     const Toolchain& toolchain, const fs::path& runtime,
                                     const fs::path& out, sandbox::Sandbox& sandbox) {
    CompilerRun run;
    Words names;
    for (const ProgramSource& source : sources) {
        const fs::path copy = out / source.name;
        if (!(std::ofstream(copy, std::ios::binary) << source.text << std::flush)) {
            return sandbox::MachineFault{"cannot write " + copy.string()};
        }
        run.files.push_back({copy, source.name});
        names.push_back(source.name);
    }
    run.files.push_back({runtime, "runtime.a"});
    run.argv =
        joined({subject_flags(toolchain, Variant::explore),
                {"-w", "-fno-diagnostics-fixit-info"},
                // ThreadSanitizer's own runtime stays out: only its instrumentation is wanted.
                {"-fno-sanitize-link-runtime", "-o", "out/program"},
                names,
                explorer_link_flags("runtime.a")});
    run.out = out;
    const CompilerResult result = run_compiler(run, sandbox);
    if (const auto* fault = std::get_if<sandbox::MachineFault>(&result)) {
        return *fault;
    }
    if (std::holds_alternative<CompilerLimit>(result)) {
        return ProgramDoesNotBuild{"compiling it took more time or memory than it may", ""};
    }
    if (const auto* said = std::get_if<CompilerSaid>(&result)) {
        for (const ProgramSource& source : sources) {
            const CompileErrors errors = read_compile_errors(said->output, source.name);
            if (!errors.message.empty()) {
                return ProgramDoesNotBuild{errors.message, errors.at};
            }
        }
        return ProgramDoesNotBuild{said->output, ""};
    }
    return ExploredProgram{out / "program"};
}

} // namespace threadlab::build
