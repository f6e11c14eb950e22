// The machine's own compiler, for tests that need a real shared object.
#pragma once

#include "build/compiler_run.hpp"
#include "build/toolchain.hpp"
#include "sandbox/sandbox.hpp"
#include "temp_folder.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

namespace threadlab::testing {

class RealToolchain {
public:
    RealToolchain() {
        const std::filesystem::path launcher = std::string(PROGRAMS_DIR) + "/threadlab-launch";
        box = sandbox::make_sandbox(sandbox::probe(launcher).level, launcher);
        auto found = build::find_toolchain("clang", "c++20", *box);
        if (auto* toolchain_found = std::get_if<build::Toolchain>(&found))
            toolchain = *toolchain_found;
    }

    // Compiles `source` to a shared object in a folder of its own, and returns its path.
    std::filesystem::path shared_object(const TempFolder& folder, const std::string& source) {
        build::CompilerRun run;
        run.argv = {toolchain.value().compiler, "-shared", "-fPIC", "a.cpp", "-o", "out/a.so"};
        run.files = {{folder.write("a.cpp", source), "a.cpp"}};
        run.out = folder.path() / "made";
        const build::CompilerResult result = build::run_compiler(run, *box);
        if (const auto* said = std::get_if<build::CompilerSaid>(&result))
            throw std::runtime_error(said->output);
        return run.out / "a.so";
    }

    std::unique_ptr<sandbox::Sandbox> box;
    std::optional<build::Toolchain> toolchain; // none: the machine has no clang
};

} // namespace threadlab::testing
