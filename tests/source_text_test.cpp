// What is wrong with a file before any compiler sees it.

#include "build/source_text.hpp"

#include <gtest/gtest.h>
#include <string>

namespace {

using namespace std::string_literals;
using threadlab::build::find_text_fault;

struct Bad {
    const char* name;
    std::string text;
    int line;
    const char* what;
};

TEST(SourceText, IsRefusedWithTheLineAndTheReason) {
    const char* const not_utf8 = "is not UTF-8 text; save it as UTF-8";
    const char* const nul = "holds a NUL byte; it is no text file";
    for (const Bad& bad : {
             Bad{"no bytes", "", 0, "is empty"},
             Bad{"white space", " \t\r\n\v\f\n", 0, "is empty"},
             Bad{"Latin-1", "int a;\n// caf\xE9\n", 2, not_utf8},
             Bad{"a NUL byte", "int a;\n\nint b;\0"s, 3, nul},
             Bad{"UTF-16", "\xFF\xFEi\0n\0"s, 1, not_utf8},
             Bad{"a lone tail", "\x80", 1, not_utf8},
             Bad{"a tail too few", "\xE2\x82", 1, not_utf8},
             Bad{"two bytes for one", "\xC0\xAF", 1, not_utf8},
             Bad{"three bytes for two", "\xE0\x9F\xBF", 1, not_utf8},
             Bad{"four bytes for three", "\xF0\x8F\xBF\xBF", 1, not_utf8},
             Bad{"a surrogate", "\xED\xA0\x80", 1, not_utf8},
             Bad{"past the last character", "\xF4\x90\x80\x80", 1, not_utf8},
             Bad{"a lead that does not exist", "\xF8\x88\x80\x80\x80", 1, not_utf8},
             Bad{"more than a megabyte", std::string((1 << 20) + 1, 'a'), 0,
                 "is larger than a megabyte"},
         }) {
        const auto fault = find_text_fault(bad.text);
        ASSERT_TRUE(fault) << bad.name;
        EXPECT_EQ(fault->what, bad.what) << bad.name;
        EXPECT_EQ(fault->line, bad.line) << bad.name;
    }
}

TEST(SourceText, MayHoldAnyCharacter) {
    for (const std::string& good : {
             "x"s,
             "int a; // no newline at the end"s,
             "\xEF\xBB\xBFint a;\n"s,
             "// caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x8D\xB5\r\n"s,
             "\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF"s,
             "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"s,
             std::string(1 << 20, 'a'),
         })
        EXPECT_FALSE(find_text_fault(good)) << good.substr(0, 40);
}

} // namespace
