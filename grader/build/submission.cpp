#include "build/submission.hpp"

#include "build/audit.hpp"
#include "build/compile_errors.hpp"
#include "build/compiler_run.hpp"
#include "build/elf_file.hpp"
#include "build/line_markers.hpp"
#include "build/source_text.hpp"
#include "build/symbols.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <future>
#include <stdexcept>
#include <string_view>
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

// What compiling and preprocessing have in common: the same text in the same surroundings.
CompilerRun run_for(const Compilation& job, const std::optional<fs::path>& pch,
                    const Words& ending) {
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
        pch ? Words{"-include-pch", "header.pch"} : Words{"-include", header},
        {"-Iinclude", submission.name},
        ending,
    });
    run.out = out / to_string(variant);
    constexpr double patience = 20; // a file of a lab compiles in one or two
    run.seconds = patience;
    run.hide = {"/usr/include/gtest", "/usr/include/gmock", "/usr/src"};
    return run;
}

CompilerResult compile_with(const Compilation& job, const std::optional<fs::path>& pch,
                            sandbox::Sandbox& sandbox) {
    return run_compiler(
        run_for(job, pch,
                joined({shared_flags(),
                        // What the file calls, it must define; the runtimes of the others come with
                        // the harness.
                        job.variant == Variant::native ? Words{"-Wl,-z,defs"} : Words{},
                        {"-o", "out/submission.so"}})),
        sandbox);
}

// Makes `preprocessed_file`.
CompilerResult preprocess(const Compilation& job, sandbox::Sandbox& sandbox) {
    CompilerRun run =
        run_for(job, std::nullopt, {"-E", "-dD", "-o", std::string("out/") + preprocessed_file});
    run.file_bytes = largest_preprocessed;
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

// What a compiler says last when it has broken down: where it was in its memory, and at which line
// of what.
constexpr std::string_view breakdown = "\nStack dump:\n";

DoesNotBuild broken_down(std::string_view dump, const std::string& name) {
    const std::size_t found = dump.find("\t" + name + ":");
    const std::string_view place = found == std::string_view::npos ? "" : dump.substr(found + 1);
    const std::size_t end =
        place.find_first_not_of("0123456789", std::min(name.size() + 1, place.size()));
    return {"the compiler broke down on it; take out what is unusual there",
            std::string(place.substr(0, end))};
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
        if (const std::size_t dump = said->output.find(breakdown); dump != std::string::npos) {
            return broken_down(std::string_view(said->output).substr(dump), name);
        }
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

fs::path& Built::object(Variant variant) {
    return variant == Variant::native ? native : variant == Variant::race ? race : explore;
}

namespace {

std::string place(const Submission& submission, int line) {
    return line == 0 ? "" : submission.name + ":" + std::to_string(line);
}

std::optional<BuildResult> fault_in_text(const Submission& submission) {
    if (const auto fault = find_text_fault(submission.text)) {
        return DoesNotBuild{submission.name + " " + std::string(fault->what),
                            place(submission, fault->line)};
    }
    return std::nullopt;
}

// Does all at once, and gives the results in the same order.
std::vector<CompilerResult> at_once(const std::vector<std::function<CompilerResult()>>& jobs) {
    std::vector<std::future<CompilerResult>> running;
    running.reserve(jobs.size());
    for (const auto& job : jobs) {
        running.push_back(std::async(std::launch::async, job));
    }
    std::vector<CompilerResult> results;
    results.reserve(running.size());
    for (std::future<CompilerResult>& one : running) {
        results.push_back(one.get());
    }
    return results;
}

// The variants that are compiled, and those whose texts are compared: one without and one with
// ThreadSanitizer in any case.
struct Jobs {
    std::vector<Compilation> compiled, preprocessed;
};

Jobs jobs_for(const BuildOrder& order, const std::function<Compilation(Variant)>& make) {
    Jobs jobs;
    for (const auto& [variant, wanted] : {std::pair{Variant::native, true},
                                          {Variant::race, order.raced},
                                          {Variant::explore, order.explored}}) {
        if (wanted) {
            jobs.compiled.push_back(make(variant));
        }
        if (order.audited && (wanted || variant == Variant::race)) {
            jobs.preprocessed.push_back(make(variant));
        }
    }
    return jobs;
}

// How they compiled, and how they were preprocessed.
struct Results {
    std::vector<CompilerResult> compiled, preprocessed;
};

Results run_all(const Jobs& jobs, sandbox::Sandbox& sandbox) {
    std::vector<std::function<CompilerResult()>> all;
    for (const Compilation& job : jobs.compiled) {
        all.emplace_back([&] { return compile(job, sandbox); });
    }
    for (const Compilation& job : jobs.preprocessed) {
        all.emplace_back([&] { return preprocess(job, sandbox); });
    }
    std::vector<CompilerResult> results = at_once(all);
    const auto middle = results.begin() + static_cast<std::ptrdiff_t>(jobs.compiled.size());
    return {{results.begin(), middle}, {middle, results.end()}};
}

std::optional<BuildResult> first_fault(const std::vector<CompilerResult>& results,
                                       const std::string& name) {
    for (const CompilerResult& result : results) {
        if (auto fault = fault_in(result, name)) {
            return fault;
        }
    }
    return std::nullopt;
}

bool all_succeeded(const std::vector<CompilerResult>& results) {
    return std::all_of(results.begin(), results.end(), [](const CompilerResult& result) {
        return std::holds_alternative<Compiled>(result);
    });
}

Rejected rejected(const Submission& submission, const Refusal& refusal) {
    return {refusal.message, place(submission, refusal.line)};
}

// What the text says that it must not, whether it compiles or not.
std::optional<BuildResult> audit_texts(const std::vector<Preprocessed>& texts,
                                       const Submission& submission, const BuildOrder& order) {
    if (const int line = find_line_marker(submission.text); line > 0) {
        return rejected(submission,
                        {"#line would hide where the lines of your code are; remove it", line});
    }
    if (const auto refusal = audit_text(texts, order.allow)) {
        return rejected(submission, *refusal);
    }
    return std::nullopt;
}

std::vector<Preprocessed> read_texts(const std::vector<Compilation>& jobs, const Results& results) {
    std::vector<Preprocessed> texts;
    if (all_succeeded(results.preprocessed)) {
        for (const Compilation& job : jobs) {
            texts.push_back(
                read_preprocessed_file(job.out / to_string(job.variant), job.submission.name));
        }
    }
    return texts;
}

std::optional<BuildResult> audit_built(const std::vector<Compilation>& jobs, const Built& built,
                                       const std::vector<Preprocessed>& texts,
                                       const BuildOrder& order) {
    for (const Preprocessed& text : texts) {
        if (const auto refusal = audit_compiled_text(text)) {
            return rejected(jobs.front().submission, *refusal);
        }
    }
    for (const Compilation& job : jobs) {
        const bool instrumented = job.variant != Variant::native;
        try {
            if (const auto refusal = audit_build(built.object(job.variant), instrumented,
                                                 texts.front(), order.allow)) {
                return rejected(job.submission, *refusal);
            }
        } catch (const BadObject& error) {
            return rejected(job.submission,
                            {std::string("what it compiles to cannot be read: ") + error.what()});
        }
    }
    return std::nullopt;
}

} // namespace

BuildResult build_submission(const Submission& submission, const Kit& kit,
                             const Toolchain& toolchain, const BuildOrder& order,
                             const fs::path& out, sandbox::Sandbox& sandbox) {
    if (auto fault = fault_in_text(submission)) {
        return *fault;
    }
    // A copy: the file that is graded cannot change while it is.
    const fs::path source = out / submission.name;
    if (!(std::ofstream(source, std::ios::binary) << submission.text << std::flush)) {
        return sandbox::MachineFault{"cannot write " + source.string()};
    }
    const Jobs jobs = jobs_for(order, [&](Variant variant) {
        return Compilation{submission, kit, toolchain, variant, source, out};
    });
    const Results results = run_all(jobs, sandbox);
    std::vector<Preprocessed> texts;
    if (order.audited) {
        texts = read_texts(jobs.preprocessed, results);
        if (auto refused = audit_texts(texts, submission, order)) {
            return *refused;
        }
    }
    if (auto fault = first_fault(results.compiled, submission.name)) {
        return *fault;
    }
    if (auto fault = first_fault(results.preprocessed, submission.name)) {
        return *fault;
    }
    Built built;
    for (const Compilation& job : jobs.compiled) {
        built.object(job.variant) = job.out / to_string(job.variant) / "submission.so";
    }
    for (const Compilation& job : jobs.compiled) {
        if (!fs::is_regular_file(built.object(job.variant))) {
            return sandbox::MachineFault{"the compiler succeeded, but left nothing behind"};
        }
    }
    if (order.audited) {
        if (auto refused = audit_built(jobs.compiled, built, texts, order)) {
            return *refused;
        }
        built.oddities = find_odd_calls(built.native, texts.front());
    }
    const std::vector<std::string> missing = missing_functions(kit.required, built.native);
    if (!missing.empty()) {
        return DoesNotBuild{missing_in_words(missing, submission, kit.header), ""};
    }
    return built;
}

} // namespace threadlab::build
