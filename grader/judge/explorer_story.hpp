// What a schedule of the explorer came to, told in the lines of the source.
#pragma once

#include "judge/explorer_record.hpp"
#include "judge/symbolise.hpp"
#include "scorecard/scorecard.hpp"

#include <map>
#include <string>
#include <vector>

namespace threadlab::judge {

// The files whose lines are the student's: name (as debug information spells it) -> text.
using Sources = std::map<std::string, std::string>;

struct Story {
    std::string diagnosis; // the cause
    std::string message;
    std::string at; // "file:line"
    std::vector<scorecard::Step> steps;
    std::vector<std::string> also; // the harm that the cause did
};

// All addresses of the record, for symbolise().
std::vector<harness::Frame> frames_of(const ExplorerRecord& record);

// Of a record that failed.
Story tell(const ExplorerRecord& record, const Places& places, const Sources& sources);

} // namespace threadlab::judge
