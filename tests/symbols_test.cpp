// What a shared object defines and what it lacks.

#include "build/missing_functions.hpp"
#include "build/symbols.hpp"
#include "real_toolchain.hpp"

#include <gtest/gtest.h>

namespace {

namespace build = threadlab::build;
using threadlab::testing::RealToolchain;
using threadlab::testing::TempFolder;
using Names = std::vector<std::string>;

const char* const source = R"(
namespace lab {
int outside(int);
__attribute__((weak)) int perhaps();
int used(int x) { return outside(x) + (perhaps ? perhaps() : 0); }
int used(double) { return 1; }
static int own() { return 2; }
int (*kept)() = own;
class Worker { public: virtual void run(); void start(); };
void Worker::start() {}
}
extern "C" void plain() {}
)";

class SymbolsOfAnObject : public testing::Test {
protected:
    void SetUp() override {
        RealToolchain real;
        if (!real.toolchain)
            GTEST_SKIP() << "this machine has no clang";
        object_ = real.shared_object(folder_, source);
    }

    Names missing(const Names& required) { return build::missing_functions(required, object_); }

    std::filesystem::path object_;

private:
    TempFolder folder_;
};

TEST_F(SymbolsOfAnObject, TellWhatIsDefinedAndWhatIsLacking) {
    const build::Symbols symbols = build::read_symbols(object_);
    EXPECT_TRUE(symbols.defined.contains("_ZN3lab4usedEi"));
    EXPECT_TRUE(symbols.defined.contains("_ZN3lab4usedEd"));
    EXPECT_TRUE(symbols.defined.contains("plain"));
    EXPECT_FALSE(symbols.defined.contains("_ZN3labL3ownEv"));
    EXPECT_TRUE(symbols.undefined.contains("_ZN3lab7outsideEi"));
    EXPECT_FALSE(symbols.undefined.contains("_ZN3lab7perhapsEv")) << "it is weak";
    EXPECT_FALSE(symbols.defined.contains("_ZN3lab7outsideEi"));
}

TEST_F(SymbolsOfAnObject, AreNamedAsAStudentWould) {
    EXPECT_EQ(build::function_name("_ZNK3lab6Worker4nameB5cxx11Ev"), "lab::Worker::name");
    EXPECT_EQ(build::function_name("_ZN3lab4usedEi"), "lab::used");
    EXPECT_EQ(build::function_name("_ZN3lab6WorkerD1Ev"), "lab::Worker::~Worker");
    EXPECT_EQ(build::function_name("_ZTVN3lab6WorkerE"), "") << "its table of virtual functions";
    EXPECT_EQ(build::function_name("plain"), "plain");
}

TEST_F(SymbolsOfAnObject, NameWhatTheStudentLeftOut) {
    EXPECT_EQ(missing({}), Names{});
    EXPECT_EQ(missing({"_ZN3lab4usedEi", "_ZN3lab6Worker5startEv", "plain"}), Names{});
    EXPECT_EQ(missing({"_ZN3lab6Worker3runEv", "_ZN3lab4usedEi"}), Names{"lab::Worker::run"});
    EXPECT_EQ(missing({"not_mangled"}), Names{"not_mangled"});
}

TEST_F(SymbolsOfAnObject, NameAFunctionOnceWhateverItsParameters) {
    EXPECT_EQ(missing({"_ZN3lab4lostEi", "_ZN3lab4lostEd", "_ZN3lab5otherEv"}),
              (Names{"lab::lost", "lab::other"}));
}

TEST_F(SymbolsOfAnObject, TakeOtherParametersForAnotherFunction) {
    EXPECT_EQ(missing({"_ZN3lab4usedEc"}), Names{"lab::used"});
}

TEST_F(SymbolsOfAnObject, PassOverWhatOnlyFollowsFromAMissingFunction) {
    EXPECT_EQ(missing({"_ZTVN3lab6HelperE", "_ZTIN3lab6HelperE", "_ZTSN3lab6HelperE",
                       "_ZThn8_N3lab6Helper3runEv"}),
              Names{});
}

TEST(ReadSymbols, RefusesWhatIsNoSharedObject) {
    const TempFolder folder;
    EXPECT_THROW(build::read_symbols(folder.write("text", "no object")), std::runtime_error);
    EXPECT_THROW(build::read_symbols(folder.write("empty", "")), std::runtime_error);
    EXPECT_THROW(build::read_symbols(folder.path() / "absent"), std::runtime_error);
}

TEST(NotOfTheSystem, LeavesWhatNoLibraryHas) {
    EXPECT_EQ(build::not_of_the_system({"malloc", "_ZSt9terminatev", "_ZN3lab4usedEi"}),
              Names{"_ZN3lab4usedEi"});
}

TEST(Demangle, GivesTheNameAsItIsWritten) {
    EXPECT_EQ(build::demangle("_ZN3lab3fooEi"), "lab::foo(int)");
    EXPECT_EQ(build::demangle("_ZNK3lab6Worker8is_aliveEv"), "lab::Worker::is_alive() const");
    EXPECT_EQ(build::demangle("main"), "main");
}

TEST(Demangle, LeavesANameThatMeansMoreThanAnybodyCanRead) {
    // Each pair is one of two of the pair before: a gigabyte with 24 of them.
    std::string name = "_Z1fSt4pairIiiES_IS0_S0_E";
    for (const char digit : std::string("123456789ABCDEFGHIJK"))
        name += std::string("S_IS") + digit + "_S" + digit + "_E";
    EXPECT_EQ(build::demangle(name), name);
}

} // namespace
