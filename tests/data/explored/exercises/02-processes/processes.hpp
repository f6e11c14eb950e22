#pragma once

// Starts that many child processes, each of which adds 1 so many times to one counter that all of
// them see, waits for them, and returns what was counted.
long shared_count(unsigned processes, long increments_each);
