#include "build/submission.hpp"

#include "build/compile_errors.hpp"
#include "build/compiler_run.hpp"
#include "build/source_text.hpp"
#include "build/symbols.hpp"

#include <algorithm>
#include <fstream>
#include <future>
#include <stdexcept>
#include <utility>

namespace threadlab::build {

namespace fs = std::filesystem;

namespace {

struct Compilation {
    const Submission& submission;
    const Kit& kit;
    const Toolchain& toolchain;
    Variant variant;
    fs::path source;
    fs::path out;
};

CompilerResult compile_with(const Compilation& job, const std::optional<fs::path>& pch,
                            sandbox::Sandbox& sandbox) {
    const auto& [submission, kit, toolchain, variant, source, out] = job;
    const std::string header = "include/" + kit.header.filename().string();
    CompilerRun run;
    run.files = {{source, submission.name}, {kit.header, header}};
    if (pch) {
        run.files.push_back({*pch, "header.pch"});
        run.files.push_back({kit.pch_source.value(), prefix_header});
    }
    run.argv = joined({
        subject_flags(toolchain, variant),
        submission_flags(),
        shared_flags(),
        pch ? Words{"-include-pch", "header.pch"} : Words{"-include", header},
        // What the file calls, it must define; the runtimes of the others come with the harness.
        variant == Variant::native ? Words{"-Wl,-z,defs"} : Words{},
        {"-Iinclude", submission.name, "-o", "out/submission.so"},
    });
    run.out = out / to_string(variant);
    run.hide = {"/usr/include/gtest", "/usr/include/gmock", "/usr/src"};
    return run_compiler(run, sandbox);
}

CompilerResult compile(const Compilation& job, sandbox::Sandbox& sandbox) {
    const auto& pch = job.kit.pch(job.variant);
    CompilerResult result = compile_with(job, pch, sandbox);
    const auto* said = std::get_if<CompilerSaid>(&result);
    // A complaint that names no line of the submission may be about the precompiled header, which
    // is ours: only what is also wrong without it is the submission's.
    if (pch && said != nullptr &&
        said->output.find(job.submission.name + ":") == std::string::npos) {
        return compile_with(job, std::nullopt, sandbox);
    }
    return result;
}

const char* limit_in_words(sandbox::Limit limit) {
    switch (limit) {
    case sandbox::Limit::memory:
        return "memory";
    case sandbox::Limit::output:
        return "output";
    case sandbox::Limit::cpu:
    case sandbox::Limit::wall:
        break;
    }
    return "time";
}

// What to tell of a compiler run that failed; nothing if it did not.
std::optional<BuildResult> fault_in(const CompilerResult& result, const std::string& name) {
    if (const auto* fault = std::get_if<sandbox::MachineFault>(&result)) {
        return *fault;
    }
    if (const auto* limit = std::get_if<CompilerLimit>(&result)) {
        return DoesNotBuild{std::string("compiling it took more ") + limit_in_words(limit->which) +
                                " than it may",
                            ""};
    }
    if (const auto* said = std::get_if<CompilerSaid>(&result)) {
        const CompileErrors errors = read_compile_errors(said->output, name);
        return DoesNotBuild{errors.message.empty() ? "the compiler gave up on it" : errors.message,
                            errors.at};
    }
    return std::nullopt;
}

// The line of `header` that declares `name` ("lab::threading::Worker::start"), or 0.
int declared_at(const fs::path& header, const std::string& name) {
    const std::string last = name.substr(name.rfind(':') + 1) + "(";
    std::ifstream file(header);
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        const std::string code = line.substr(0, line.find("//"));
        const std::size_t found = code.find(last);
        // "restart(" is not "start(".
        if (found != std::string::npos && (found == 0 || !is_word(code[found - 1]))) {
            return number;
        }
    }
    return 0;
}

std::string missing_in_words(const std::vector<std::string>& missing, const Submission& submission,
                             const fs::path& header) {
    std::vector<std::pair<int, std::string>> by_line;
    by_line.reserve(missing.size());
    for (const std::string& name : missing) {
        by_line.emplace_back(declared_at(header, name), name);
    }
    std::sort(by_line.begin(), by_line.end());
    constexpr std::size_t most = 4;
    std::string message;
    for (std::size_t i = 0; i < std::min(most, by_line.size()); ++i) {
        const auto& [line, name] = by_line[i];
        message += submission.name + " does not define " + name + "(), which " +
                   header.filename().string() + " declares" +
                   (line == 0 ? "" : " on line " + std::to_string(line)) + ".\n";
    }
    if (by_line.size() > most) {
        message += "Nor does it define " + std::to_string(by_line.size() - most) + " more.\n";
    }
    return message + "Left out, or written with other parameters or in another namespace?";
}

} // namespace

Submission read_submission(const fs::path& path, const std::string& name) {
    const fs::path file = fs::is_directory(path) ? path / name : path;
    if (!fs::is_regular_file(file)) {
        throw std::runtime_error("there is no file " + file.string());
    }
    return {name, read_file(file)};
}

const fs::path& Built::object(Variant variant) const {
    return variant == Variant::native ? native : variant == Variant::race ? race : explore;
}

BuildResult build_submission(const Submission& submission, const Kit& kit,
                             const Toolchain& toolchain, Explored explored, const fs::path& out,
                             sandbox::Sandbox& sandbox) {
    if (const auto fault = find_text_fault(submission.text)) {
        return DoesNotBuild{submission.name + " " + std::string(fault->what),
                            fault->line == 0 ? ""
                                             : submission.name + ":" + std::to_string(fault->line)};
    }
    // A copy: the file that is graded cannot change while it is.
    const fs::path source = out / submission.name;
    if (!(std::ofstream(source, std::ios::binary) << submission.text << std::flush)) {
        return sandbox::MachineFault{"cannot write " + source.string()};
    }

    const auto in_background = [&](Variant variant) {
        return std::async(std::launch::async, [&, variant] {
            return compile({submission, kit, toolchain, variant, source, out}, sandbox);
        });
    };
    std::vector<Variant> variants{Variant::native, Variant::race};
    if (explored == Explored::yes) {
        variants.push_back(Variant::explore);
    }
    std::vector<std::future<CompilerResult>> running;
    running.reserve(variants.size());
    for (const Variant variant : variants) {
        running.push_back(in_background(variant));
    }
    std::vector<CompilerResult> results;
    results.reserve(running.size());
    for (std::future<CompilerResult>& one : running) {
        results.push_back(one.get());
    }
    for (const CompilerResult& result : results) {
        if (auto fault = fault_in(result, submission.name)) {
            return *fault;
        }
    }
    Built built{out / "native/submission.so", out / "race/submission.so", {}};
    if (explored == Explored::yes) {
        built.explore = out / "explore/submission.so";
    }
    for (const Variant variant : variants) {
        if (!fs::is_regular_file(built.object(variant))) {
            return sandbox::MachineFault{"the compiler succeeded, but left nothing behind"};
        }
    }
    const std::vector<std::string> missing = missing_functions(kit.required, built.native);
    if (!missing.empty()) {
        return DoesNotBuild{missing_in_words(missing, submission, kit.header), ""};
    }
    return built;
}

} // namespace threadlab::build
