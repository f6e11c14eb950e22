// Finds the student's lines in what the explorer reports, and what they are about.
#pragma once

#include "judge/explorer_record.hpp"
#include "judge/symbolise.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace threadlab::judge {

// The files whose lines are the student's: name (as debug information spells it) -> text.
using Sources = std::map<std::string, std::string>;

// A line of the student's, and how far it is from where the operation itself happened.
struct Line {
    std::string file;
    int number = 0; // 0: there is none
    int column = 0;
    bool innermost = false; // the operation stands in the line itself, not in a library below
    bool foreign = false;   // it stands in another module: in a check that the line calls

    std::string at() const; // "threading.cpp:14", or empty
};

class Reader {
public:
    // Both have to outlive the reader.
    Reader(const Places& places, const Sources& sources);

    // The innermost line of the student's from which the operation came. Debug information is the
    // submission's own: what it says of lines that there are not is not believed.
    Line line_of(const ExplorerSpot& spot) const;
    // The thing that the operation is about, as the source spells it; empty if that is not known.
    std::string name_of(const ExplorerSpot& spot) const;
    // Remembers what the locks that the record's steps take are called.
    void learn_names(const ExplorerRecord& record);

    // Whether it reads or writes memory.
    static bool is_access(const ExplorerSpot& spot);

private:
    std::string_view text_of(const Line& line) const;
    bool has_line(const std::string& file, int number) const;

    const Places& places_;
    std::map<std::string, std::vector<std::string_view>> lines_; // of each source
    std::map<std::uint64_t, std::string> locks_;
};

} // namespace threadlab::judge
