#include "floor.hpp"

#include "build/flags.hpp"
#include "build/kit.hpp"
#include "course/course.hpp"
#include "judge/grade.hpp"
#include "sandbox/left_behind.hpp"

#include <atomic>
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace threadlab::bench {

namespace fs = std::filesystem;

namespace {

using build::joined;
using build::Words;

// A floor of work that failed would be too low.
void run_well(const Words& argv, const std::string& folder) {
    if (run_quietly(argv, folder) != 0) {
        throw std::runtime_error(fmt::format("failed: {}", fmt::join(argv, " ")));
    }
}

// Runs jobs[0], jobs[1], ... on as many threads as there are cores.
void side_by_side(const std::vector<Words>& jobs, const std::string& folder) {
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < jobs.size(); i = next++) {
            run_quietly(jobs[i], folder);
        }
    };
    std::vector<std::jthread> threads;
    for (int i = 1; i < cli::worker_count(); ++i) {
        threads.emplace_back(work);
    }
    work();
}

} // namespace

Reference make_reference_ready(const cli::Places& places) {
    const course::Course course = cli::load_course(places);
    Reference reference{cli::load_exercises(places, course, {"01"}).front(), {}};
    const auto sandbox = cli::open_sandbox(places, std::nullopt);
    cli::ProgressLine progress("the floor");
    auto ready = cli::make_ready(reference.exercise, course, places, *sandbox, progress);
    if (const auto* cannot = std::get_if<judge::CannotGrade>(&ready)) {
        throw std::runtime_error(cannot->why);
    }
    reference.ready = std::move(std::get<judge::Ready>(ready));
    return reference;
}

int run_quietly(const Words& argv, const std::string& folder) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO, 3, 4}) {
        posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0);
    }
    if (!folder.empty()) {
        posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
    }
    std::vector<char*> pointers;
    for (const std::string& word : argv) {
        pointers.push_back(const_cast<char*>(word.c_str()));
    }
    pointers.push_back(nullptr);
    pid_t pid = 0;
    const int error =
        posix_spawn(&pid, argv.front().c_str(), &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    int status = 0;
    if (error != 0 || waitpid(pid, &status, 0) < 0 || !WIFEXITED(status)) {
        return -1;
    }
    return WEXITSTATUS(status);
}

Floor::Floor(const cli::Places& places) : folder_(sandbox::make_temporary_folder()) {
    const Reference reference = make_reference_ready(places);
    const build::Kit& kit = reference.ready.kit;
    fs::copy_file(*reference.exercise.solutions / "threading.cpp", folder_ / "threading.cpp");
    fs::create_directory(folder_ / "include");
    fs::copy_file(kit.header, folder_ / "include/threading.hpp");
    for (const build::Variant variant :
         {build::Variant::native, build::Variant::race, build::Variant::explore}) {
        const std::string word = to_string(variant);
        fs::create_directory(folder_ / word);
        const build::Toolchain& toolchain = reference.ready.toolchain;
        run_well(joined({build::common_flags(toolchain, variant),
                         build::precompile_flags(),
                         {"-Iinclude", "include/threading.hpp", "-o", word + ".pch"}}),
                 folder_);
        compiles_.push_back(joined({build::subject_flags(toolchain, variant),
                                    build::submission_flags(),
                                    build::shared_flags(),
                                    {"-include-pch", word + ".pch", "-Iinclude", "threading.cpp",
                                     "-o", word + "/submission.so"}}));
    }
    for (const course::Check& check : reference.exercise.checks) {
        add_launches(check, kit);
    }
}

void Floor::add_launches(const course::Check& check, const build::Kit& kit) {
    const bool hidden = check.visibility != course::Visibility::visible;
    const auto add = [&](build::Variant variant, const std::string& explore) {
        launches_.push_back({{"/usr/bin/env", "LD_BIND_NOW=1", "LAB_EXPLORE=record=3," + explore,
                              "/usr/bin/setarch", "-R", kit.harness(variant).string(),
                              "./" + to_string(variant) + "/submission.so",
                              kit.checks(variant, hidden).string(), check.test},
                             check.kind == course::Kind::timing});
    };
    const std::string schedules = fmt::format("schedules={}", check.schedules);
    switch (check.kind) {
    case course::Kind::native:
    case course::Kind::timing:
        add(build::Variant::native, "");
        break;
    case course::Kind::explore:
        add(build::Variant::explore, schedules);
        break;
    case course::Kind::virtual_time:
        add(build::Variant::explore, schedules + ",time=virtual");
        break;
    case course::Kind::race:
        add(build::Variant::explore, "schedules=100,seek=races");
        for (int i = 0; i < check.repeats; ++i) {
            add(build::Variant::race, "");
        }
        break;
    }
}

Floor::~Floor() {
    std::error_code left_behind;
    fs::remove_all(folder_, left_behind);
}

void Floor::run() const {
    side_by_side(compiles_, folder_);
    std::vector<Words> together;
    for (const Launch& launch : launches_) {
        if (!launch.alone) {
            together.push_back(launch.argv);
        }
    }
    side_by_side(together, folder_);
    for (const Launch& launch : launches_) {
        if (launch.alone) {
            run_quietly(launch.argv, folder_);
        }
    }
}

} // namespace threadlab::bench
