// Which compiler is found. The folders that are searched are the machine's own; what each compiler
// answers is the test's.

#include "build/toolchain.hpp"
#include "fake_sandbox.hpp"

#include <gtest/gtest.h>

namespace {

namespace sandbox = threadlab::sandbox;
using threadlab::build::find_toolchain;
using threadlab::build::NoToolchain;
using threadlab::build::Toolchain;
using threadlab::testing::always;
using threadlab::testing::ended;
using threadlab::testing::FakeSandbox;

std::size_t compilers_here() {
    FakeSandbox box(always(ended(sandbox::Exited{1})));
    find_toolchain("clang", "c++20", box);
    return box.requests().size();
}

TEST(FindToolchain, TakesTheFirstThatTellsItsVersion) {
    FakeSandbox box(always(ended(sandbox::Exited{0}, "99.1.2\n")));
    const auto found = find_toolchain("clang", "c++23", box);
    if (compilers_here() == 0)
        GTEST_SKIP() << "this machine has no clang";
    const auto& toolchain = std::get<Toolchain>(found);
    EXPECT_EQ(toolchain.version, "99.1.2");
    EXPECT_EQ(toolchain.name(), "clang 99.1.2");
    EXPECT_EQ(toolchain.standard, "c++23");
    EXPECT_TRUE(toolchain.compiler.is_absolute());
    EXPECT_EQ(toolchain.symbolizer.filename().string().rfind("llvm-symbolizer", 0), 0U);
    ASSERT_EQ(box.requests().size(), 1U);
    EXPECT_EQ(box.requests()[0].command.argv,
              (std::vector<std::string>{toolchain.compiler, "-dumpversion"}));
}

TEST(FindToolchain, PassesOverOneThatDoesNotWork) {
    if (compilers_here() < 2)
        GTEST_SKIP() << "this machine has no two compilers";
    for (const sandbox::Outcome& broken :
         {ended(sandbox::Exited{127}), ended(sandbox::Signalled{11}), ended(sandbox::Exited{0}),
          ended(sandbox::MachineFault{"no"}), ended(sandbox::Exited{0}, "no number\n"),
          ended(sandbox::Exited{0}, "13.0.1\n")}) {
        FakeSandbox box([&, first = true](const sandbox::Command&) mutable {
            return std::exchange(first, false) ? broken : ended(sandbox::Exited{0}, "14.0.6\n");
        });
        const auto found = find_toolchain("clang", "c++20", box);
        const auto* toolchain = std::get_if<Toolchain>(&found);
        ASSERT_NE(toolchain, nullptr) << broken.output;
        EXPECT_EQ(toolchain->compiler, box.requests()[1].command.argv[0]);
    }
}

TEST(FindToolchain, NamesWhatItTriedWhenNothingWorks) {
    FakeSandbox box(always(ended(sandbox::Exited{1})));
    const auto found = find_toolchain("clang", "c++20", box);
    const auto& none = std::get<NoToolchain>(found);
    EXPECT_EQ(none.why.rfind("no clang from version 14 up was found", 0), 0U) << none.why;
    EXPECT_EQ(none.mend, "sudo apt-get install clang-19 llvm-19");
    for (const auto& request : box.requests())
        EXPECT_NE(none.why.find(request.command.argv[0]), std::string::npos) << none.why;
}

TEST(FindToolchain, LooksForTheOneThatWasAskedForAlone) {
    FakeSandbox box(always(ended(sandbox::Exited{0}, "9999.0.0\n")));
    const auto found = find_toolchain("clang-9999", "c++20", box);
    const auto& none = std::get<NoToolchain>(found);
    EXPECT_EQ(none.why, "clang-9999 was not found");
    EXPECT_EQ(none.mend, "sudo apt-get install clang-9999 llvm-9999");
    EXPECT_TRUE(box.requests().empty());
}

} // namespace
