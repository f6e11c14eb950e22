#include "sandbox/spawn.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>

namespace threadlab::sandbox {

namespace {

constexpr int arguments_descriptor = 6;
// Above every descriptor that a command gets, so that none is overwritten while they are set up.
constexpr int first_free = 16;

struct Pipe {
    Descriptor read;
    Descriptor write;
};

[[noreturn]] void fail(const char* step) {
    throw std::system_error(errno, std::generic_category(), step);
}

Descriptor moved_up(int number) {
    const Descriptor low(number);
    const int high = fcntl(number, F_DUPFD_CLOEXEC, first_free);
    if (high < 0) {
        fail("cannot duplicate a descriptor");
    }
    return Descriptor(high);
}

// `ends`: the one to read from, which is ours and does not block, and the one to write to.
Pipe kept_apart(const int (&ends)[2]) {
    Pipe made;
    made.read = moved_up(ends[0]);
    made.write = moved_up(ends[1]);
    fcntl(made.read.get(), F_SETFL, O_NONBLOCK);
    return made;
}

Pipe make_pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        fail("cannot make a pipe");
    }
    return kept_apart(ends);
}

Pipe make_socket() {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        fail("cannot make a socket");
    }
    return kept_apart(ends);
}

// A file in memory that holds `text`, read from its beginning.
Descriptor make_text(const std::string& text) {
    const int number = memfd_create("threadlab", MFD_CLOEXEC);
    if (number < 0) {
        fail("cannot make a file in memory");
    }
    Descriptor file = moved_up(number);
    for (std::size_t done = 0; done < text.size();) {
        const ssize_t written = write(file.get(), text.data() + done, text.size() - done);
        if (written <= 0) {
            fail("cannot fill a file in memory");
        }
        done += static_cast<std::size_t>(written);
    }
    lseek(file.get(), 0, SEEK_SET);
    return file;
}

std::string with_zeros(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += word;
        text += '\0';
    }
    return text;
}

class FileActions {
public:
    FileActions() { posix_spawn_file_actions_init(&actions_); }
    ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;

    void put(const Descriptor& ours, int theirs) {
        posix_spawn_file_actions_adddup2(&actions_, ours.get(), theirs);
    }
    void close_from(int first) { posix_spawn_file_actions_addclosefrom_np(&actions_, first); }
    const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
    posix_spawn_file_actions_t actions_{};
};

// A command must not inherit blocked or ignored signals from us.
class Attributes {
public:
    Attributes() {
        posix_spawnattr_init(&attributes_);
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                                   POSIX_SPAWN_SETPGROUP);
    }
    ~Attributes() { posix_spawnattr_destroy(&attributes_); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;

    const posix_spawnattr_t* get() const { return &attributes_; }

private:
    posix_spawnattr_t attributes_{};
};

Running start(const std::vector<std::string>& argv, const std::string& input,
              const std::vector<std::string>& arguments) {
    Pipe output = make_pipe();
    // Whoever inherits a pipe can open it once more in /proc, as a descriptor that nobody watches.
    Pipe record = make_socket();
    Pipe report = make_socket();
    Pipe status = make_socket();
    const Descriptor standard_input = make_text(input);
    Descriptor extra;

    FileActions actions;
    actions.put(standard_input, 0);
    actions.put(output.write, 1);
    actions.put(output.write, 2);
    actions.put(record.write, 3);
    actions.put(report.write, 4);
    actions.put(status.write, 5);
    if (!arguments.empty()) {
        extra = make_text(with_zeros(arguments));
        actions.put(extra, arguments_descriptor);
    }
    actions.close_from(arguments.empty() ? arguments_descriptor : arguments_descriptor + 1);

    std::vector<char*> pointers;
    pointers.reserve(argv.size() + 1);
    for (const std::string& word : argv) {
        pointers.push_back(const_cast<char*>(word.c_str()));
    }
    pointers.push_back(nullptr);
    char* no_environment[] = {nullptr};
    const Attributes attributes;
    Running running;
    const int error = posix_spawn(&running.pid, argv.front().c_str(), actions.get(),
                                  attributes.get(), pointers.data(), no_environment);
    if (error != 0) {
        errno = error;
        fail(("cannot start " + argv.front()).c_str());
    }
    running.pidfd = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, running.pid, 0)));
    if (!running.pidfd) {
        const int reason = errno;
        kill(running.pid, SIGKILL);
        waitpid(running.pid, nullptr, 0);
        errno = reason;
        fail("cannot watch a process");
    }
    running.output = std::move(output.read);
    running.record = std::move(record.read);
    running.report = std::move(report.read);
    running.status = std::move(status.read);
    return running;
}

} // namespace

std::variant<Running, SpawnError> spawn(const std::vector<std::string>& argv,
                                        const std::string& input,
                                        const std::vector<std::string>& arguments) {
    try {
        return start(argv, input, arguments);
    } catch (const std::system_error& error) {
        return SpawnError{error.what()};
    }
}

} // namespace threadlab::sandbox
