// Starts a command with its channels attached.
#pragma once

#include "sandbox/descriptor.hpp"

#include <string>
#include <sys/types.h>
#include <variant>
#include <vector>

namespace threadlab::sandbox {

// A started command and our ends of its pipes.
struct Running {
    pid_t pid = 0;
    Descriptor pidfd;  // readable once the process has ended
    Descriptor output; // its descriptors 1 and 2
    Descriptor record; // its descriptor 3
    Descriptor report; // its descriptor 4
    Descriptor status; // its descriptor 5, a socket: threadlab-launch's "S" and "E"
};

// What could not be done, in words.
struct SpawnError {
    std::string why;
};

// Starts `argv` with `input` as its standard input and nothing else inherited. `arguments`, if not
// empty, is what it finds, NUL-separated, on descriptor 6 (bubblewrap's --args).
std::variant<Running, SpawnError> spawn(const std::vector<std::string>& argv,
                                        const std::string& input,
                                        const std::vector<std::string>& arguments);

} // namespace threadlab::sandbox
