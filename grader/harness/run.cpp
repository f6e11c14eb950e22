#include "harness/run.hpp"

#include "harness/channel.hpp"
#include "harness/confine.hpp"
#include "harness/confine_files.hpp"
#include "harness/loaded_submission.hpp"
#include "harness/witness.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <optional>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace threadlab::harness {

void end_unloadable(const char* what, Record& record) {
    record.ended = Ended::unloadable;
    record.what = what;
    finish(record);
}

namespace {

// What cannot be loaded or opened any more, since its constructors have used up descriptors or
// memory, or lowered their limits, is its own fault. `why`: what dlerror() says.
bool is_for_want(std::string_view why) {
    for (const std::string_view lack :
         {"failed to map", "cannot allocate", "cannot create", "cannot change memory", "cannot map",
          "Cannot allocate memory", "Too many open files"}) {
        if (why.find(lack) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

// The submission goes into the global scope so that the checks find its functions; what both define
// stays apart, as both are linked with -Bsymbolic-functions.
void* load(const char* path, int scope, Ended if_not, Record& record) {
    void* handle = dlopen(path, RTLD_NOW | scope);
    if (handle == nullptr) {
        record.ended = if_not;
        record.what = dlerror();
        if (if_not == Ended::no_checks && is_for_want(record.what)) {
            end_unloadable("its constructors leave no room to load the checks", record);
        }
        finish(record);
    }
    return handle;
}

// The sandbox promises that the process is confined: without that, nothing is loaded.
void end_unless_confined(bool confined, bool must, const char* what, Record& record) {
    if (must && !confined) {
        record.ended = Ended::unconfined;
        record.what = what;
        finish(record);
    }
}

} // namespace

Challenge take_challenge() {
    char text[128] = {};
    const ssize_t size = read(STDIN_FILENO, text, sizeof text - 1);
    const int nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, STDIN_FILENO);
    close(nothing);
    const std::string_view line(text, size > 0 ? static_cast<std::size_t>(size) : 0);
    std::optional<Challenge> challenge = read_challenge(line.substr(0, line.find('\n')));
    explicit_bzero(text, sizeof text);
    if (!challenge) {
        std::fputs("harness: standard input holds no challenge\n", stderr);
        std::exit(2);
    }
    return std::move(*challenge);
}

Loaded load_check(int argc, char** argv, Record& record) {
    if (argc != 4) {
        std::fputs("usage: harness SUBMISSION.so CHECKS.so SUITE.NAME\n", stderr);
        std::exit(2);
    }
    Loaded loaded;
    loaded.submission = load(argv[1], RTLD_GLOBAL, Ended::unloadable, record);
    note_submission(loaded.submission);
    loaded.checks = load(argv[2], RTLD_LOCAL, Ended::no_checks, record);
    void* entry = dlsym(loaded.checks, run_check_symbol);
    if (entry == nullptr) {
        record.ended = Ended::no_checks;
        record.what = dlerror();
        finish(record);
    }
    loaded.run = reinterpret_cast<RunCheck>(entry);
    return loaded;
}

void confine_loaded(Record& record) {
    // Writing could be confined before: what has changed is the submission's doing.
    if (!confine_reading()) {
        end_unloadable("its constructors leave nothing to confine it with", record);
    }
}

void confine(Record& record) {
    const char* confine = std::getenv("LAB_CONFINE");
    const bool must = confine != nullptr && std::string_view(confine) == "yes";
    unsetenv("LAB_CONFINE");
    end_unless_confined(confine_writing(), must, "Landlock refuses its rules", record);
    end_unless_confined(confine_system_calls(), must,
                        "the kernel refuses a filter over the addresses of instructions", record);
}

void run_one_check(int argc, char** argv) {
    const Challenge challenge = take_challenge();
    Record record;
    record.nonce = challenge.nonce;
    start_witness(record.nonce);
    confine(record);
    const Loaded check = load_check(argc, argv, record);
    confine_loaded(record);
    witness_exit();
    check.run(argv[3], challenge.decoy.c_str(), record, nullptr);
    finish(record);
}

} // namespace threadlab::harness
