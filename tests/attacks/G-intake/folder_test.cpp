// A folder that others have filled: what of it is read, and what is not even opened.

#include "batch/assign.hpp"
#include "taken.hpp"
#include "temp_folder.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;
namespace batch = threadlab::batch;
using namespace threadlab::testing;

const std::string bob = "bob/threading.cpp";

// A class of three: the one in the middle is made by the test.
class FolderOfAClass : public ::testing::Test {
protected:
    FolderOfAClass() {
        folder_.write("ann/threading.cpp", "int ann;\n");
        folder_.write("zoe/threading.cpp", "int zoe;\n");
        fs::create_directory(folder_.path() / "bob");
    }

    fs::path at(const std::string& name) const { return folder_.path() / name; }

    void expect(const Words& told, bool bob_is_taken = false,
                const batch::Bounds& bounds = batch::Bounds{}) const {
        const batch::Intake intake = take_in(folder_.path(), bounds);
        Words names{"ann/threading.cpp", "zoe/threading.cpp"};
        if (bob_is_taken)
            names.insert(names.begin() + 1, bob);
        ASSERT_EQ(names_of(intake.files), names);
        EXPECT_EQ(lines_of(intake.remarks), told);
        EXPECT_EQ(intake.files.front().text, "int ann;\n");
        EXPECT_EQ(intake.files.back().text, "int zoe;\n");
    }

    TempFolder folder_;
};

TEST_F(FolderOfAClass, IsReadInTheOrderOfNames) {
    folder_.write(bob, "int bob;\n");
    expect({}, true);
}

TEST_F(FolderOfAClass, HasNoLinkFollowedToAFile) {
    fs::create_symlink("/etc/passwd", at(bob));
    expect({bob + ": refused: it is a symbolic link; send the file itself"});
}

TEST_F(FolderOfAClass, HasNoLinkFollowedToAFolder) {
    fs::remove(at("bob"));
    fs::create_directory_symlink(at("ann"), at("bob"));
    expect({"bob: refused: it is a symbolic link; send the file itself"});
}

TEST_F(FolderOfAClass, HasNoHardLinkReadAsItMayBeSomebodyElsesFile) {
    const TempFolder elsewhere;
    fs::create_hard_link(elsewhere.write("secret", "int secret;\n"), at(bob));
    expect({bob + ": refused: it is a hard link, a second name of another file; send a copy"});
}

// To open a FIFO for reading would wait for ever.
TEST_F(FolderOfAClass, HasNoFifoOpened) {
    ASSERT_EQ(mkfifo(at(bob).c_str(), 0644), 0);
    expect({bob + ": refused: it is a FIFO, a device or a socket; send a file"});
}

TEST_F(FolderOfAClass, HasNoSocketOpened) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = at(bob).string();
    ASSERT_LT(path.size(), sizeof address.sun_path);
    path.copy(address.sun_path, path.size());
    const int server = socket(AF_UNIX, SOCK_STREAM, 0);
    ASSERT_EQ(bind(server, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    close(server);
    expect({bob + ": refused: it is a FIFO, a device or a socket; send a file"});
}

TEST_F(FolderOfAClass, HasNoDeviceOpened) {
    // Endless zeros.
    if (mknod(at(bob).c_str(), S_IFCHR | 0644, makedev(1, 5)) != 0)
        GTEST_SKIP() << "only root may make a device";
    expect({bob + ": refused: it is a FIFO, a device or a socket; send a file"});
}

TEST_F(FolderOfAClass, LosesSetuidBitsAndSaysSo) {
    folder_.write(bob, "int bob;\n");
    ASSERT_EQ(chmod(at(bob).c_str(), 04755), 0);
    expect({bob + ": noted: its setuid, setgid or sticky bit is left out"}, true);
}

TEST_F(FolderOfAClass, HasNoLargeFileReadWhole) {
    folder_.write(bob, "");
    // A terabyte, none of it on the disk.
    ASSERT_EQ(truncate(at(bob).c_str(), off_t{1} << 40), 0);
    expect({bob + ": refused: it is larger than 1048576 bytes; no answer is"});
}

TEST_F(FolderOfAClass, TellsWhatItMayNotRead) {
    if (geteuid() == 0)
        GTEST_SKIP() << "root may read everything";
    folder_.write(bob, "int bob;\n");
    fs::permissions(at(bob), fs::perms::none);
    expect({bob + ": refused: the system does not let it be read; change its permissions"});
}

TEST_F(FolderOfAClass, IsNotFollowedDownForEver) {
    std::string name = "bob";
    for (int i = 0; i < 40; ++i)
        name += "/a";
    folder_.write(name + "/threading.cpp", "int bob;\n");
    std::string deepest = "bob";
    for (int i = 0; i < 32; ++i)
        deepest += "/a";
    expect({deepest + ": refused: it lies below too many folders; put the file further up"});
}

TEST_F(FolderOfAClass, TellsNamesThatDifferByCaseOnly) {
    folder_.write(bob, "int bob;\n");
    folder_.write("Bob/threading.cpp", "int bob;\n");
    const std::string same = " by upper case or by the form of its accents only; send one of them";
    expect({"Bob/threading.cpp: refused: its name differs from " + bob + same,
            bob + ": refused: its name differs from Bob/threading.cpp" + same});
}

TEST_F(FolderOfAClass, LeavesToolsFoldersUnread) {
    folder_.write("bob/.git/objects/00/threading.cpp", "int old;\n");
    folder_.write("bob/Makefile", "all:\n");
    expect({"bob/Makefile: ignored: it would steer a tool; the grader has settings of its own",
            "bob/.git: ignored: a tool keeps it; its 0 entries were not looked at"});
}

TEST_F(FolderOfAClass, GivesOneStudentNoMoreThanAShare) {
    for (int i = 10; i < 20; ++i)
        folder_.write("bob/" + std::to_string(i) + ".txt", "");
    batch::Bounds bounds;
    bounds.entries_each = 1;
    expect({"bob/10.txt: ignored: no exercise asks for a file of that name",
            "bob: refused: it holds 9 entries more than the 1 that are looked at; hand in the "
            "exercise's file alone"},
           false, bounds);
}

TEST_F(FolderOfAClass, MayBeNamedByALink) {
    const TempFolder elsewhere;
    fs::create_directory_symlink(folder_.path(), elsewhere.path() / "class");
    EXPECT_EQ(names_of(take_in(elsewhere.path() / "class").files),
              (Words{"ann/threading.cpp", "zoe/threading.cpp"}));
}

} // namespace
