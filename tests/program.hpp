// Runs the built program as a user would, and sees what it leaves behind.
#pragma once

#include "scorecard/yaml.hpp"
#include "temp_folder.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <variant>
#include <vector>

namespace threadlab::testing {

namespace fs = std::filesystem;

inline const fs::path repository = fs::path(TESTS_DIR).parent_path();

inline std::string read_text(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>(file), {}};
}

// `text` with every `from` replaced.
inline std::string replaced_everywhere(std::string text, std::string_view from,
                                       std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

struct ProgramRun {
    int status = -1; // -1: it was ended by a signal
    std::string output;
    std::string error;
    bool left_process = false;
    std::vector<std::string> left_files;  // in its folder for temporary files
    std::vector<std::string> left_groups; // control groups of its making
    std::vector<std::string> left_mounts; // below its folder for temporary files
};

class Program {
public:
    explicit Program(fs::path file = fs::path(PROGRAMS_DIR) / "threadlab")
        : file_(std::move(file)) {
        // Others' users must get through to what the program puts there.
        fs::permissions(folder_.path(), fs::perms::others_exec | fs::perms::group_exec,
                        fs::perm_options::add);
        fs::create_directory(temp());
        fs::permissions(temp(), fs::perms::others_exec | fs::perms::group_exec,
                        fs::perm_options::add);
    }

    // Runs it with `arguments` in the folder `where`, which decides the course that it finds.
    ProgramRun run(const std::vector<std::string>& arguments, const fs::path& where) const {
        // What the program leaves behind becomes a child of this process, which has no other.
        prctl(PR_SET_CHILD_SUBREAPER, 1);
        const fs::path output = folder_.path() / "output";
        const fs::path error = folder_.path() / "error";
        ProgramRun run;
        const pid_t pid = start(arguments, where, output, error);
        run.status = wait_for(pid);
        run.left_process = !all_children_end();
        run.output = read_text(output);
        run.error = read_text(error);
        for (const fs::directory_entry& entry : fs::directory_iterator(temp()))
            run.left_files.push_back(entry.path().filename().string());
        run.left_groups = groups_of(pid);
        run.left_mounts = mounts_below(temp());
        return run;
    }

private:
    fs::path temp() const { return folder_.path() / "tmp"; }

    pid_t start(const std::vector<std::string>& arguments, const fs::path& where,
                const fs::path& output, const fs::path& error) const {
        std::vector<std::string> words{file_.string()};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<std::string> environment{"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8",
                                             "TMPDIR=" + temp().string()};
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        constexpr int mode = 0600;
        const int flags = O_WRONLY | O_CREAT | O_TRUNC;
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.c_str(), flags, mode);
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, error.c_str(), flags, mode);
        posix_spawn_file_actions_addchdir_np(&actions, where.c_str());
        pid_t pid = 0;
        const int failed = posix_spawn(&pid, file_.c_str(), &actions, nullptr,
                                       pointers(words).data(), pointers(environment).data());
        posix_spawn_file_actions_destroy(&actions);
        if (failed != 0)
            throw std::runtime_error("cannot start " + file_.string());
        return pid;
    }

    static std::vector<char*> pointers(std::vector<std::string>& words) {
        std::vector<char*> all;
        all.reserve(words.size() + 1);
        for (std::string& word : words)
            all.push_back(word.data());
        all.push_back(nullptr);
        return all;
    }

    static int wait_for(pid_t pid) {
        int status = 0;
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
        }
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

    // A process that was killed may need a moment to be gone; one that lives on never is.
    static bool all_children_end() {
        constexpr int patience = 200;
        constexpr int pause = 10; // milliseconds
        for (int i = 0; i < patience; ++i) {
            pid_t ended = 0;
            while ((ended = waitpid(-1, nullptr, WNOHANG)) > 0) {
            }
            if (ended < 0 && errno == ECHILD)
                return true;
            poll(nullptr, 0, pause);
        }
        return false;
    }

    // As the program names them.
    static std::vector<std::string> groups_of(pid_t pid) {
        std::vector<std::string> groups;
        const std::string prefix = "threadlab-" + std::to_string(pid) + "-";
        const fs::path root = "/sys/fs/cgroup";
        for (const fs::path& parent : {root, root / "memory", root / "pids"}) {
            std::error_code none;
            for (const fs::directory_entry& entry : fs::directory_iterator(parent, none))
                if (entry.path().filename().string().starts_with(prefix))
                    groups.push_back(entry.path().string());
        }
        return groups;
    }

    static std::vector<std::string> mounts_below(const fs::path& folder) {
        std::vector<std::string> mounts;
        std::ifstream table("/proc/self/mountinfo");
        for (std::string line; std::getline(table, line);)
            if (line.find(folder.string()) != std::string::npos)
                mounts.push_back(line);
        return mounts;
    }

    fs::path file_;
    TempFolder folder_;
};

// The course as students have it: the exercises without their solutions.
class StudentsCourse {
public:
    StudentsCourse() {
        fs::copy(repository / "exercises", folder_.path() / "exercises",
                 fs::copy_options::recursive);
    }

    const fs::path& path() const { return folder_.path(); }
    fs::path out() const { return folder_.path() / "cards"; }

    // Replaces `from` in a file of the course by `to`.
    void change(const fs::path& file, const std::string& from, const std::string& to) const {
        const std::string text = read_text(folder_.path() / file);
        if (text.find(from) == std::string::npos)
            throw std::logic_error(file.string() + " does not hold: " + from);
        folder_.write(file, replaced_everywhere(text, from, to));
    }

    // Has practical 1's checks run on the machine as they come, and not explored.
    void run_natively() const {
        change("exercises/01-threading/exercise.yaml", "kind: explore", "kind: native");
    }

    // Lets practical 1 use everything that any exercise may.
    void allow_everything() const {
        change("exercises/01-threading/exercise.yaml", "allow: [threads]",
               "allow: [threads, processes, files]");
    }

    // Puts `text` into a folder of its own as the answer to practical 1. Returns the folder.
    fs::path submit(std::string_view text) const {
        return folder_.write("submission/threading.cpp", text).parent_path();
    }

    // The scorecard of practical 1 that the program wrote to out().
    scorecard::Scorecard card() const {
        auto read = scorecard::read_yaml(read_text(out() / "01-threading.yaml"));
        if (const auto* error = std::get_if<scorecard::ReadError>(&read))
            throw std::runtime_error("line " + std::to_string(error->line) + ": " + error->what);
        return std::get<scorecard::Scorecard>(read);
    }

private:
    TempFolder folder_;
};

// A submission of tests/data/submissions, whole: what a student would hand in.
inline std::string submission_text(const std::string& name) {
    const fs::path folder = fs::path(TESTS_DIR) / "data/submissions";
    return replaced_everywhere(read_text(folder / (name + ".cpp")), "#include \"rest.hpp\"\n",
                               read_text(folder / "rest.hpp"));
}

inline void expect_nothing_left(const ProgramRun& run) {
    EXPECT_FALSE(run.left_process) << "a process outlived the program";
    EXPECT_TRUE(run.left_files.empty()) << "left in the temporary folder: " << run.left_files[0];
    EXPECT_TRUE(run.left_groups.empty()) << "a control group was left: " << run.left_groups[0];
    EXPECT_TRUE(run.left_mounts.empty()) << "a mount was left: " << run.left_mounts[0];
}

} // namespace threadlab::testing
