// Commands for a real sandbox, and what became of them.
#pragma once

#include "sandbox/sandbox.hpp"

#include <filesystem>
#include <string>
#include <variant>

namespace threadlab::testing {

inline std::filesystem::path launcher() {
    return std::string(PROGRAMS_DIR) + "/threadlab-launch";
}

inline sandbox::Command shell(const std::string& script) {
    sandbox::Command command;
    command.argv = {"/bin/sh", "-c", script};
    return command;
}

template <typename T>
const T* ending(const sandbox::Outcome& outcome) {
    return std::get_if<T>(&outcome.ending);
}

inline bool reached(const sandbox::Outcome& outcome, sandbox::Limit limit) {
    const auto* reached = ending<sandbox::LimitReached>(outcome);
    return reached != nullptr && reached->which == limit;
}

} // namespace threadlab::testing
