// A lock's state lies in the program's own memory, and may be anything: what no lock of ours can
// hold is told as misuse, by whoever uses it.
#pragma once

#include "explorer/runtime/operation.hpp"

namespace threadlab::explorer {

// Whether `owner`, a thread's number and one, can be who has a lock. 0: nobody.
bool can_be_owner(int owner);

// Fails the schedule after the step `operation` unless `sound`. `message`: what memory is no
// lock's.
void expect_state(bool sound, const Operation& operation, const char* message);

} // namespace threadlab::explorer
