// Where the threads of a record were, in the lines of the submission.
#pragma once

#include "judge/bench.hpp"
#include "judge/symbolise.hpp"
#include "scorecard/scorecard.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace threadlab::judge {

class StackPlaces {
public:
    // Looks the frames of `record` up, if there are any; one run of the symboliser. Where that
    // fails there are simply no lines: a verdict does not depend on them.
    StackPlaces(const Bench& bench, const std::optional<harness::Record>& record,
                const std::filesystem::path& object);

    // "file:line" of the innermost frame in the submission's file, of the lowest-numbered thread
    // that has one; empty if none has.
    std::string innermost() const;

    // "file:line" where the outermost function of the submission begins, of that same thread.
    std::string outermost_function() const;

    // "file:line" that the failure is about, if it has a place in the submission's file; else
    // empty.
    std::string of(const harness::Failure& failure) const;

    // The lines at which threads wait that are in the submission's code: that of the main thread,
    // and each other once, by the thread with the lowest number. How many wait there is often the
    // machine's choice.
    std::vector<scorecard::Step> waiting_threads() const;

private:
    struct Line {
        int thread = 0;
        Place innermost;
        Place outermost;
    };
    // The places in the submission's file that the frames stand for, innermost first.
    std::vector<Place> own_places(const std::vector<harness::Frame>& frames) const;

    std::string file_;
    Places places_;
    std::vector<Line> lines_;
};

} // namespace threadlab::judge
