// Counts the submission's threads, and refuses to start more than the check allows.
#pragma once

namespace threadlab::harness {

// How many threads may exist at once beside the main thread: LAB_THREADS from the environment,
// which is taken out of it, else 64. From then on pthread_create answers EAGAIN beyond that, as the
// kernel does, and the record tells how often.
void count_threads();

} // namespace threadlab::harness
