#include "build/submission.hpp"

#include "build/audit.hpp"
#include "build/compilation.hpp"
#include "build/compile_faults.hpp"
#include "build/elf_file.hpp"
#include "build/header_audit.hpp"
#include "build/line_markers.hpp"
#include "build/missing_functions.hpp"
#include "build/source_text.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <future>
#include <stdexcept>
#include <utility>

namespace threadlab::build {

namespace fs = std::filesystem;

Submission read_submission(const fs::path& path, const std::string& name) {
    const fs::path file = fs::is_directory(path) ? path / name : path;
    if (!fs::is_regular_file(file)) {
        throw std::runtime_error("there is no file " + file.string());
    }
    return {name, read_file(file)};
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

bool write_file(const fs::path& file, const std::string& text) {
    return static_cast<bool>(std::ofstream(file, std::ios::binary) << text << std::flush);
}

using Job = std::function<CompilerResult()>;

// Does all at once, and gives the results in the same order.
std::vector<CompilerResult> at_once(const std::vector<Job>& jobs) {
    std::vector<std::future<CompilerResult>> running;
    running.reserve(jobs.size());
    for (const Job& job : jobs) {
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
struct Plan {
    std::vector<Compilation> compiled, preprocessed;
    std::vector<Compilation> translated; // one, where anything is instrumented
};

Plan plan_for(const BuildOrder& order, const std::function<Compilation(Variant)>& make) {
    Plan plan;
    for (const auto& [variant, wanted] : {std::pair{Variant::native, true},
                                          {Variant::race, order.raced},
                                          {Variant::explore, order.explored}}) {
        if (wanted) {
            plan.compiled.push_back(make(variant));
        }
        if (order.audited && (wanted || variant == Variant::race)) {
            plan.preprocessed.push_back(make(variant));
        }
    }
    if (order.audited && (order.raced || order.explored)) {
        plan.translated.push_back(make(Variant::race));
    }
    return plan;
}

struct Results {
    std::vector<CompilerResult> compiled, preprocessed, translated;
};

Results run_all(const Plan& plan, sandbox::Sandbox& sandbox) {
    std::vector<Job> all;
    all.reserve(plan.compiled.size() + plan.preprocessed.size() + plan.translated.size());
    for (const Compilation& job : plan.compiled) {
        all.emplace_back([&] { return compile(job, sandbox); });
    }
    for (const Compilation& job : plan.preprocessed) {
        all.emplace_back([&] { return preprocess(job, sandbox); });
    }
    for (const Compilation& job : plan.translated) {
        all.emplace_back([&] { return translate(job, sandbox); });
    }
    const std::vector<CompilerResult> results = at_once(all);
    auto from = results.begin();
    const auto next = [&](const std::vector<Compilation>& jobs) {
        const auto begin = from;
        from += static_cast<std::ptrdiff_t>(jobs.size());
        return std::vector<CompilerResult>(begin, from);
    };
    Results sorted;
    sorted.compiled = next(plan.compiled);
    sorted.preprocessed = next(plan.preprocessed);
    sorted.translated = next(plan.translated);
    return sorted;
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

std::vector<Preprocessed> read_texts(const std::vector<Compilation>& jobs) {
    std::vector<Preprocessed> texts;
    texts.reserve(jobs.size());
    for (const Compilation& job : jobs) {
        texts.push_back(read_preprocessed_file(job.out));
    }
    return texts;
}

// What the text says that it must not, whether it compiles or not.
std::optional<BuildResult> audit_texts(const std::vector<Preprocessed>& texts,
                                       const Submission& submission, const BuildOrder& order) {
    if (const int line = find_line_marker(submission.text); line > 0) {
        return rejected(submission,
                        {"#line would hide where the lines of your code are; remove it", line});
    }
    if (const int line = find_hidden_marker(submission.text); line > 0) {
        return rejected(
            submission,
            {"this looks like a line marker, and a directive above it can be read so that "
             "it is one; write it in another way",
             line});
    }
    if (const auto refusal = audit_text(texts, order.allow)) {
        return rejected(submission, *refusal);
    }
    return std::nullopt;
}

// Preprocesses the includes alone, if the submission's macros could have changed what they say, and
// compares.
std::optional<BuildResult> audit_included(std::vector<Compilation> jobs,
                                          const std::vector<Preprocessed>& texts,
                                          const Submission& submission, const fs::path& out,
                                          sandbox::Sandbox& sandbox) {
    if (texts.empty() || !may_change_headers(texts.front().tokens)) {
        return std::nullopt;
    }
    const fs::path alone = out / "includes";
    std::error_code not_made;
    fs::create_directory(alone, not_made);
    const fs::path source = alone / submission.name;
    if (not_made || !write_file(source, includes_alone(texts.front().tokens))) {
        return sandbox::MachineFault{"cannot write " + source.string()};
    }
    std::vector<Job> all;
    all.reserve(jobs.size());
    for (Compilation& job : jobs) {
        job.source = source;
        job.out = alone / to_string(job.variant);
        all.emplace_back([&] { return preprocess(job, sandbox); });
    }
    if (auto fault = first_fault(at_once(all), submission.name)) {
        return fault;
    }
    const std::vector<Preprocessed> texts_alone = read_texts(jobs);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (const auto refusal = audit_headers(texts[i].tokens, texts_alone[i].tokens)) {
            return rejected(submission, *refusal);
        }
    }
    return std::nullopt;
}

std::optional<BuildResult> audit_built(const Plan& plan, const Built& built,
                                       const std::vector<Preprocessed>& texts,
                                       const Submission& submission, const BuildOrder& order) {
    for (const Preprocessed& text : texts) {
        if (const auto refusal = audit_compiled_text(text)) {
            return rejected(submission, *refusal);
        }
    }
    for (const Compilation& job : plan.translated) {
        if (const auto refusal = audit_translated(job.out, texts.front())) {
            return rejected(submission, *refusal);
        }
    }
    for (const Compilation& job : plan.compiled) {
        const bool instrumented = job.variant != Variant::native;
        try {
            if (const auto refusal = audit_build(built.object(job.variant), instrumented,
                                                 texts.front(), order.allow)) {
                return rejected(submission, *refusal);
            }
        } catch (const BadObject& error) {
            return rejected(submission,
                            {std::string("what it compiles to cannot be read: ") + error.what()});
        }
    }
    return std::nullopt;
}

// Where the compiler has put them, if it has.
BuildResult collect(const std::vector<Compilation>& jobs) {
    Built built;
    for (const Compilation& job : jobs) {
        const fs::path object = job.out / compiled_file;
        if (!fs::is_regular_file(object)) {
            return sandbox::MachineFault{"the compiler succeeded, but left nothing behind"};
        }
        built.objects[job.variant] = object;
    }
    return built;
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
    if (!write_file(source, submission.text)) {
        return sandbox::MachineFault{"cannot write " + source.string()};
    }
    const Plan plan = plan_for(order, [&](Variant variant) {
        return Compilation{kit,    toolchain, submission.name,
                           source, variant,   out / to_string(variant)};
    });
    const Results results = run_all(plan, sandbox);
    std::vector<Preprocessed> texts;
    if (order.audited && all_succeeded(results.preprocessed)) {
        texts = read_texts(plan.preprocessed);
    }
    if (order.audited) {
        if (auto refused = audit_texts(texts, submission, order)) {
            return *refused;
        }
        if (auto refused = audit_included(plan.preprocessed, texts, submission, out, sandbox)) {
            return *refused;
        }
    }
    if (auto fault = first_fault(results.compiled, submission.name)) {
        return *fault;
    }
    if (auto fault = first_fault(results.preprocessed, submission.name)) {
        return *fault;
    }
    if (auto fault = first_fault(results.translated, submission.name)) {
        return *fault;
    }
    BuildResult collected = collect(plan.compiled);
    auto* built = std::get_if<Built>(&collected);
    if (built == nullptr) {
        return collected;
    }
    const fs::path& native = built->object(Variant::native);
    if (order.audited) {
        if (auto refused = audit_built(plan, *built, texts, submission, order)) {
            return *refused;
        }
        built->oddities = find_odd_calls(native, texts.front());
    }
    const std::vector<std::string> missing = missing_functions(kit.required, native);
    if (!missing.empty()) {
        return DoesNotBuild{missing_in_words(missing, submission.name, kit.header), ""};
    }
    return collected;
}

} // namespace threadlab::build
