// Directives that move lines elsewhere, however they are spelled.

#include "build/line_markers.hpp"

#include <gtest/gtest.h>
#include <string>

namespace {

using namespace std::string_literals;
using threadlab::build::find_hidden_marker;
using threadlab::build::find_line_marker;

TEST(LineMarker, IsFoundOnItsLine) {
    for (const std::string& marker : {
             "#line 1 \"other.cpp\""s,
             "  #  line 7"s,
             "# 7 \"other.cpp\""s,
             "%:line 7"s,
             "/**/#line 7"s,
             "/* a */ # /* b */ line 7"s,
             "#/**/7"s,
             "#\\\nline 7"s,
             "#li\\\nne 7"s,
             "#li\\ \t\nne 7"s,
             "%\\\n:line 7"s,
             "/\\\n* a *\\\n/ #line 7"s,
             "/* two\nlines */ #line 7"s,
         }) {
        const int line = find_line_marker("int a;\n"s + marker + "\nint b;\n");
        EXPECT_GE(line, 2) << marker;
        EXPECT_LE(line, 4) << marker;
    }
}

TEST(LineMarker, IsFoundBehindWhateverMayHideIt) {
    for (const std::string& cover :
         {"// don't\n"s, "char c = '\"';\n"s, "auto s = \"/*\";\n"s, "auto s = R\"(/*)\";\n"s,
          "int n = 1'000'000;\n"s, "auto s = R\"x(\")\")x\";\n"s, "#error don't\n"s,
          "#include <it's>\n"s, "auto s = \"\\\\\";\n"s, "// goes on \\\n in this line\n"s,
          "R\"(\n#line 8\n)\"\n"s, "$R\"x(\";\n"s, "\xC3\xA9R\"x(\";\n"s, "NOTHING(1e+R\"x(\")\n"s,
          "#if 0\nR\"a b(\"\n#endif\n"s, "int a;\r"s}) {
        EXPECT_GT(find_line_marker(cover + "#line 7\n"), 0) << cover;
    }
}

TEST(LineMarker, IsNoneWhereNothingIsMoved) {
    for (const char* harmless :
         {"#include <line>", "#define line 7", "// #line 7", "int line;", "/*\n#line 7\n# 1 a\n*/",
          "// a \\\n#line 7", "auto s = \"\\\n#line 7\";", "#define S(line) #line", "#",
          "int a; #line 7", "#linear", "auto s = R\"(\n#line 7\n# 1\n)\";", "// no newline", "\\",
          "R\"", ""}) {
        EXPECT_EQ(find_line_marker(harmless), 0) << harmless;
    }
}

TEST(LineMarker, IsFoundBehindAByteOrderMark) {
    EXPECT_EQ(find_line_marker("\xEF\xBB\xBF#line 7\n"), 1);
}

TEST(HiddenMarker, StandsBelowADirectiveThatCanBeReadInTwoWays) {
    for (const char* directive :
         {"#warning R\"(", "#error /*", "#pragma mark R\"(", "#pragma omp /* a", "#ident R\"(",
          "#if HAS(<a/*>)", "#if __has_include(<R\"(>)", "#include MACRO /*", "#unknown '",
          "#include <a\"> /*", "#include <a'> R\"(", "#include <x/*>", "#include <a//b> /*",
          "#if __has_include(<a\">) /*", "#import \"a/*\" R\"("}) {
        const std::string text = directive + "\nint a;\n"s;
        EXPECT_EQ(find_hidden_marker(text + "# 1 \"/usr/include/x.h\" 1\n"), 3) << directive;
        EXPECT_EQ(find_hidden_marker(text + "*/ %:line 7\n"), 3) << directive;
        EXPECT_EQ(find_hidden_marker(text + "*\\\n/ # /* */ 1 \"x.h\"\n"), 4) << directive;
    }
}

TEST(HiddenMarker, IsNoneWhereNothingAboveIsDoubtful) {
    for (const char* directive :
         {"#define A 1 /* a\n b */", "#define A R\"(\n)\"", "#include <mutex> /* a\n b */",
          "#include \"lab.hpp\" /* a\n b */", "#if A == 1 /* a\n b */", "#endif /* a\n b */",
          "#if A < 2 && __has_include(<mutex>)", "#pragma once",
          "#pragma GCC diagnostic ignored \"-Wall\"", "#pragma omp parallel", "#error not yet",
          "#warning \"to do\""}) {
        EXPECT_EQ(find_hidden_marker(directive + "\n/*\n# 1. a heading\n#line 7 */\n"s), 0)
            << directive;
    }
}

TEST(HiddenMarker, IsNoneWhereNothingLooksLikeOne) {
    EXPECT_EQ(find_hidden_marker("#warning don't /* \n// issue #12, and line 7\n#define A\n*/"), 0);
    EXPECT_EQ(find_hidden_marker("#pragma once /* it's\n fine */\n#include <mutex>\n"), 0);
    EXPECT_EQ(find_hidden_marker("#if (1 < 2) && ('a' < 'b') /* two\n lines */\n#endif"), 0);
}

} // namespace
