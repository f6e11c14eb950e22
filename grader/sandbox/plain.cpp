#include "sandbox/plain.hpp"

namespace threadlab::sandbox {

Launch Plain::launch(const Command& command, const Limits& limits, const Box& box) const {
    std::vector<std::string> argv{"/usr/bin/env", "-i", "-C", box.folder().string(),
                                  "PATH=/usr/bin"};
    argv.insert(argv.end(), command.environment.begin(), command.environment.end());
    // The kernel counts processes a user, not a command: such a limit would hit the user's editor.
    constexpr int no_limit = -1;
    const std::vector<std::string> rest = inside(command, limits, no_limit);
    argv.insert(argv.end(), rest.begin(), rest.end());
    return {.argv = argv, .arguments = {}, .keep = true};
}

} // namespace threadlab::sandbox
