// What the reports are made of: wrapping, making text harmless, quoting the source.
#include "report/sanitise.hpp"
#include "report/source_lines.hpp"
#include "report/wrap.hpp"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace {

using namespace threadlab;
using std::string;

TEST(Wrapping, BreaksAtSpacesAndCountsCharactersNotBytes) {
    using Lines = std::vector<string>;
    EXPECT_EQ(report::wrapped("one two three", 7), (Lines{"one two", "three"}));
    EXPECT_EQ(report::wrapped("äöü äöü", 7), (Lines{"äöü äöü"}));
    EXPECT_EQ(report::wrapped("abcdefgh", 3), (Lines{"abc", "def", "gh"}));
    EXPECT_EQ(report::wrapped("", 10), (Lines{""}));
    EXPECT_EQ(report::chopped("äöüa", 2), (Lines{"äö", "üa"}));
    EXPECT_EQ(report::chopped(" abcdef", 3), (Lines{" ab", "cde", "f"}));
    EXPECT_EQ(report::shortened("abcdefgh", 6), "abc...");
    EXPECT_EQ(report::shortened("abcdefgh", 2), "...");
}

TEST(Sanitising, MakesEveryControlCharacterVisible) {
    EXPECT_EQ(report::one_line("a\x1b[1mb\nc\td\x7f"), "a\\x1b[1mb\\nc    d\\x7f");
    EXPECT_EQ(report::one_line("\xc2\x9b"
                               "31m"),
              "\\x9b31m");
    EXPECT_EQ(report::one_line("\xe2\x80\xae\xff\xc0\x80"), "\\u202e\\xff\\xc0\\x80");
    EXPECT_EQ(report::one_line("naïve 日本 🙂"), "naïve 日本 🙂");
    EXPECT_EQ(report::lines_of("a\r\n\nb\n"), (std::vector<string>{"a", "", "b"}));
    EXPECT_EQ(report::one_line("abcdef", 3), "abc ... (and 3 bytes more)");
}

TEST(SourceLines, KnowsAPlaceOfTheSubmissionFromOthers) {
    EXPECT_EQ(report::line_in("a.cpp:12", "a.cpp"), 12);
    EXPECT_EQ(report::line_in("a.cpp:12:5", "a.cpp"), 12);
    for (const char* at :
         {"", "a.cpp", "a.cpp:", "a.cpp:x", "a.cpp:-3", "b.cpp:3", "a.cpp:99999999999"}) {
        EXPECT_EQ(report::line_in(at, "a.cpp"), 0) << at;
    }
}

TEST(SourceLines, QuotesTheMarkedLinesAndTheirNeighbours) {
    using Lines = std::vector<string>;
    EXPECT_EQ(report::quoted("a\nb\nc\n\nd\ne\nf", {2, 6}, 80),
              (Lines{"     1 | a", ">    2 | b", "     3 | c", "   ...", "     5 | d", ">    6 | e",
                     "     7 | f"}));
    EXPECT_EQ(report::quoted("a", {7}, 80), Lines{});
    EXPECT_EQ(report::quoted("", {1}, 80), Lines{});
}

} // namespace
