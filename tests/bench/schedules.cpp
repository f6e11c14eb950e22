#include "schedules.hpp"

#include "build/explored_program.hpp"
#include "build/toolchain.hpp"
#include "sandbox/left_behind.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <fmt/format.h>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>

namespace threadlab::bench {

namespace fs = std::filesystem;

namespace {

// A check as harnesses run it, which begin the schedules themselves: threads add to a counter under
// a lock.
constexpr const char* program = R"(
#include <mutex>
#include <thread>
extern "C" {{
extern const bool threadlab_explorer_begins_late;
const bool threadlab_explorer_begins_late = true;
void threadlab_explorer_prepare(const char* nonce);
void threadlab_explorer_begin();
void threadlab_explorer_unmet(const char* code, const char* message);
[[noreturn]] void threadlab_explorer_end();
}}
void check() {{
    std::mutex mutex;
    int counted = 0;
    const auto count = [&] {{
        const std::lock_guard lock(mutex);
        ++counted;
    }};
{}
}}
int main() {{
    threadlab_explorer_prepare("none");
    threadlab_explorer_begin();
    check();
    threadlab_explorer_end();
}}
)";

struct Check {
    const char* name;
    const char* body;
};

constexpr std::array<Check, 2> checks{{
    {"2 threads", R"(
    std::thread other([&] { count(); });
    count();
    count();
    other.join();
    if (counted != 3) {
        threadlab_explorer_unmet("wrong-result", "additions are lost");
    })"},
    {"3 threads", R"(
    std::thread first(count);
    std::thread second(count);
    first.join();
    second.join();
    if (counted != 2) {
        threadlab_explorer_unmet("wrong-result", "additions are lost");
    })"},
}};

fs::path build(const cli::Places& places, const Check& check, const fs::path& folder) {
    const auto sandbox = cli::open_sandbox(places, std::nullopt);
    const auto found = build::find_toolchain("clang", "c++20", *sandbox);
    const std::string text = fmt::format(program, check.body);
    const auto built =
        build::build_explored_program({{"counts.cpp", text}}, std::get<build::Toolchain>(found),
                                      places.program / "libthreadlab-explorer.a", folder, *sandbox);
    if (const auto* there = std::get_if<build::ExploredProgram>(&built)) {
        return there->program;
    }
    throw std::runtime_error("the program of the benchmark does not build");
}

struct Run {
    double seconds = 0;
    std::string record;
};

Run explore(const fs::path& file, const char* process, int schedules) {
    const std::string command =
        fmt::format("LD_BIND_NOW=1 LAB_EXPLORE=record=1,strategy=surw,schedules={},process={} "
                    "setarch -R {}",
                    schedules, process, file.string());
    const auto start = std::chrono::steady_clock::now();
    FILE* const pipe = popen(command.c_str(), "r");
    Run run;
    std::array<char, 4096> piece{};
    while (const std::size_t size = std::fread(piece.data(), 1, piece.size(), pipe)) {
        run.record.append(piece.data(), size);
    }
    pclose(pipe);
    run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return run;
}

std::string field(const std::string& record, const std::string& name) {
    const std::size_t at = record.find("\n" + name + "\t") + name.size() + 2;
    return record.substr(at, record.find('\n', at) - at);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

ScheduleRates measure(const cli::Places& places, const Check& check) {
    constexpr int rounds = 9;
    constexpr int few = 1000;
    constexpr int many = 100'000;
    const fs::path folder = sandbox::make_temporary_folder();
    const fs::path file = build(places, check, folder);
    ScheduleRates rates;
    rates.program = check.name;
    const std::string one_way = explore(file, "each", few).record;
    const std::string other_way = explore(file, "many", few).record;
    rates.same = field(one_way, "hashes") == field(other_way, "hashes");
    rates.steps = std::stol(field(one_way, "steps"));
    rates.switches = std::stod(field(one_way, "switches")) / few;
    std::vector<double> each_rates;
    std::vector<double> many_rates;
    std::vector<double> ratios; // of what was measured next to each other, on a machine in one mood
    for (int round = 0; round < rounds; ++round) {
        each_rates.push_back(few / explore(file, "each", few).seconds);
        many_rates.push_back(many / explore(file, "many", many).seconds);
        ratios.push_back(many_rates.back() / each_rates.back());
    }
    rates.each = median(each_rates);
    rates.many = median(many_rates);
    rates.ratio = median(ratios);
    rusage used{};
    getrusage(RUSAGE_CHILDREN, &used);
    rates.peak_kilobytes = used.ru_maxrss;
    std::error_code left_behind;
    fs::remove_all(folder, left_behind);
    return rates;
}

} // namespace

std::vector<ScheduleRates> measure_schedules(const cli::Places& places) {
    std::vector<ScheduleRates> rates;
    for (const Check& check : checks) {
        rates.push_back(measure(places, check));
    }
    return rates;
}

} // namespace threadlab::bench
