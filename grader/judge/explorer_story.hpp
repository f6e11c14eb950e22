// What a schedule of the explorer came to, told in the lines of the source.
#pragma once

#include "judge/explorer_reader.hpp"
#include "scorecard/scorecard.hpp"

#include <string>
#include <vector>

namespace threadlab::judge {

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
