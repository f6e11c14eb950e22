// What LLVM's instrumentation would leave out of a submission, found in the front end's text.

#include "build/access_audit.hpp"

#include <gtest/gtest.h>
#include <string>

namespace {

using threadlab::build::audit_accesses;

// A module with one function, of the submission's, whose body stands in line 7.
std::string module_of(const std::string& body, const std::string& file = "x.cpp",
                      const std::string& attributes = "noinline sanitize_thread uwtable") {
    return "define void @_Z3addRi(ptr noundef %0) #0 !dbg !8 {\n" + body +
           "  ret void, !dbg !9\n}\n\nattributes #0 = { " + attributes +
           " \"frame-pointer\"=\"all\" }\n"
           "!1 = !DIFile(filename: \"" +
           file +
           "\", directory: \".\")\n"
           "!8 = distinct !DISubprogram(name: \"add\", scope: !1, file: !1, line: 6, unit: !0)\n"
           "!9 = !DILocation(line: 7, column: 3, scope: !10)\n"
           "!10 = distinct !DILexicalBlock(scope: !8, file: !1, line: 6, column: 2)\n";
}

int line_of_fault(const std::string& body) {
    const auto fault = audit_accesses(module_of(body));
    return fault ? fault->line : 0;
}

TEST(AccessAudit, RefusesStoresOfSizesThatAreNotWatched) {
    struct Row {
        const char* store;
        bool watched;
    };
    for (const auto& [store, watched] : {
             Row{"i8 1, ptr %0, align 1", true},
             Row{"i1 true, ptr %0, align 1", true},
             Row{"i32 %3, ptr @global, align 4", true},
             Row{"i128 %3, ptr %0, align 16", true},
             Row{"ptr %3, ptr %0, align 8", true},
             Row{"<4 x i32> %3, ptr %0, align 16", true},
             Row{"<2 x double> %3, ptr %0, align 16", true},
             Row{"<2 x ptr> %3, ptr %0, align 16", true},
             Row{"x86_fp80* %3, x86_fp80** %0, align 8", true},
             Row{"i24* %3, i24** %0, align 8", true},
             Row{"{ i64, i64 } %3, ptr %0, align 8", true},
             Row{"half %3, ptr %0, align 2", true},
             Row{"atomic i32 %3, ptr %0 seq_cst, align 4", true},
             Row{"atomic volatile i64 %3, ptr %0 release, align 8", true},
             Row{"fp128 %3, ptr %0, align 16", true},
             Row{"<16 x half> %3, ptr %0, align 32", false},
             Row{"<2 x fp128> %3, ptr %0, align 32", false},
             Row{"{ i64, i64, i64 } %3, ptr %0, align 8", false},
             Row{"whatever %3, ptr %0, align 8", false},
             Row{"x86_fp80 %3, ptr %0, align 16", false},
             Row{"x86_fp80 %3, x86_fp80* %0, align 16", false},
             Row{"volatile x86_fp80 %3, ptr %0, align 16", false},
             Row{"x86_fp80 %3, ptr @global, align 16", false},
             Row{"i24 %3, ptr %0, align 1", false},
             Row{"i192 %3, ptr %0, align 8", false},
             Row{"<8 x i32> <i32 1, i32 2>, ptr %0, align 32", false},
             Row{"<4 x double> %3, ptr %0, align 32", false},
             Row{"<3 x i64> %3, ptr getelementptr inbounds (i8, ptr @g, i64 8), align 8", false},
         })
        EXPECT_EQ(line_of_fault("  store " + std::string(store) + ", !dbg !9\n"), watched ? 0 : 7)
            << store;
}

TEST(AccessAudit, LeavesAFunctionItsOwnStack) {
    const std::string own = "  %1 = alloca x86_fp80, align 16\n"
                            "  %2 = getelementptr inbounds [4 x x86_fp80], ptr %1, i64 0, i64 1\n"
                            "  %3 = load ptr, ptr %1, align 8\n";
    EXPECT_EQ(line_of_fault(own + "  store x86_fp80 %9, ptr %1, align 16, !dbg !9\n"), 0);
    EXPECT_EQ(line_of_fault(own + "  store x86_fp80 %9, ptr %2, align 16, !dbg !9\n"), 0);
    EXPECT_EQ(line_of_fault(own + "  store x86_fp80 %9, ptr %3, align 16, !dbg !9\n"), 7);
    EXPECT_EQ(line_of_fault("  %4 = alloca [1 x %va], align 16\n"
                            "  call void @llvm.va_copy.p0(ptr %4, ptr %0), !dbg !9\n"),
              0);
    EXPECT_EQ(line_of_fault("  %4 = alloca [1 x %va], align 16\n"
                            "  %5 = bitcast [1 x %va]* %4 to i8*, !dbg !9\n"
                            "  call void @llvm.va_copy(i8* %5, i8* %6), !dbg !9\n"),
              0);
    EXPECT_EQ(line_of_fault("  call void @llvm.va_copy.p0(ptr %0, ptr %4), !dbg !9\n"), 7);
}

TEST(AccessAudit, LeavesHeadersToThemselves) {
    const std::string store = "  store x86_fp80 %3, ptr %0, align 16, !dbg !9\n";
    EXPECT_FALSE(audit_accesses(module_of(store, "/usr/include/c++/12/complex")));
    EXPECT_TRUE(audit_accesses(module_of(store, "./x.cpp")));
    const auto other = audit_accesses(
        module_of("  store i24 %3, ptr %0, align 1, !dbg !9\n", "/usr/include/c++/12/utility"));
    ASSERT_TRUE(other) << "a type of the submission's";
    EXPECT_EQ(other->line, 0);
    EXPECT_EQ(other->function, "add");
    EXPECT_FALSE(audit_accesses(module_of("", "/usr/include/a.h", "noinline")));
}

TEST(AccessAudit, RefusesAFunctionThatIsNotInstrumented) {
    EXPECT_FALSE(audit_accesses(module_of("")));
    for (const char* attributes : {"noinline", "sanitize_address", "nosanitize_thread",
                                   "disable_sanitizer_instrumentation sanitize_thread"}) {
        const auto fault = audit_accesses(module_of("", "x.cpp", attributes));
        ASSERT_TRUE(fault) << attributes;
        EXPECT_EQ(fault->line, 6);
    }
}

TEST(AccessAudit, NamesTheFunctionThatStoresUnseen) {
    const auto fault = audit_accesses(
        module_of("  tail call void @llvm.x86.avx2.maskstore.d(ptr %0, <4 x i32> %2)\n",
                  "/usr/include/avx2intrin.h"));
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->function, "add");
    EXPECT_FALSE(audit_accesses(
        module_of("  %3 = call <4 x i32> @llvm.x86.avx2.maskload.d(ptr %0, <4 x i32> %2)\n")));
}

TEST(AccessAudit, TakesWhatHasNoPlaceForTheSubmissions) {
    EXPECT_TRUE(audit_accesses(module_of("  store x86_fp80 %3, ptr %0, align 16\n")));
}

TEST(AccessAudit, IsNotMisledByNames) {
    const std::string hidden =
        "define void @_Z3putv() #0 !dbg !18 {\n  store x86_fp80 %1, ptr @c, align 16, !dbg !19\n}\n"
        "attributes #0 = { sanitize_thread uwtable }\n"
        "!1 = !DIFile(filename: \"x.cpp\", directory: \".\")\n"
        "!2 = !DIFile(filename: \"/usr/include/a.h\", directory: \"\")\n"
        "!18 = !DISubprogram(name: \"put<S{\\22file: !2, line: 3\\22}>\", scope: !1, file: !1, "
        "line: 6)\n"
        "!19 = !DILocation(line: 7, scope: !18)\n";
    const auto fault = audit_accesses(hidden);
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->line, 7);
}

TEST(AccessAudit, LeavesWhatACallerHasMadeRoomFor) {
    const std::string start = "define void @_Z3sumv(ptr noalias sret(%struct.Sum) align 16 %0, "
                              "ptr noundef byval(%struct.Sum) align 16 %1, ptr %2) #0 !dbg !8 {\n"
                              "  %3 = getelementptr inbounds %struct.Sum, ptr %0, i32 0, i32 0\n";
    const std::string end = module_of("").substr(module_of("").find("\nattributes"));
    const auto faulty = [&](const std::string& pointer) {
        return audit_accesses(start + "  store x86_fp80 %9, ptr " + pointer +
                              ", align 16, !dbg !9\n}\n" + end)
            .has_value();
    };
    EXPECT_FALSE(faulty("%0"));
    EXPECT_FALSE(faulty("%1"));
    EXPECT_FALSE(faulty("%3"));
    EXPECT_TRUE(faulty("%2"));
}

} // namespace
