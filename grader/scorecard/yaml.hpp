// A scorecard as YAML, out and in. docs/scorecard.md describes the schema.
#pragma once

#include "scorecard/scorecard.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace threadlab::scorecard {

// The whole file, block `run` last. The same scorecard gives the same bytes. Text that a submission
// chose (messages, output) is quoted so that it stays one scalar, whatever bytes it holds; bytes
// that are not UTF-8, and control characters, are written as \xNN escapes.
std::string to_yaml(const Scorecard& card);

// One step as a flow mapping: {thread: 1, does: read, ...}.
std::string flow_step(const Step& step);

// Why a text is no scorecard; `line` counts from 1.
struct ReadError {
    int line = 0;
    std::string what;
};

// Reads what to_yaml wrote: read_yaml(to_yaml(card)) == card for text that is UTF-8.
// Unknown keys, missing fields and words outside the closed lists are errors.
std::variant<Scorecard, ReadError> read_yaml(std::string_view text);

} // namespace threadlab::scorecard
