#include "cli/debugger.hpp"

#include "cli/session.hpp"
#include "sandbox/temporary_folder.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace threadlab::cli {

namespace fs = std::filesystem;

namespace {

// Where a function finds its first two arguments.
#if defined(__aarch64__)
constexpr const char* arguments = "(char*)$x0, (char*)$x1";
#else
constexpr const char* arguments = "(char*)$rdi, (char*)$rsi";
#endif

// What gdb is told, with: the program's environment, its arguments, the submission's name.
constexpr const char* script = R"(set confirm off
set breakpoint pending on
set exec-wrapper env -i {0}
set args {1} <input 3>/dev/null
break threadlab_explorer_fails
commands
silent
printf "\nThe schedule goes wrong here: %s. %s\n", {3}
python
frame = gdb.selected_frame()
def is_the_students(frame):
    table = frame.find_sal().symtab
    return table is not None and table.filename.split("/")[-1] == "{2}"
while frame is not None and not is_the_students(frame):
    frame = frame.older()
if frame is not None:
    frame.select()
end
frame
end
run
)";

void write(const fs::path& file, const std::string& text) {
    std::ofstream out(file, std::ios::binary);
    out << text;
    if (!out.flush()) {
        throw std::runtime_error(file.string() + " cannot be written");
    }
}

void lay_out(const sandbox::Command& command, const build::Submission& submission,
             const fs::path& folder) {
    for (const sandbox::File& file : command.files) {
        fs::copy_file(file.host, folder / file.inside);
    }
    write(folder / "input", command.input);
    write(folder / submission.name, submission.text);
    const auto behind_program = command.argv.begin() + 1;
    write(folder / "commands",
          fmt::format(fmt::runtime(script), fmt::join(command.environment, " "),
                      fmt::join(behind_program, command.argv.end(), " "), submission.name,
                      arguments));
}

// In `folder`, with this process's terminal. Returns the exit status.
int run_gdb(const fs::path& folder, const std::string& program) {
    std::array<std::string, 5> words{"gdb", "-q", "-x", "commands", program};
    std::array<char*, 6> argv{};
    std::transform(words.begin(), words.end(), argv.begin(),
                   [](std::string& word) { return word.data(); });
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
    pid_t gdb = 0;
    const int error = posix_spawnp(&gdb, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error == ENOENT) {
        throw UsageError("there is no gdb here: install it (on Debian: apt-get install gdb)");
    }
    if (error != 0) {
        throw std::runtime_error(std::string("gdb cannot be started: ") + std::strerror(error));
    }
    // Ctrl-C is gdb's.
    const auto before = std::signal(SIGINT, SIG_IGN);
    int status = 0;
    while (waitpid(gdb, &status, 0) < 0 && errno == EINTR) {
    }
    std::signal(SIGINT, before);
    return WIFEXITED(status) ? WEXITSTATUS(status) : could_not_grade;
}

} // namespace

int debug(const sandbox::Command& command, const build::Submission& submission) {
    const sandbox::TemporaryFolder folder;
    lay_out(command, submission, folder.path());
    return run_gdb(folder.path(), command.argv.front());
}

} // namespace threadlab::cli
