// Where a debugger stops.
#pragma once

// Does nothing. Called at the moment at which the schedule that runs fails, or a data race is seen
// in it, by the thread that is to blame; what it is about to do is not done yet.
extern "C" void threadlab_explorer_fails(const char* diagnosis, const char* detail);
