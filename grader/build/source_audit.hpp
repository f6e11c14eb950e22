// What a submission must not say, however it is spelled: looked for in its preprocessed text, where
// macros, line splices and digraphs hide nothing any more. What its headers say is the system's,
// and not looked at (see header_audit.hpp).
#pragma once

#include "build/preprocessed.hpp"
#include "build/refusal.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace threadlab::build {

// The first thing that must not be there, if any: names by which code reaches behind the C++
// library's back, attributes and pragmas that change how others' code or the sanitizers treat it,
// system calls by number. `allow`: the classes of the exercise.
std::optional<Refusal> audit_source(const std::vector<Token>& tokens,
                                    const std::vector<std::string>& allow);

// Of a text that compiles: a label by which a function gets the name of another, `asm("exit")`.
// Assembler itself does not compile.
std::optional<Refusal> audit_labels(const std::vector<Token>& tokens);

// The tokens that are the submission's own.
std::vector<Token> own_tokens(const std::vector<Token>& tokens);

// One text is compiled in several ways. All must be the same code, down to its macros: a submission
// could show ThreadSanitizer another one than it runs. `builds`: the own tokens of each.
std::optional<Refusal> audit_sameness(std::span<const std::vector<Token>> builds);

// The line of the submission that calls `word` first; else the first that names it, and no member;
// else the first that has it at all. 0: none does.
int line_that_names(const std::vector<Token>& tokens, std::string_view word);

} // namespace threadlab::build
