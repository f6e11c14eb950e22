// What the preprocessor made of a submission -> tokens, each with the place that it came from.
#pragma once

#include <string_view>
#include <vector>

namespace threadlab::build {

struct Token {
    enum class Kind {
        word,    // an identifier or a keyword
        number,  // as the preprocessor counts them: 0x1p-3, 1'000
        text,    // a string or character literal, with its quotes and prefix
        pragma,  // a whole directive; `text` is what stands behind "#pragma"
        macro,   // a whole directive that makes or forgets a macro: "define A 1"
        include, // a whole directive that reads a file: "include <list>"
        unclear, // a whole directive in which a raw string begins that does not end there
        moved,   // here a directive says that what follows is of another file, `text`
        mark     // one character of punctuation; digraphs as what they stand for
    };
    Kind kind = Kind::mark;
    std::string_view text; // part of the text that was read
    int line = 0;          // in its file
    bool own = false;      // in the submission itself, and not in a header of the system or the kit
    bool operator==(const Token&) const = default;

    bool is_mark(char which) const { return kind == Kind::mark && text[0] == which; }
    bool is_word(std::string_view which) const { return kind == Kind::word && text == which; }
};

// Whether the grader or the system has written that file, by the name that the compiler gives it.
// By whatever name a submission includes itself, it does not become one.
bool is_trusted(std::string_view file);

// `text`: what clang -E -dD -dI prints, whose line markers are believed. The tokens point into
// `text` or to literals.
std::vector<Token> read_preprocessed(std::string_view text);

} // namespace threadlab::build
