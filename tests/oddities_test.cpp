// What is right C++, but should be seen by somebody.

#include "build/oddities.hpp"

#include <gtest/gtest.h>
#include <string>

namespace {

using namespace std::string_literals;
using threadlab::build::find_oddities;

TEST(Oddities, AreTheCharactersThatTurnTheDirectionOfText) {
    // U+202A to U+202E, U+2066 to U+2069, in UTF-8.
    for (const auto& [character, name] : {std::pair{"\xE2\x80\xAA"s, "U+202A"s},
                                          {"\xE2\x80\xAB", "U+202B"},
                                          {"\xE2\x80\xAC", "U+202C"},
                                          {"\xE2\x80\xAD", "U+202D"},
                                          {"\xE2\x80\xAE", "U+202E"},
                                          {"\xE2\x81\xA6", "U+2066"},
                                          {"\xE2\x81\xA7", "U+2067"},
                                          {"\xE2\x81\xA8", "U+2068"},
                                          {"\xE2\x81\xA9", "U+2069"}}) {
        const auto found = find_oddities("int a;\n/* " + character + " */ if (a) {\n");
        ASSERT_EQ(found.size(), 1U) << name;
        EXPECT_EQ(found[0].line, 2) << name;
        EXPECT_NE(found[0].what.find(name), std::string::npos) << found[0].what;
    }
}

TEST(Oddities, AreNoOtherCharacters) {
    EXPECT_TRUE(find_oddities("// caf\xC3\xA9 \xE2\x82\xAC \xE2\x80\xA9 \xE2\x80\xAF \xE2\x81\xA5 "
                              "\xE2\x81\xAA \xD7\xA9\xD7\x9C\xE2\x80\n")
                    .empty());
}

TEST(Oddities, AreToldOnceALineAndNotForEver) {
    std::string text;
    for (int i = 0; i < 100; ++i)
        text += "\xE2\x80\xAE \xE2\x80\xAC\n";
    const auto found = find_oddities(text);
    ASSERT_EQ(found.size(), 20U);
    EXPECT_EQ(found.back().line, 20);
}

} // namespace
