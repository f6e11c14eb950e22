// A sandbox that runs nothing: it writes down what it is asked to run, and answers as the test
// says.
#pragma once

#include "harness/challenge.hpp"
#include "harness/record.hpp"
#include "sandbox/sandbox.hpp"

#include <algorithm>
#include <cstddef>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace threadlab::testing {

struct Request {
    sandbox::Command command;
    sandbox::Limits limits;
};

class FakeSandbox : public sandbox::Sandbox {
public:
    using Answer = std::function<sandbox::Outcome(const sandbox::Command&)>;

    // Asked from several threads at once, the answers are given one at a time.
    explicit FakeSandbox(Answer answer, sandbox::Level level = sandbox::Level::full)
        : answer_(std::move(answer)), level_(level) {}

    sandbox::Outcome run(const sandbox::Command& command, const sandbox::Limits& limits) override {
        const std::lock_guard lock(mutex_);
        requests_.push_back({command, limits});
        return answer_(command);
    }

    sandbox::Level level() const override { return level_; }
    std::vector<std::string> missing() const override { return missing_; }
    void lack(const std::string& what) { missing_.push_back(what); }

    std::vector<Request> requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }

    // The requests whose program, argv[0], is `program`.
    std::vector<Request> requests_for(const std::string& program) const {
        std::vector<Request> found;
        for (const Request& request : requests())
            if (request.command.argv.front() == program)
                found.push_back(request);
        return found;
    }

private:
    Answer answer_;
    sandbox::Level level_;
    std::vector<std::string> missing_;
    mutable std::mutex mutex_;
    std::vector<Request> requests_; // guarded by mutex_
};

// Gives each of `answers` in turn, and complains of a request too many.
inline FakeSandbox::Answer in_turn(std::vector<FakeSandbox::Answer> answers) {
    return [answers = std::move(answers),
            next = std::size_t{0}](const sandbox::Command& command) mutable {
        if (next == answers.size())
            throw std::logic_error("the sandbox was asked once more than was expected");
        return answers[next++](command);
    };
}

inline sandbox::Outcome ended(sandbox::Ending ending, std::string output = "") {
    sandbox::Outcome outcome;
    outcome.ending = std::move(ending);
    outcome.output = std::move(output);
    return outcome;
}

inline FakeSandbox::Answer always(sandbox::Outcome outcome) {
    return [outcome = std::move(outcome)](const sandbox::Command&) { return outcome; };
}

inline harness::Challenge challenge_in(const sandbox::Command& command) {
    return harness::read_challenge(command.input.substr(0, command.input.find('\n'))).value();
}

// `record` as the harness would send it: with the nonce that `command` brought.
inline std::string sent(harness::Record record, const sandbox::Command& command) {
    const harness::Challenge challenge = challenge_in(command);
    record.nonce = challenge.nonce;
    if (!challenge.decoy.empty())
        record.failures.push_back({harness::decoy_code, challenge.decoy});
    return harness::write_record(record);
}

// A run of the harness that sends `record` and ends as `ending` says; `report` is what
// ThreadSanitizer had to say.
inline FakeSandbox::Answer sends(const harness::Record& record,
                                 const sandbox::Ending& ending = sandbox::Exited{0},
                                 const std::string& report = "") {
    return [=](const sandbox::Command& command) {
        sandbox::Outcome outcome = ended(ending, "printed\n");
        outcome.record = sent(record, command);
        outcome.report = report;
        return outcome;
    };
}

inline harness::Record record_of(harness::Ended how, std::string what = "") {
    harness::Record record;
    record.ended = how;
    record.what = std::move(what);
    return record;
}

// A shared object that is on every machine on which these tests run.
inline std::filesystem::path some_shared_object() {
    Dl_info found{};
    if (dladdr(dlsym(RTLD_DEFAULT, "malloc"), &found) == 0)
        throw std::runtime_error("no shared object is loaded");
    return found.dli_fname;
}

// Where the explorer's harness is said to be. It exists, as replay tokens are made from it.
inline const std::filesystem::path explore_harness = some_shared_object();

inline bool is_exploration(const sandbox::Command& command) {
    return command.argv.front() == "./harness" && command.files.front().host == explore_harness;
}

// A run of the explorer's harness: a record with `lines` beside its head, its nonce and its end.
inline FakeSandbox::Answer explores(const std::string& lines) {
    return [=](const sandbox::Command& command) {
        const harness::Challenge challenge = challenge_in(command);
        std::string said = lines;
        if (const auto passed = said.find("status\tpassed");
            passed != std::string::npos && !challenge.decoy.empty())
            said.replace(passed, 13, "status\tfailed");
        const bool failed = said.find("status\tfailed") != std::string::npos;
        sandbox::Outcome outcome = ended(sandbox::Exited{failed ? 1 : 0}, "printed\n");
        outcome.record = "threadlab-explorer\t1\nnonce\t" + challenge.nonce + "\n" + said + "end\n";
        return outcome;
    };
}

inline constexpr const char* found_nothing =
    "status\tpassed\nschedules\t100\nthreads\t3\nsteps\t20\n";

// A run of the compiler that succeeds, and leaves a shared object behind that the audit has nothing
// against, a preprocessed text, or LLVM's.
inline sandbox::Outcome compiles(const sandbox::Command& command) {
    std::filesystem::create_directories(command.keep_out.value());
    if (std::ranges::count(command.argv, "-E") > 0) {
        std::ofstream(*command.keep_out / "submission.ii") << "int a;\n";
        return ended(sandbox::Exited{0});
    }
    if (std::ranges::count(command.argv, "-emit-llvm") > 0) {
        std::ofstream(*command.keep_out / "submission.ll") << "; nothing\n";
        return ended(sandbox::Exited{0});
    }
    std::filesystem::copy_file(std::string(PROGRAMS_DIR) + "/libthreadlab-harmless.so",
                               *command.keep_out / "submission.so");
    return ended(sandbox::Exited{0});
}

} // namespace threadlab::testing
