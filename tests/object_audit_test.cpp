// What a shared object must not hold, with objects of the machine's own compiler.

#include "build/object_audit.hpp"
#include "build/submission.hpp"
#include "real_toolchain.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>
#include <vector>

namespace {

using namespace threadlab;
using threadlab::testing::RealToolchain;
using threadlab::testing::TempFolder;
using Classes = std::vector<std::string>;

class ObjectAudit : public ::testing::Test {
protected:
    void SetUp() override {
        if (!real_.toolchain)
            GTEST_SKIP() << "this machine has no clang";
    }

    std::string fault(const std::string& source, const Classes& allow = {"threads"}) {
        const TempFolder folder;
        const auto found = build::audit_object(real_.shared_object(folder, source), allow,
                                               build::Instrumented::no);
        return found ? found->word + ": " + found->message : "";
    }

    // What becomes of a whole submission whose header promises habit().
    build::BuildResult built(const std::string& text, const Classes& allow) {
        const TempFolder folder;
        build::Kit kit;
        kit.header = folder.write("x.hpp", "#pragma once\nint habit(int);\n");
        kit.required = {"_Z5habiti"};
        return build_submission({"x.cpp", text}, kit, *real_.toolchain,
                                {.explored = true, .allow = allow}, folder.path(), *real_.box);
    }

    RealToolchain real_;
};

TEST_F(ObjectAudit, NamesTheFunctionThatIsNotAllowed) {
    for (const auto& [source, word] : std::vector<std::pair<std::string, std::string>>{
             {"#include <cstdlib>\nvoid f() { exit(0); }", "exit"},
             {"#include <cstdlib>\nauto* f = &_Exit;", "_Exit"},
             {"#include <unistd.h>\nint f() { return fork(); }", "fork"},
             {"#include <csignal>\nvoid f() { signal(11, nullptr); }", "signal"},
             {"#include <csetjmp>\nvoid f(jmp_buf b) { longjmp(b, 1); }", "longjmp"},
             {"#include <cstdlib>\nvoid f() { setenv(\"A\", \"b\", 1); }", "setenv"},
             {"#include <threads.h>\nint f(thrd_t t) { return thrd_join(t, nullptr); }",
              "thrd_join"},
             {"extern \"C\" __attribute__((weak)) void _exit(int); void* f() { return "
              "reinterpret_cast<void*>(&_exit); }",
              "_exit"},
             {"#include <fstream>\nvoid f() { std::ofstream(\"a\") << 1; }", "ofstream"},
             {"#include <filesystem>\nvoid f() { std::filesystem::remove(\"a\"); }", "filesystem"},
             {"#include <exception>\nvoid f() { std::set_terminate(nullptr); }", "set_terminate"},
         }) {
        const std::string found = fault(source);
        EXPECT_TRUE(found.starts_with(word + ": ")) << source << "\n" << found;
    }
}

TEST_F(ObjectAudit, AllowsByTheClassesOfTheExercise) {
    const std::string forks = "#include <unistd.h>\nint f() { return fork(); }";
    const std::string writes = "#include <fstream>\nvoid f() { std::ofstream(\"a\") << 1; }";
    EXPECT_EQ(fault(forks, {"processes"}), "");
    EXPECT_NE(fault(forks, {"threads", "files"}), "");
    EXPECT_EQ(fault(writes, {"files"}), "");
    EXPECT_NE(fault(writes, {"threads", "processes"}), "");
}

TEST_F(ObjectAudit, RefusesDefinitionsThatTakeTheSystemsPlace) {
    for (const char* source : {
             "extern \"C\" int strcmp(const char*, const char*) { return 0; }",
             "extern \"C\" inline long write(int, const void*, unsigned long) { return 0; }\n"
             "auto* f = &write;",
             "#include <new>\nvoid* operator new(std::size_t) { return nullptr; }",
             "#include <new>\ninline void* operator new(std::size_t) { return nullptr; }\n"
             "int* f() { return new int; }",
             "#include <new>\ninline void operator delete[](void*) noexcept {}\n"
             "void f(void* p) { operator delete[](p); }",
             "int main() {}",
             "namespace testing { void f() {} }",
         })
        EXPECT_NE(fault(source), "") << source;
    for (const char* source : {
             "namespace mine { int strcmp() { return 0; } } int write2() { return 1; }",
             "#include <new>\nint* f(void* room) { return new (room) int; }",
             "#include <new>\n#include <cstdlib>\n"
             "struct Own { void* operator new(std::size_t n) { return std::malloc(n); } };\n"
             "Own* f() { return new Own; }",
         })
        EXPECT_EQ(fault(source), "") << source;
}

TEST_F(ObjectAudit, RefusesWhatRunsWhileTheProgramIsLoaded) {
    EXPECT_NE(fault("extern \"C\" { static void g() {} void (*pick())() { return g; }\n"
                    "void f() __attribute__((ifunc(\"pick\"))); }"),
              "");
    EXPECT_EQ(fault("struct S { S(); }; S::S() {} static S s;"), "");
}

TEST_F(ObjectAudit, RefusesMachineCodeThatNoCompilerMakes) {
    EXPECT_NE(fault("void f() { asm(\"syscall\"); }"), "");
    EXPECT_NE(fault("__attribute__((section(\".mine\"))) int f() { return 1; }"), "");
    EXPECT_EQ(fault("unsigned f() { return 0x80CD050F; }"), "");
}

// Ordinary habits, each of which a strict audit could take for something else.
TEST_F(ObjectAudit, LetsOrdinaryHabitsPass) {
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(TESTS_DIR) / "data/habits")) {
        std::ifstream file(entry.path());
        const std::string text((std::istreambuf_iterator<char>(file)), {});
        const build::BuildResult result = built(text, {"threads"});
        const auto* rejected = std::get_if<build::Rejected>(&result);
        const auto* broken = std::get_if<build::DoesNotBuild>(&result);
        EXPECT_EQ(rejected, nullptr)
            << entry.path() << ": " << rejected->at << ": " << rejected->message;
        EXPECT_EQ(broken, nullptr) << entry.path() << ": " << broken->message;
    }
}

TEST_F(ObjectAudit, SaysTheLine) {
    const build::BuildResult result =
        built("#include <cstdlib>\n#define LEAVE(how) how##it(0)\nint habit(int x) {\n    if (x)\n"
              "        LEAVE(ex);\n    return x;\n}\n",
              {"threads"});
    const auto* rejected = std::get_if<build::Rejected>(&result);
    ASSERT_NE(rejected, nullptr);
    EXPECT_EQ(rejected->at, "x.cpp:5");
}

TEST_F(ObjectAudit, RefusesOtherCodeForThreadSanitizer) {
    const build::BuildResult result =
        built("int habit(int x) {\n#define HAS(what) __has_feature(what##_sanitizer)\n"
              "#if HAS(thread)\n    return x;\n#else\n    return x + 1;\n#endif\n}\n",
              {"threads"});
    const auto* rejected = std::get_if<build::Rejected>(&result);
    ASSERT_NE(rejected, nullptr);
    EXPECT_EQ(rejected->at, "x.cpp:4");
}

TEST_F(ObjectAudit, LeavesInlineAssemblerToTheCompiler) {
    const build::BuildResult result =
        built("int habit(int x) { asm(\"nop\"); return x; }\n", {"threads"});
    EXPECT_TRUE(std::holds_alternative<build::DoesNotBuild>(result));
    const build::BuildResult label = built("long leave(int) asm(\"exit\");\n"
                                           "int habit(int x) { leave(0); return x; }\n",
                                           {"threads"});
    ASSERT_TRUE(std::holds_alternative<build::Rejected>(label));
    EXPECT_EQ(std::get<build::Rejected>(label).at, "x.cpp:1");
}

} // namespace
