// Runs the program that tries to break out, in the real sandbox.
#pragma once

#include "sandbox/sandbox.hpp"

#include <memory>
#include <string>

namespace threadlab::testing {

inline std::string programs() {
    return PROGRAMS_DIR;
}

// `threadlab-breakout attempt argument`, with the system calls of a submission that may do most.
inline sandbox::Command breakout(const std::string& attempt, const std::string& argument = "",
                                 sandbox::Calls calls = sandbox::Calls::processes) {
    sandbox::Command command;
    command.argv = {"./breakout", attempt, argument};
    command.files = {{programs() + "/threadlab-breakout", "breakout"}};
    command.calls = calls;
    return command;
}

// Null where this machine has none.
inline std::unique_ptr<sandbox::Sandbox> full_sandbox() {
    const std::string launcher = programs() + "/threadlab-launch";
    return sandbox::probe(launcher).level == sandbox::Level::full
               ? sandbox::make_sandbox(sandbox::Level::full, launcher)
               : nullptr;
}

} // namespace threadlab::testing
