// The preprocessor's output, read back as tokens.

#include "build/preprocessed.hpp"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace {

using threadlab::build::read_preprocessed;
using threadlab::build::Token;
using Kind = Token::Kind;

std::vector<std::string> words(const std::string& text) {
    std::vector<std::string> all;
    for (const Token& token : read_preprocessed(text))
        all.emplace_back(token.text);
    return all;
}

TEST(PreprocessedText, IsSplitIntoWordsNumbersTextsAndMarks) {
    using All = std::vector<std::string>;
    EXPECT_EQ(words("int a=1'000+0x1p-3;"), (All{"int", "a", "=", "1'000", "+", "0x1p-3", ";"}));
    EXPECT_EQ(words(R"(f("a\"b", 'c', L'\'', u8"d"))"),
              (All{"f", "(", R"("a\"b")", ",", "'c'", ",", R"(L'\'')", ",", R"(u8"d")", ")"}));
    EXPECT_EQ(words("R\"x(asm \"\n)\" )x\" y"), (All{"R\"x(asm \"\n)\" )x\"", "y"}));
    EXPECT_EQ(words("a<:0:> <%%> x<::y>"),
              (All{"a", "[", "0", "]", "{", "}", "x", "<", ":", ":", "y", ">"}));
    EXPECT_EQ(words("\"never closed\nasm"), (All{"\"never closed", "asm"}));
    EXPECT_EQ(words("caf\xC3\xA9"), (All{"caf\xC3\xA9"}));
}

TEST(PreprocessedText, KnowsTheLineOfEachToken) {
    const auto tokens = read_preprocessed("# 1 \"x.cpp\"\n"
                                          "#include <a.h> /* clang -E -dI */\n"
                                          "# 1 \"/usr/include/a.h\" 1 3\n"
                                          "theirs\n"
                                          "# 2 \"x.cpp\" 2\n"
                                          "mine\n"
                                          "R\"(\n\n)\" later\n"
                                          "# 20 \"x.cpp\"\n"
                                          "last\n");
    ASSERT_EQ(tokens.size(), 6U);
    EXPECT_EQ(tokens[0], (Token{Kind::include, "include <a.h>", 1, true}));
    EXPECT_EQ(tokens[1], (Token{Kind::word, "theirs", 1, false}));
    EXPECT_EQ(tokens[2], (Token{Kind::word, "mine", 2, true}));
    EXPECT_EQ(tokens[4], (Token{Kind::word, "later", 5, true}));
    EXPECT_EQ(tokens[5], (Token{Kind::word, "last", 20, true}));
}

TEST(PreprocessedText, MayClaimAnyLine) {
    const auto tokens = read_preprocessed("# 2147483647 \"x.cpp\"\nfirst\nsecond\n"
                                          "# 0 \"x.cpp\"\nthird\n"
                                          "# 99999999999 \"x.cpp\"\nfourth\n");
    ASSERT_EQ(tokens.size(), 4U);
    EXPECT_EQ(tokens[1].line, tokens[0].line + 1);
    for (const Token& token : tokens)
        EXPECT_GT(token.line, 0) << token.text;
}

// As clang writes a # that begins no directive.
TEST(PreprocessedText, TakesADirectiveInTheFirstColumnOnly) {
    const auto tokens = read_preprocessed("# 1 \"x.cpp\"\n # 1 \"y.h\"\nint\n");
    ASSERT_EQ(tokens.size(), 4U);
    EXPECT_TRUE(tokens[3].own);
}

TEST(PreprocessedText, KeepsPragmasWhole) {
    const auto tokens = read_preprocessed("# 1 \"x.cpp\"\n#pragma weak f = g\nint a;\n");
    ASSERT_EQ(tokens.size(), 4U);
    EXPECT_EQ(tokens[0].kind, Kind::pragma);
    EXPECT_EQ(tokens[0].text, " weak f = g");
    EXPECT_EQ(tokens[1].line, 2);
}

TEST(PreprocessedText, IsTheSubmissionsUnlessTheSystemOrTheGraderWroteIt) {
    struct Row {
        const char* file;
        bool own;
    };
    for (const auto& [file, is_own] : {
             Row{"x.cpp", true},
             Row{"./x.cpp", true},
             Row{"/box/x.cpp", true},
             Row{"include/../x.cpp", true},
             Row{"/usr/../box/x.cpp", true},
             Row{"out/x", true},
             Row{"/tmp/x", true},
             Row{"include/lab.hpp", false},
             Row{"./include/lab.hpp", false},
             Row{"/usr/lib/gcc/12/../../../include/c++/12/list", false},
             Row{"<built-in>", false},
         }) {
        const std::string text = "# 1 \"x.cpp\"\n# 1 \"" + std::string(file) + "\" 1\nword\n";
        EXPECT_EQ(read_preprocessed(text).back().own, is_own) << file;
    }
}

} // namespace
