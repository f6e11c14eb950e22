// What a submission must not say, told with the line; and what is no reason to refuse it.

#include "build/source_audit.hpp"

#include <gtest/gtest.h>
#include <string>
#include <sys/syscall.h>
#include <vector>

namespace {

using threadlab::build::audit_labels;
using threadlab::build::audit_sameness;
using threadlab::build::audit_source;
using threadlab::build::line_that_names;
using threadlab::build::own_tokens;
using threadlab::build::read_preprocessed;
using threadlab::build::Refusal;
using threadlab::build::Token;

const std::vector<std::string> threads{"threads"};

std::optional<Refusal> audited(const std::string& text,
                               const std::vector<std::string>& allow = threads) {
    return audit_source(read_preprocessed("# 1 \"x.cpp\"\nint first;\n" + text + "\n"), allow);
}

TEST(SourceAudit, RefusesWithTheLineAndTheWord) {
    struct Row {
        const char* text;
        const char* named;
    };
    for (const auto& [text, named] : {
             Row{"extern \"C\" const char* __tsan_default_options() { return \"\"; }", "__tsan_"},
             Row{"void f() { AnnotateHappensBefore(0, 0, 0); }", "AnnotateHappensBefore"},
             Row{"__attribute__((no_sanitize(\"thread\"))) void f();", "no_sanitize"},
             Row{"__attribute__((noinline, no_sanitize_thread)) void f();", "no_sanitize_thread"},
             Row{"__attribute__((__no_sanitize__(\"thread\"))) void f();", "no_sanitize"},
             Row{"[[gnu::no_sanitize(\"thread\")]] void f();", "no_sanitize"},
             Row{"[ [ using gnu: noinline, ifunc(\"g\") ] ] void f();", "ifunc"},
             Row{"[[clang::disable_sanitizer_instrumentation]] void f();", "disable_sanitizer"},
             Row{"__attribute__((constructor(101))) void f();", "constructor"},
             Row{"__attribute__((init_priority(101))) S s;", "init_priority"},
             Row{"__attribute__((alias(\"exit\"))) void f();", "alias"},
             Row{"static void f() __attribute__((weakref(\"exit\")));", "weakref"},
             Row{"__attribute__((weak)) int strcmp();", "weak"},
             Row{"__attribute__((section(\".init_array\"))) void (*p)() = f;", "section"},
             Row{"#pragma weak f = exit", "weak"},
             Row{"#pragma redefine_extname f exit", "redefine_extname"},
             Row{"#pragma comment(lib, \"z\")", "comment"},
             Row{"#pragma clang attribute push(__attribute__((no_sanitize(\"thread\"))))",
                 "attribute"},
             Row{"#pragma GCC visibility push(hidden)", "visibility"},
             Row{"int f() { return __builtin_setjmp(0); }", "__builtin_setjmp"},
             Row{"long f() { return syscall(231, 0); }", "syscall"},
             Row{"auto* call = &syscall;", "syscall"},
             Row{"auto* call = syscall;", "syscall"},
             Row{"long f(long n) { return syscall(n, 0); }", "syscall"},
             Row{"long f() { return syscall(202 + 29, 0); }", "syscall"},
             Row{"extern \"C\" long syscall(long, ...);", "syscall"},
             Row{"long f() { return g(syscall, 202); }", "syscall"},
             Row{"[[x::pure]] void f();", "x"},
             Row{"int f() { return __builtin_constant_p(1); }", "__builtin_constant_p"},
         }) {
        const auto refusal = audited(text);
        ASSERT_TRUE(refusal) << text;
        EXPECT_EQ(refusal->line, 2) << text;
        EXPECT_NE(refusal->message.find(named), std::string::npos) << refusal->message;
    }
}

TEST(SourceAudit, LeavesHonestCodeAlone) {
    for (const char* text : {
             "[[nodiscard]] int f(); [[gnu::noinline]] int g(); [[maybe_unused]] int h;",
             "[[using gnu: noinline, unused]] int f();",
             "[[gsl::suppress(\"bounds.1\")]] int f();",
             "__attribute__((guarded_by(m))) int x; int y __attribute__((aligned(64)));",
             "struct __attribute__((capability(\"mutex\"))) Lock {};",
             "int alias, weak, section, constructor; int a[b[1]]; auto f = [] { return [] {}; };",
             "const char* s = \"asm syscall no_sanitize\"; auto r = R\"(asm(\"exit\"))\";",
             "#pragma GCC diagnostic ignored \"-Wall\"",
             "#pragma clang loop unroll(full)",
             "#pragma omp parallel for",
             "#pragma once",
             "Annotated note; annotate(x); my__tsan_x; struct AnnotateText {};",
         }) {
        const auto refusal = audited(text);
        EXPECT_FALSE(refusal) << text << ": " << (refusal ? refusal->message : "");
    }
}

TEST(SourceAudit, AllowsAFewSystemCallsByNumber) {
    const auto call = [](long number) {
        return "long f() { return syscall(" + std::to_string(number) + ", 0) + syscall(" +
               std::to_string(number) + "); }";
    };
    EXPECT_FALSE(audited(call(SYS_futex)));
    EXPECT_FALSE(audited(call(SYS_gettid)));
    EXPECT_TRUE(audited(call(SYS_pidfd_open)));
    EXPECT_FALSE(audited(call(SYS_pidfd_open), {"processes", "threads"}));
    EXPECT_TRUE(audited(call(SYS_exit_group), {"processes", "threads", "files"}));
}

TEST(SourceAudit, SeesAnAttributeAroundADirective) {
    for (const char* directive : {"#pragma once", "#pragma message \"x\"", "#define A 1"})
        EXPECT_TRUE(audited("[\n" + std::string(directive) +
                            "\n[clang::disable_sanitizer_instrumentation]] void f();"))
            << directive;
}

TEST(SourceAudit, LeavesHeadersToThemselves) {
    for (const char* text :
         {"extern long int syscall (long int __sysno, ...);",
          "static void f() __attribute__((__weakref__(\"g\")));",
          "#pragma GCC visibility push(default)", "void* f = __builtin_frame_address(0);"})
        EXPECT_FALSE(audited("#include <a.h> /* clang -E -dI */\n# 1 \"/usr/include/a.h\" 1 3\n" +
                             std::string(text) + "\n# 2 \"x.cpp\" 2\n"))
            << text;
}

TEST(SourceAudit, RefusesLabelsThatLeadToOtherFunctions) {
    const auto labelled = [](const std::string& text) {
        return audit_labels(read_preprocessed(text));
    };
    for (const char* word : {"asm", "__asm", "__asm__"}) {
        const auto refusal =
            labelled("# 1 \"x.cpp\"\nint a;\nlong f(long) " + std::string(word) + "(\"exit\");\n");
        ASSERT_TRUE(refusal) << word;
        EXPECT_EQ(refusal->line, 2);
    }
    EXPECT_FALSE(labelled("# 1 \"x.cpp\"\n# 1 \"/usr/include/a.h\" 1 3\n"
                          "extern int scanf() __asm__ (\"\" \"__isoc99_scanf\");\n"));
}

// `text` must live as long as the tokens.
std::vector<Token> own(const std::string& text) {
    return own_tokens(read_preprocessed(text));
}

TEST(SourceAudit, WantsTheSameCodeInEveryBuild) {
    const std::string plain = "# 1 \"x.cpp\"\nint a;\nint b;\n";
    const std::string longer = plain + "int c;\n";
    const std::string other = "# 1 \"x.cpp\"\nint a;\nchar b;\n";
    EXPECT_FALSE(audit_sameness(std::vector{own(plain), own(plain), own(plain)}));
    const auto at_the_end = audit_sameness(std::vector{own(plain), own(plain), own(longer)});
    ASSERT_TRUE(at_the_end);
    EXPECT_EQ(at_the_end->line, 3);
    const auto in_the_middle = audit_sameness(std::vector{own(plain), own(other)});
    ASSERT_TRUE(in_the_middle);
    EXPECT_EQ(in_the_middle->line, 2);
}

TEST(SourceAudit, WantsTheSameMacrosInEveryBuild) {
    const std::string plain = "# 1 \"x.cpp\"\n#define A 1\nint a;\n";
    const std::string other = "# 1 \"x.cpp\"\n#define A 2\nint a;\n";
    EXPECT_FALSE(audit_sameness(std::vector{own(plain), own(plain)}));
    EXPECT_TRUE(audit_sameness(std::vector{own(plain), own(other)}));
}

TEST(SourceAudit, RefusesALineMarkerThatNobodyIncludes) {
    const auto refusal = audited("# 7 \"y.cpp\"\nint a;");
    ASSERT_TRUE(refusal);
    EXPECT_FALSE(audited("#include <y.hpp> /* clang -E -dI */\n# 1 \"/usr/include/y.hpp\" 1\nint "
                         "a;\n# 3 \"x.cpp\" 2"));
}

TEST(SourceAudit, FindsTheLineThatNamesAFunctionAndNotAMember) {
    const auto tokens =
        read_preprocessed("# 1 \"x.cpp\"\nlist.remove(1);\np->remove(2);\n"
                          "\"remove\";\nstd::remove(3);\n# 1 \"/usr/include/y.h\" 1\nabort();\n");
    EXPECT_EQ(line_that_names(tokens, "remove"), 4);
    EXPECT_EQ(line_that_names(tokens, "list"), 1);
    EXPECT_EQ(line_that_names(tokens, "abort"), 0);
}

} // namespace
