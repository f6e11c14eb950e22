// threadlab check on what students hand in: an archive, a folder, a file.

#include "archive_writer.hpp"
#include "program.hpp"
#include "temp_folder.hpp"

#include <gtest/gtest.h>

namespace {

using namespace threadlab::testing;
using threadlab::scorecard::Flag;
using threadlab::scorecard::Scorecard;
using threadlab::scorecard::SubmissionStatus;

class HandedIn : public ::testing::Test {
protected:
    HandedIn() { course_.run_natively(); }

    ProgramRun check(const fs::path& submission) const {
        ProgramRun run = Program().run({"check", "01", "--submission", submission.string(), "--out",
                                        course_.out().string(), "--check", "threaded-in-order"},
                                       course_.path());
        expect_nothing_left(run);
        return run;
    }

    fs::path archive(const std::string& name, const std::string& text) const {
        const fs::path path = folder_.path() / "answer.zip";
        ArchiveWriter to(path);
        to.file(name, text).close();
        return path;
    }

    // But for what is true of one run only.
    Scorecard card() const {
        Scorecard read = course_.card();
        read.run = {};
        return read;
    }

    StudentsCourse course_;
    TempFolder folder_;
};

const std::string& reference() {
    static const std::string text = read_text(repository / "solutions/01-threading/threading.cpp");
    return text;
}

TEST_F(HandedIn, AsAnArchiveGetsTheScorecardOfTheFileInIt) {
    const ProgramRun plain = check(folder_.write("threading.cpp", reference()));
    ASSERT_EQ(plain.status, 0) << plain.output << plain.error;
    const Scorecard expected = card();
    const ProgramRun run = check(archive("my lab/threading.cpp", reference()));
    EXPECT_EQ(run.status, 0) << run.error;
    EXPECT_EQ(card(), expected);
}

TEST_F(HandedIn, AsAFolderIsFoundFurtherDown) {
    folder_.write("my lab/threading.cpp", reference());
    fs::create_symlink("/etc/passwd", folder_.path() / "my lab/notes.txt");
    const ProgramRun run = check(folder_.path());
    EXPECT_EQ(run.status, 0) << run.error;
    EXPECT_NE(run.error.find("my lab/notes.txt: refused: it is a symbolic link"), std::string::npos)
        << run.error;
}

// One's own folder is one's own.
TEST_F(HandedIn, AsOnesOwnFolderMayHoldALinkToTheFile) {
    const fs::path elsewhere = folder_.write("elsewhere/answer.cpp", reference());
    fs::create_directory(folder_.path() / "mine");
    fs::create_symlink(elsewhere, folder_.path() / "mine/threading.cpp");
    const ProgramRun run = check(folder_.path() / "mine");
    EXPECT_EQ(run.status, 0) << run.error;
    EXPECT_EQ(run.error.find("refused"), std::string::npos) << run.error;
}

TEST_F(HandedIn, WithAByteOrderMarkIsGradedAsItIs) {
    const ProgramRun run = check(archive("threading.cpp", "\xEF\xBB\xBF" + reference()));
    EXPECT_EQ(run.status, 0) << run.error;
    EXPECT_EQ(card().status, SubmissionStatus::graded);
}

TEST_F(HandedIn, WithTextThatTurnsItsDirectionIsGradedAndFlagged) {
    const ProgramRun run =
        check(archive("threading.cpp", "// \xE2\x80\xAE\n\n// \xE2\x81\xA6\n" + reference()));
    EXPECT_EQ(run.status, 0) << run.error;
    const std::string says = "characters that turn the direction of text (U+202E) stand here: an "
                             "editor may show other code than the compiler reads";
    const Scorecard graded = card();
    ASSERT_EQ(graded.flags.size(), 2U);
    EXPECT_EQ(graded.flags[0], (Flag{says, "threading.cpp:1"}));
    EXPECT_EQ(graded.flags[1].at, "threading.cpp:3");
    EXPECT_NE(run.output.find("Flagged: threading.cpp:1: characters that turn"), std::string::npos)
        << run.output;
}

TEST_F(HandedIn, WithANulByteDoesNotBuild) {
    const ProgramRun run = check(archive("threading.cpp", std::string("int a;\n\0", 8)));
    EXPECT_EQ(run.status, 1);
    EXPECT_NE(run.error.find("answer.zip: threading.cpp: noted: it holds a NUL byte"),
              std::string::npos)
        << run.error;
    const Scorecard graded = card();
    EXPECT_EQ(graded.status, SubmissionStatus::does_not_build);
    EXPECT_EQ(graded.verdict.value().at, "threading.cpp:2");
}

TEST_F(HandedIn, AsAFolderWithoutTheFileIsToldAsSuch) {
    folder_.write("notes.txt", "");
    const ProgramRun run = check(folder_.path());
    EXPECT_EQ(run.status, 2);
    EXPECT_EQ(run.error, folder_.path().string() +
                             ": notes.txt: ignored: no exercise asks for a file of that name\n" +
                             folder_.path().string() +
                             " holds no threading.cpp that can be graded\n");
}

} // namespace
