// Ctrl-C and its kin leave nothing behind.
#pragma once

namespace threadlab::cli {

// From now on SIGINT, SIGTERM and SIGHUP remove this process's temporary folders and control groups
// before they end it, with status 128 + signal. Also removes control groups that earlier
// processes left behind. To
// be called before any thread is started.
void clean_up_when_interrupted();

} // namespace threadlab::cli
