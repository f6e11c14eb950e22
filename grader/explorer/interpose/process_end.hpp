// How processes end, and what signals do to them: they come at moments that the schedule knows, or
// are not allowed.
#pragma once

#include <csignal>
#include <cstdint>

namespace threadlab::explorer {

// Whether the program may have several processes.
bool may_fork();
// Whether that is the process that the schedule began in.
bool is_root();

// The calling process gets that signal, by its own doing: it ends, unless it has asked for
// something else. In the process that the schedule began in, that is a failure.
void end_by_signal(int signal);
// Whatever it has asked for.
[[noreturn]] void die_of_signal(int signal, std::uintptr_t pc);

// The program says what a signal is to do.
void note_disposition(int signal, sighandler_t handler, std::uintptr_t pc);
// Whether that is only noted, as the runtime needs the signal itself.
bool is_the_runtimes(int signal);

} // namespace threadlab::explorer
