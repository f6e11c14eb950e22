// The parts of intake by themselves: names, the unpacker's index, whose a file is.

#include "batch/assign.hpp"
#include "batch/bounds.hpp"
#include "batch/folded_name.hpp"
#include "batch/index.hpp"
#include "batch/intake.hpp"
#include "batch/names.hpp"
#include "fake_sandbox.hpp"
#include "temp_folder.hpp"

#include <gtest/gtest.h>

namespace {

using namespace threadlab::batch;
namespace sandbox = threadlab::sandbox;
using threadlab::testing::FakeSandbox;
using threadlab::testing::TempFolder;
using Words = std::vector<std::string>;

TEST(Names, AreTidied) {
    EXPECT_EQ(tidied("./a//b/./c.cpp"), "a/b/c.cpp");
    EXPECT_EQ(tidied("a/"), "a");
    EXPECT_EQ(tidied("//a"), "/a");
    EXPECT_EQ(tidied("./"), "");
    EXPECT_EQ(tidied("a/../b"), "a/../b");
}

TEST(Names, AreMadeSafeAndStayApart) {
    EXPECT_EQ(safe_name("Zo\xC3\xAB O'Brien_12"), "Zo\xC3\xAB O%27Brien_12");
    EXPECT_EQ(safe_name("-rf"), "%2Drf");
    EXPECT_EQ(safe_name("@file"), "%40file");
    EXPECT_EQ(safe_name(".."), "%2E%2E");
    EXPECT_EQ(safe_name("a/b"), "a%2Fb");
    EXPECT_EQ(safe_name("a%2Fb"), "a%252Fb");
    EXPECT_EQ(safe_name("a. "), "a.%20");
    EXPECT_EQ(safe_name("=1+1"), "%3D1+1");
}

TEST(Names, ComeBackFromPercentSigns) {
    std::string all;
    for (int byte = 0; byte < 256; ++byte)
        all += static_cast<char>(byte);
    EXPECT_EQ(percent_decoded(percent_encoded(all)), all);
    for (const char* wrong : {"%", "%4", "%4g", "%41", "a b", "\xC3\xAB", "%0a"})
        EXPECT_FALSE(percent_decoded(wrong)) << wrong;
}

TEST(Names, ThatSomeSystemsTakeForOneAreFoldedTogether) {
    EXPECT_EQ(folded_name("Zo\xC3\xAB"), folded_name("zoe\xCC\x88"));
    EXPECT_EQ(folded_name("STRASSE"), folded_name("stra\xC3\x9F"
                                                  "e"));
    EXPECT_NE(folded_name("zoe"), folded_name("zo\xC3\xAB"));
}

TEST(BoundsAsWords, ComeBack) {
    Bounds bounds;
    bounds.entries = 7;
    bounds.depth = 3;
    EXPECT_EQ(from_words(to_words(bounds)), bounds);
    EXPECT_FALSE(from_words({"1", "2"}));
}

TEST(Index, ComesBack) {
    const std::string index = index_line(EntryKind::file, true, 5, "zo\xC3\xAB/a b.cpp") +
                              index_line(EntryKind::symbolic_link, false, 0, "-") +
                              index_line(EntryKind::folder, false, 0, "") +
                              index_line(EntryKind::file, false, 2, "b.cpp") +
                              index_line(EntryKind::folded, false, 12, ".git") + end_line(End::all);
    const auto listing = read_index(index, "12345ab", Bounds{});
    ASSERT_TRUE(listing);
    EXPECT_EQ(listing->end, End::all);
    ASSERT_EQ(listing->entries.size(), 5U);
    EXPECT_EQ(listing->entries[0].name, "zo\xC3\xAB/a b.cpp");
    EXPECT_EQ(listing->entries[0].text, "12345");
    EXPECT_TRUE(listing->entries[0].special_bits);
    EXPECT_EQ(tidied(listing->entries[1].name), "-");
    EXPECT_EQ(listing->entries[1].kind, EntryKind::symbolic_link);
    EXPECT_EQ(listing->entries[2].name, "");
    EXPECT_EQ(listing->entries[3].text, "ab");
    EXPECT_EQ(listing->entries[4].count, 12);
}

TEST(Index, IsNotBelievedWhereItIsNotExact) {
    struct Wrong {
        const char* name;
        std::string index;
        std::string contents;
    };
    for (const Wrong& wrong : {
             Wrong{"nothing", "", ""},
             Wrong{"no end", "file 0 1 a\n", "x"},
             Wrong{"an unfinished line", "end all", ""},
             Wrong{"lines after the end", "end all\nfile 0 1 a\n", "x"},
             Wrong{"two ends", "end all\nend all\n", ""},
             Wrong{"an unknown end", "end well\n", ""},
             Wrong{"an unknown kind", "door 0 0 a\nend all\n", ""},
             Wrong{"more contents than files", "file 0 1 a\nend all\n", "xy"},
             Wrong{"fewer contents than files", "file 0 2 a\nend all\n", "x"},
             Wrong{"a file larger than one may be", "file 0 9 a\nend all\n", "123456789"},
             Wrong{"a negative size", "file 0 -1 a\nend all\n", ""},
             Wrong{"zero with a sign", "file 0 -0 a\nend all\n", ""},
             Wrong{"a size beyond all numbers", "file 0 99999999999999999999 a\nend all\n", ""},
             Wrong{"a size with a zero before it", "file 0 01 a\nend all\n", "x"},
             Wrong{"other bits", "file 2 1 a\nend all\n", "x"},
             Wrong{"no name", "file 0 1 \nend all\n", "x"},
             Wrong{"a name that is not encoded", "file 0 1 a\x1b\nend all\n", "x"},
             Wrong{"a field too many", "file 0 1 a b\nend all\n", "x"},
             Wrong{"more entries than there may be",
                   "folder 0 0 a\nfolder 0 0 b\nfolder 0 0 "
                   "c\nend all\n",
                   ""},
         }) {
        Bounds bounds;
        bounds.file_bytes = 8;
        bounds.entries = 2;
        EXPECT_FALSE(read_index(wrong.index, wrong.contents, bounds)) << wrong.name;
    }
}

const std::vector<Wanted> course{{"01-threading", "threading.cpp"},
                                 {"03-race-fix", "race_fix.cpp"}};

TEST(FoldersOfAClass, TellStudentAndExercise) {
    struct Case {
        const char* name;
        PlaceOrWhy place;
    };
    for (const Case& test : {
             Case{"ann/threading.cpp", Place{"ann", "01-threading"}},
             Case{"ann/03-race-fix/race_fix.cpp", Place{"ann", "03-race-fix"}},
             Case{"ann/3/race_fix.cpp", Place{"ann", "03-race-fix"}},
             Case{"ann/race-fix/race_fix.cpp", Place{"ann", "03-race-fix"}},
             Case{"O'Brien, Zo\xC3\xAB/race_fix.cpp", Place{"O'Brien, Zo\xC3\xAB", "03-race-fix"}},
             Case{"ann/03/threading.cpp",
                  "its folder is that of 03-race-fix, whose file is race_fix.cpp"},
             Case{"ann/old/threading.cpp",
                  "it belongs into the student's folder, or into 01-threading there"},
             Case{"ann/01/old/threading.cpp",
                  "it belongs into the student's folder, or into 01-threading there"},
             Case{"threading.cpp", "it lies in no student's folder; put it into one"},
             Case{"ann/other.cpp", "no exercise asks for a file of that name"},
         })
        EXPECT_EQ(place_by_folders(test.name, course), test.place) << test.name;
}

Words lines_of(const std::vector<Remark>& remarks) {
    Words lines;
    for (const Remark& remark : remarks)
        lines.push_back(to_string(remark));
    return lines;
}

// What comes of an archive whose unpacker ends like this, having said `index`.
IntakeResult unpacked(const sandbox::Ending& ending, const std::string& index) {
    const TempFolder folder;
    FakeSandbox box([&](const sandbox::Command&) {
        sandbox::Outcome outcome;
        outcome.ending = ending;
        outcome.output = "int a;";
        outcome.report = index;
        return outcome;
    });
    return take_in(folder.write("a.zip", "PK"), {"a.cpp"}, Bounds{}, {box, "/unpacker"});
}

TEST(Unpacker, IsBelievedOnlyIfItEndsWellAndSaysItExactly) {
    const std::string index = "file 0 6 a.cpp\nend all\n";
    EXPECT_EQ(std::get<Intake>(unpacked(sandbox::Exited{0}, index)).files.size(), 1U);
    const std::string failed = "refused: the program that unpacks it failed on it; pack it anew";
    struct Case {
        sandbox::Ending ending;
        std::string index;
        std::string told;
    };
    using sandbox::Limit;
    using sandbox::LimitReached;
    for (const Case& test : {
             Case{sandbox::Exited{1}, index, failed},
             Case{sandbox::Signalled{11}, index, failed},
             Case{sandbox::Exited{0}, "", failed},
             Case{sandbox::Exited{0}, index + "more", failed},
             Case{LimitReached{Limit::cpu}, index,
                  "refused: to unpack it takes more time than it may"},
             Case{LimitReached{Limit::memory}, index,
                  "refused: to unpack it takes more memory than it may"},
             Case{LimitReached{Limit::output}, index, "refused: it holds more than it may"},
         }) {
        const auto intake = std::get<Intake>(unpacked(test.ending, test.index));
        EXPECT_TRUE(intake.files.empty()) << test.told;
        EXPECT_EQ(lines_of(intake.remarks), Words{test.told});
    }
}

TEST(Unpacker, ThatTheMachineFailedIsNoFaultOfTheArchive) {
    EXPECT_TRUE(std::holds_alternative<sandbox::MachineFault>(
        unpacked(sandbox::MachineFault{"no memory"}, "")));
    EXPECT_TRUE(std::holds_alternative<sandbox::MachineFault>(unpacked(sandbox::Starved{}, "")));
}

TEST(SingleFile, IsTakenInByItsName) {
    const TempFolder folder;
    FakeSandbox box([](const sandbox::Command&) -> sandbox::Outcome {
        throw std::logic_error("there is nothing to unpack");
    });
    const auto intake_of = [&](const std::string& name) {
        return std::get<Intake>(
            take_in(folder.write(name, "int a;\n"), {"a.cpp"}, Bounds{}, {box, "/unpacker"}));
    };
    ASSERT_EQ(intake_of("a.cpp").files.size(), 1U);
    EXPECT_EQ(intake_of("a.cpp").files[0].text, "int a;\n");
    EXPECT_EQ(lines_of(intake_of("b.cpp").remarks),
              Words{"b.cpp: ignored: no exercise asks for a file of that name"});
}

TEST(SeveralFilesForOneExercise, LeaveTheOneFurthestUp) {
    const Intake intake{{{"lab/old/threading.cpp", "1"}, {"lab/threading.cpp", "2"}}, {}};
    const Assigned assigned = assign(intake, course, place_of_one_student);
    ASSERT_EQ(assigned.files.size(), 1U);
    EXPECT_EQ(assigned.files[0].file.text, "2");
    EXPECT_EQ(assigned.files[0].place, (Place{"", "01-threading"}));
    EXPECT_EQ(
        lines_of(assigned.remarks),
        Words{"lab/old/threading.cpp: ignored: lab/threading.cpp is taken, which lies further "
              "up"});
}

TEST(SeveralFilesForOneExercise, AreAllRefusedWhereNoneLiesFurtherUp) {
    const Intake intake{{{"a/threading.cpp", "1"}, {"b/threading.cpp", "2"}, {"race_fix.cpp", "3"}},
                        {}};
    const Assigned assigned = assign(intake, course, place_of_one_student);
    ASSERT_EQ(assigned.files.size(), 1U);
    EXPECT_EQ(assigned.files[0].file.text, "3");
    const std::string why = ": refused: several files are for 01-threading (a/threading.cpp, "
                            "b/threading.cpp); send one";
    EXPECT_EQ(lines_of(assigned.remarks),
              (Words{"a/threading.cpp" + why, "b/threading.cpp" + why}));
}

TEST(Files, OfAClassKeepTheirOrderAndTheirStudents) {
    const Intake intake{{{"zoe/race_fix.cpp", "1"}, {"ann/threading.cpp", "2"}, {"stray.cpp", "3"}},
                        {{Fate::ignored, "zoe/Makefile", "why"}}};
    const Assigned assigned = assign(intake, course, place_by_folders);
    ASSERT_EQ(assigned.files.size(), 2U);
    EXPECT_EQ(assigned.files[0].place, (Place{"zoe", "03-race-fix"}));
    EXPECT_EQ(assigned.files[1].place, (Place{"ann", "01-threading"}));
    EXPECT_EQ(lines_of(assigned.remarks),
              (Words{"zoe/Makefile: ignored: why",
                     "stray.cpp: refused: no exercise asks for a file of that name"}));
}

} // namespace
