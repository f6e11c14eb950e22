// A submission's macros must not change what its headers say.

#include "build/header_audit.hpp"

#include <gtest/gtest.h>
#include <string>

namespace {

using threadlab::build::audit_headers;
using threadlab::build::includes_alone;
using threadlab::build::may_change_headers;
using threadlab::build::read_preprocessed;
using threadlab::build::Token;

// As clang prints them: the submission's lines, an include of its own, the header's lines.
std::string own(const std::string& text) {
    return "# 1 \"x.cpp\"\n" + text + "\n";
}
std::string includes(const std::string& file, const std::string& text = "") {
    return "#include <" + file + "> /* clang -E -dI */\n# 1 \"/usr/include/" + file + "\" 1 3\n" +
           text + "\n# 2 \"x.cpp\" 2\n";
}

// `text` must live as long as the tokens.
std::vector<Token> tokens(const std::string& text) {
    return read_preprocessed(text);
}

TEST(HeaderAudit, IsNeededWhereAMacroStandsBeforeAnInclude) {
    struct Row {
        std::string text;
        bool needed;
    };
    for (const auto& [text, needed] : {
             Row{own("int a;") + includes("a.h"), false},
             Row{own("#define A 1") + includes("a.h"), true},
             Row{own("#undef A") + includes("a.h"), true},
             Row{own("#pragma push_macro(\"A\")") + includes("a.h"), true},
             Row{own("#pragma pop_macro(\"A\")") + includes("a.h"), true},
             Row{own("") + includes("a.h") + "#define A 1\n", false},
             Row{own("") + includes("a.h", "#define A 1") + includes("b.h"), false},
             Row{own("#define NDEBUG") + includes("a.h"), false},
             Row{own("#define _XOPEN_SOURCE 700") + includes("a.h"), false},
             Row{own("#define _POSIX_C_SOURCE 200809L") + includes("a.h"), false},
             Row{own("#define _GNU_SOURCE other") + includes("a.h"), true},
             Row{own("#define _GNU_SOURCE 1 + 1") + includes("a.h"), true},
             Row{own("#define _MY_SOURCE() 1") + includes("a.h"), true},
         })
        EXPECT_EQ(may_change_headers(tokens(text)), needed) << text;
}

TEST(HeaderAudit, KeepsIncludesAndWhatHeadersAskForInOrder) {
    const std::string text = own("#define A 1\n#define NDEBUG\nint a;") +
                             includes("a.h", "#define B 1\n#include <c.h> /* clang -E -dI */") +
                             "#undef NDEBUG\n" + includes("b.h");
    EXPECT_EQ(includes_alone(tokens(text)),
              "#ifndef THREADLAB_INCLUDES_ALONE\n#define THREADLAB_INCLUDES_ALONE\n"
              "#define NDEBUG\n#include <a.h>\n#undef NDEBUG\n#include <b.h>\n#endif\n");
}

TEST(HeaderAudit, RefusesAHeaderThatSaysSomethingElse) {
    const std::string alone =
        own("") + includes("a.h", "int f();") + includes("b.h", "#define B 1\nint g();");
    const auto fault = [&](const std::string& text) {
        const auto refusal = audit_headers(tokens(text), tokens(alone));
        return refusal ? refusal->line : 0;
    };
    const std::string first = own("#define A 1");
    EXPECT_EQ(fault(first + includes("a.h", "int f();") + "int mine;\n" +
                    includes("b.h", "#define B 1\nint g();") + "int rest;\n"),
              0);
    EXPECT_EQ(fault(first + includes("a.h", "int h();") + includes("b.h", "#define B 1\nint g();")),
              2);
    EXPECT_EQ(fault(first + includes("a.h", "int f(); int h();")), 2);
    EXPECT_EQ(
        fault(own("") + includes("a.h", "int f();") + includes("b.h", "#define B 2\nint g();")), 2);
    EXPECT_EQ(fault(own("") + includes("a.h", "int f();") + includes("b.h", "#define B 1\nint")),
              2);
    EXPECT_EQ(fault(own("") + includes("a.h", "int f();")), 2)
        << "what is left out is told at the last include";
}

} // namespace
