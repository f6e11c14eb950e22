#include "build/toolchain.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>
#include <tuple>

namespace threadlab::build {

namespace fs = std::filesystem;

namespace {

// Folders that a command in the sandbox can see, too: others would be of no use.
constexpr std::array folders{"/usr/bin", "/usr/local/bin"};

struct Candidate {
    fs::path compiler;
    std::string suffix; // "-19", or empty for plain clang++
    int major = 0;
};

std::optional<Candidate> as_candidate(const fs::path& path) {
    constexpr std::string_view prefix = "clang++";
    const std::string name = path.filename().string();
    if (!name.starts_with(prefix)) {
        return std::nullopt;
    }
    Candidate candidate{path, name.substr(prefix.size()), 0};
    if (candidate.suffix.empty()) {
        return candidate;
    }
    const char* begin = candidate.suffix.data() + 1;
    const char* end = candidate.suffix.data() + candidate.suffix.size();
    const auto [stop, error] = std::from_chars(begin, end, candidate.major);
    if (candidate.suffix.front() != '-' || error != std::errc() || stop != end ||
        candidate.major < oldest_clang) {
        return std::nullopt;
    }
    return candidate;
}

// All that look right, the newest first; plain clang++, whose version the name does not tell, last.
std::vector<Candidate> candidates() {
    std::vector<Candidate> found;
    for (const char* folder : folders) {
        std::error_code absent;
        for (const fs::directory_entry& entry : fs::directory_iterator(folder, absent)) {
            if (auto candidate = as_candidate(entry.path())) {
                found.push_back(std::move(*candidate));
            }
        }
    }
    std::sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
        return std::tie(b.major, a.compiler) < std::tie(a.major, b.compiler);
    });
    return found;
}

// "19.1.7", or nothing if the compiler cannot even say that. `fault` is set if the sandbox could
// not ask it.
std::optional<std::string> ask_version(const fs::path& compiler, sandbox::Sandbox& sandbox,
                                       std::string& fault) {
    sandbox::Command command;
    command.argv = {compiler.string(), "-dumpversion"};
    const sandbox::Outcome outcome = sandbox.run(command, {});
    if (const auto* machine = std::get_if<sandbox::MachineFault>(&outcome.ending)) {
        fault = machine->why;
    }
    const auto* exited = std::get_if<sandbox::Exited>(&outcome.ending);
    if (exited == nullptr || exited->status != 0 || outcome.output.empty()) {
        return std::nullopt;
    }
    return outcome.output.substr(0, outcome.output.find('\n'));
}

fs::path symbolizer_beside(const Candidate& candidate) {
    fs::path same = candidate.compiler.parent_path() / ("llvm-symbolizer" + candidate.suffix);
    std::error_code absent;
    if (fs::exists(same, absent)) {
        return same;
    }
    // LLVM's own folder has it under its plain name: /usr/lib/llvm-19/bin/llvm-symbolizer.
    const fs::path real = fs::canonical(candidate.compiler, absent);
    return real.parent_path() / "llvm-symbolizer";
}

} // namespace

std::variant<Toolchain, NoToolchain> find_toolchain(const std::string& compiler,
                                                    const std::string& standard,
                                                    sandbox::Sandbox& sandbox) {
    const std::string wanted = compiler == "clang" ? "" : compiler.substr(compiler.find('-'));
    const std::string package = compiler == "clang" ? "clang-19" : compiler;
    std::string tried;
    std::string fault;
    for (const Candidate& candidate : candidates()) {
        if (!wanted.empty() && candidate.suffix != wanted) {
            continue;
        }
        const std::optional<std::string> version = ask_version(candidate.compiler, sandbox, fault);
        int major = 0;
        if (version) {
            std::from_chars(version->data(), version->data() + version->size(), major);
        }
        if (major < oldest_clang) {
            tried += (tried.empty() ? "" : ", ") + candidate.compiler.string();
            continue;
        }
        return Toolchain{candidate.compiler, symbolizer_beside(candidate), *version, standard};
    }
    if (!fault.empty()) {
        return NoToolchain{fault, "threadlab doctor"};
    }
    std::string why =
        wanted.empty() ? "no clang from version 14 up was found" : compiler + " was not found";
    if (!tried.empty()) {
        why += " (tried without success: " + tried + ")";
    }
    return NoToolchain{why, "sudo apt-get install " + package + " llvm" + package.substr(5)};
}

} // namespace threadlab::build
