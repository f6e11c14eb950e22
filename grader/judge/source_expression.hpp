// What an operation is about, in the words of the source: heap members have no names in debug
// information, but the student gave them one in the line itself.
#pragma once

#include <string>
#include <string_view>

namespace threadlab::judge {

// The expression that is read or written at `column` (from 1) of `line`, as DWARF gives it for
// clang's code: at the operand itself, or at the operator of an assignment or increment. Empty if
// it cannot be made out.
std::string accessed_at(std::string_view line, int column);

// The object that the call or the declaration at `column` is about: m in `m.lock()`, in
// `std::lock_guard guard(m);` and in `pthread_mutex_lock(&m)`. Empty if it cannot be made out.
std::string operand_at(std::string_view line, int column);

// Whether the call at `column` is a wait: `changed.wait(lock)`, `pthread_cond_wait(&changed, &m)`.
bool is_wait_at(std::string_view line, int column);

} // namespace threadlab::judge
