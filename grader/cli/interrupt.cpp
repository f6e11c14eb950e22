#include "cli/interrupt.hpp"

#include "sandbox/left_behind.hpp"

#include <csignal>
#include <thread>
#include <unistd.h>

namespace threadlab::cli {

void clean_up_when_interrupted() {
    sandbox::remove_old_cgroups();
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        sigaddset(&signals, signal);
    }
    // Blocked in every thread that is started from here on, so that the one below gets them.
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::thread([signals] {
        int signal = 0;
        sigwait(&signals, &signal);
        sandbox::remove_own_traces();
        constexpr int signal_base = 128;
        _exit(signal_base + signal);
    }).detach();
}

} // namespace threadlab::cli
