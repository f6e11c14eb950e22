#include "build/compile_errors.hpp"
#include "build/compiler_output.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace threadlab::build;
namespace fs = std::filesystem;

const fs::path data = fs::path(TESTS_DIR) / "data/compile";

std::string text_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

CompileErrors shown(const std::string& from, const std::string& test) {
    const fs::path path = data / from / (test + ".txt");
    EXPECT_TRUE(fs::exists(path)) << path;
    return read_compile_errors(text_of(path), "threading.cpp");
}

std::string first_line(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

struct Case {
    const char* test;
    const char* at;
    const char* first; // how the message begins, after the place, on every compiler
};

const std::vector<Case> cases{
    {"missing_semicolon", "threading.cpp:6", "6:18: error: expected ';' at end of declaration"},
    {"unknown_name", "threading.cpp:10",
     "10:9: error: use of undeclared identifier 'totl'; did you mean 'total'?"},
    {"wrong_argument", "threading.cpp:10",
     "10:12: error: no matching function for call to 'twice'"},
    {"template_error", "threading.cpp:10",
     "10:17: error in <bits/std_thread.h>, to which this line leads: static"},
    {"template_error_sort", "threading.cpp:14",
     "14:10: error in <bits/predefined_ops.h>, to which this line leads: invalid operands"},
    {"deleted_copy", "threading.cpp:10", "10:17: error in <bits/std_function.h>, to which"},
    {"missing_include", "threading.cpp:6",
     "6:22: error: no member named 'thread' in namespace 'std'"},
    {"no_such_header", "threading.cpp:2", "2:10: error: 'thraed' file not found"},
    {"breaks_the_header", "threading.cpp:1",
     "1:15: error in <type_traits>, to which this line leads: expected"},
    {"hash_error", "threading.cpp:3", "3:2: error: \"not done yet\""},
    {"garbage", "threading.cpp:1", "1:1: error: unknown type name 'Dear'"},
    {"not_utf8", "threading.cpp:3", "3:8: error: source file is not valid UTF-8"},
    {"signature_differs", "threading.cpp:5",
     "5:14: error: out-of-line definition of 'value' does not match any declaration in "
     "'threading::Counter'"},
    {"return_type_differs", "threading.cpp:5",
     "5:5: error: functions that differ only in their return type cannot be overloaded"},
    {"missing_return", "threading.cpp:11",
     "11:5: error: use of undeclared identifier 'undeclared'"},
    {"many_errors", "threading.cpp:6", "6:5: error: use of undeclared identifier 'a'"},
    {"duplicate_definition", "threading.cpp:7", "7:6: error: redefinition of 'sum'"},
    {"duplicate_symbol", "threading.cpp:11", "11:5: error: definition with same mangled name"},
    {"macro", "threading.cpp:8", "8:12: error: use of undeclared identifier 'add_all'"},
    {"unclosed_brace", "threading.cpp:11", "11:25: error: expected '}'"},
    {"long_line", "threading.cpp:3", "3:217: error: use of undeclared identifier 'nummber'"},
    {"deep_recursion", "threading.cpp:3", "3:39: error: recursive template instantiation exceeded"},
    {"undefined_reference", "threading.cpp:11",
     "11: error: threading::Counter::add(int) is used here, but defined nowhere"},
    {"undefined_virtual", "threading.cpp:5",
     "5: error: a virtual function of threading::Worker is declared, but defined nowhere"},
};

TEST(CompileErrorText, BeginsWithTheFirstErrorAtTheSubmissionsLine) {
    for (const std::string from : {"clang-14", "clang-19"}) {
        for (const Case& each : cases) {
            SCOPED_TRACE(from + " " + each.test);
            const CompileErrors errors = shown(from, each.test);
            EXPECT_EQ(errors.at, each.at);
            EXPECT_TRUE(errors.message.starts_with("threading.cpp:" + std::string(each.first)))
                << first_line(errors.message);
        }
    }
}

TEST(CompileErrorText, IsShortAndNamesNoPathOfTheMachine) {
    for (const auto& entry : fs::recursive_directory_iterator(data)) {
        if (entry.path().extension() != ".txt")
            continue;
        SCOPED_TRACE(entry.path());
        const std::string message =
            read_compile_errors(text_of(entry.path()), "threading.cpp").message;
        EXPECT_FALSE(message.empty());
        EXPECT_LT(std::count(message.begin(), message.end(), '\n'), 20);
        for (const char* path : {"/usr", "/tmp", "/home", "include/c++", "linker command"})
            EXPECT_EQ(message.find(path), std::string::npos) << message;
        std::istringstream lines(message);
        for (std::string line; std::getline(lines, line);)
            EXPECT_LT(line.size(), 600U);
    }
}

TEST(CompileErrorText, ShowsTheStudentsLineWithItsMark) {
    EXPECT_EQ(shown("clang-19", "template_error").message,
              "threading.cpp:10:17: error in <bits/std_thread.h>, to which this line leads: static "
              "assertion failed due to requirement '__is_invocable<(lambda at threading.cpp:9:17), "
              "int>::value': std::thread arguments must be invocable after conversion to rvalues\n"
              "   10 |     std::thread first(work, done);\n"
              "      |                 ^");
    EXPECT_EQ(shown("clang-14", "missing_semicolon").message,
              "threading.cpp:6:18: error: expected ';' at end of declaration\n"
              "    int count = 0\n"
              "                 ^");
}

TEST(CompileErrorText, ShowsTheDeclarationThatADefinitionDoesNotMatch) {
    const std::string message = shown("clang-19", "signature_differs").message;
    EXPECT_NE(message.find("threading.hpp:19:9: note: member declaration does not match because it "
                           "is const qualified\n   19 |     int value() const;"),
              std::string::npos)
        << message;
}

TEST(CompileErrorText, LeavesWarningsOut) {
    const std::string warned = "threading.cpp:5:39: warning: unused parameter 'tasks'\n"
                               "    5 | void run_all(const std::vector<Task>& tasks) {\n"
                               "threading.cpp:5:40: note: about the warning\n"
                               "threading.cpp:6:18: error: expected ';' at end of declaration\n"
                               "    6 |     int count = 0\n"
                               "1 warning and 1 error generated.\n";
    EXPECT_EQ(read_compile_errors(warned, "threading.cpp").message,
              "threading.cpp:6:18: error: expected ';' at end of declaration\n"
              "    6 |     int count = 0");
}

TEST(CompileErrorText, CountsWhatItCutsOff) {
    const std::string message = shown("clang-19", "many_errors").message;
    EXPECT_TRUE(message.ends_with("\n... and 2 more errors")) << message;
}

TEST(CompileErrorText, ShowsThePartOfALongLineThatIsMeant) {
    std::istringstream lines(shown("clang-19", "long_line").message);
    std::string error;
    std::string code;
    std::string marks;
    std::getline(lines, error);
    std::getline(lines, code);
    std::getline(lines, marks);
    EXPECT_EQ(code.find("nummber"), marks.find('^')) << code << "\n" << marks;
}

TEST(CompileErrorText, NamesEveryFunctionThatIsDefinedNowhere) {
    for (const char* from : {"clang-14", "clang-19", "lld"})
        EXPECT_EQ(shown(from, "undefined_reference").message,
                  "threading.cpp:11: error: threading::Counter::add(int) is used here, but defined "
                  "nowhere\n"
                  "threading.cpp:12: error: threading::detail::helper(int, std::string const&) is "
                  "used here, but defined nowhere\n"
                  "threading.cpp:13: error: threading::sum(std::vector<int> const&) is used here, "
                  "but defined nowhere");
}

struct Link {
    const char* output;
    LinkError error;
};

TEST(LinkerOutput, IsReadFromBothLinkers) {
    using Kind = LinkError::Kind;
    const std::vector<Link> outputs{
        {"/usr/bin/ld: threading.cpp:(.text+0x1f): undefined reference to `f(int)'\n",
         {Kind::undefined, "f(int)", "", 0}},
        {"/usr/bin/ld: /tmp/a.o: in function `g()':\n./threading.cpp:7: undefined reference to "
         "`f'\n",
         {Kind::undefined, "f", "threading.cpp", 7}},
        {"/usr/bin/ld: b.o: in function `f()':\n./threading.cpp:5: multiple definition of `f()'; "
         "a.o:./other.cpp:3: first defined here\n",
         {Kind::duplicate, "f()", "threading.cpp", 5}},
        {"ld.lld: error: duplicate symbol: f()\n>>> defined at threading.cpp:5 "
         "(./threading.cpp:5)\n"
         ">>>            a.o:(f())\n>>> defined at other.cpp:3\n",
         {Kind::duplicate, "f()", "threading.cpp", 5}},
        {"ld.lld: error: undefined symbol: f(std::__cxx11::basic_string<char, "
         "std::char_traits<char>, std::allocator<char>>)\n>>> referenced by a.o:(g())\n",
         {Kind::undefined, "f(std::string)", "", 0}},
    };
    for (const Link& link : outputs)
        EXPECT_EQ(read_linker_output(link.output), std::vector<LinkError>{link.error})
            << link.output;
}

struct Path {
    const char* text;
    const char* shorter;
};

TEST(CompilerPaths, AreShortenedToWhatOneIncludes) {
    const std::vector<Path> paths{
        {"/usr/lib/gcc/x86_64-linux-gnu/12/../../../../include/c++/12/bits/std_thread.h",
         "<bits/std_thread.h>"},
        {"/usr/include/x86_64-linux-gnu/c++/12/bits/gthr-default.h", "<bits/gthr-default.h>"},
        {"/usr/include/pthread.h", "<pthread.h>"},
        {"/usr/include/x86_64-linux-gnu/bits/types.h", "<bits/types.h>"},
        {"/usr/lib/llvm-19/lib/clang/19/include/stddef.h", "<stddef.h>"},
        {"(lambda at /tmp/box/threading.cpp:9:17)", "(lambda at threading.cpp:9:17)"},
        {"a / b", "a / b"},
        {"comment '/* */'", "comment '/* */'"},
        {"1/2/3", "1/2/3"},
        {"/", "/"},
        {"", ""},
    };
    for (const Path& path : paths)
        EXPECT_EQ(without_paths(path.text), path.shorter);
}

TEST(CompileErrorText, FallsBackOnTheOutputItself) {
    const CompileErrors errors = read_compile_errors(
        "clang++-19: error: unable to execute command: Killed\n\n/usr/bin/ld: cannot find -lfoo\n"
        "clang++-19: error: linker command failed with exit code 1\n",
        "threading.cpp");
    EXPECT_EQ(errors.at, "");
    EXPECT_EQ(errors.message,
              "clang++-19: error: unable to execute command: Killed\nld: cannot find -lfoo");
    EXPECT_EQ(read_compile_errors("", "threading.cpp").message, "");
}

TEST(CompileErrorText, IsCutWhateverIsLong) {
    const std::string wide(5000, 'x');
    for (const std::string& output :
         {wide, "threading.cpp:1:1: error: " + wide, wide + ".cpp:1:1: error: no",
          "threading.cpp:1:1: error: no\n   int x;\n   " + wide + "\n"}) {
        EXPECT_LT(read_compile_errors(output, "threading.cpp").message.size(), 700U)
            << output.substr(0, 50);
    }
}

TEST(CompileErrorText, TakesNoNumberForALineThatCannotBeOne) {
    const std::string included = "In file included from threading.cpp:99999999999999999999:\n";
    EXPECT_EQ(read_compile_errors(included + "x.hpp:1:1: error: no", "threading.cpp").at, "");
}

TEST(LinkerOutput, NamesASymbolOnceAndWithoutItsAllocators) {
    const std::string line = "ld.lld: error: undefined symbol: f(std::vector<int, "
                             "std::allocator<int> >, A<B<int> >)\n";
    const auto errors = read_linker_output(line + line);
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors[0].symbol, "f(std::vector<int>, A<B<int>>)");
}

TEST(CompileErrorText, SurvivesAnyDamage) {
    std::srand(1);
    for (const char* test : {"template_error", "undefined_reference", "long_line", "garbage"}) {
        const std::string whole = text_of(data / "clang-19" / (std::string(test) + ".txt"));
        for (int round = 0; round < 300; ++round) {
            std::string damaged = whole;
            for (int i = 0; i < 20; ++i) {
                const std::size_t at = static_cast<std::size_t>(std::rand()) % damaged.size();
                if (i % 2 == 0)
                    damaged[at] = static_cast<char>(std::rand());
                else
                    damaged.erase(at, static_cast<std::size_t>(std::rand()) % 40);
            }
            const std::string message = read_compile_errors(damaged, "threading.cpp").message;
            EXPECT_LT(std::count(message.begin(), message.end(), '\n'), 20);
        }
    }
}

} // namespace
