// What a student may put into an archive: each kind of entry, among honest ones and alone.

#include "archive_writer.hpp"
#include "program.hpp"
#include "taken.hpp"
#include "temp_folder.hpp"

#include <algorithm>
#include <functional>
#include <gtest/gtest.h>
#include <iterator>
#include <ostream>
#include <string>
#include <vector>

namespace {

namespace batch = threadlab::batch;
using namespace std::string_literals;
using namespace threadlab::testing;

constexpr const char* answer = "int answer;\n";

// Entries that go between honest ones, and all that is said of them.
struct Case {
    const char* name;
    const char* archive; // .zip, .tar, ...
    std::function<void(ArchiveWriter&)> add;
    Words told;
    Words taken = {}; // names of the files among them that are taken in
};

std::ostream& operator<<(std::ostream& out, const Case& test) {
    return out << test.name;
}

auto file(const std::string& name, const std::string& text = answer, int mode = 0644) {
    return [=](ArchiveWriter& to) { to.file(name, text, mode); };
}

std::string repeated(const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i)
        all += text;
    return all;
}

const std::string header =
    "it may stand for a header; the exercise's and the library's own are used";
const std::string steers = "it would steer a tool; the grader has settings of its own";
const std::string compiled = "it is what a compiler made; only the source is taken";
const std::string leads_out =
    "refused: its name leads out of the folder (..); pack it by a name inside it";
const std::string at_root =
    "refused: its name begins at the root of the file system; pack it by a relative name";
const std::string nested =
    "refused: it is an archive in what was handed in, and not opened; hand in what it holds";
const std::string symbolic = "refused: it is a symbolic link; send the file itself";
const std::string special = "refused: it is a FIFO, a device or a socket; send a file";

const Case cases[] = {
    // where it would go
    {"up_and_out", ".zip", file("../threading.cpp"), {"../threading.cpp: " + leads_out}},
    {"up_in_the_middle",
     ".tar",
     file("bob/../../threading.cpp"),
     {"bob/../../threading.cpp: " + leads_out}},
    {"absolute_path", ".tar", file("/tmp/threading.cpp"), {"/tmp/threading.cpp: " + at_root}},
    {"drive_letter", ".zip", file("C:/threading.cpp"), {"C:/threading.cpp: " + at_root}},
    {"backslashes",
     ".tar",
     file("bob\\..\\threading.cpp"),
     {"bob\\..\\threading.cpp: refused: its name holds a backslash; rename it, with / between "
      "folders"}},
    {"dots_and_slashes_that_mean_nothing",
     ".tar",
     file(".//bob/.//threading.cpp"),
     {},
     {"bob/threading.cpp"}},
    // what it is
    {"symbolic_link",
     ".tar",
     [](ArchiveWriter& to) { to.symbolic_link("bob/threading.cpp", "/etc/passwd"); },
     {"bob/threading.cpp: " + symbolic}},
    {"symbolic_link_in_a_zip",
     ".zip",
     [](ArchiveWriter& to) { to.symbolic_link("bob/threading.cpp", "/etc/passwd"); },
     {"bob/threading.cpp: " + symbolic}},
    {"symbolic_link_as_a_folder",
     ".tar",
     [](ArchiveWriter& to) { to.symbolic_link("bob", "/etc").file("bob/threading.cpp", answer); },
     {"bob: " + symbolic},
     {"bob/threading.cpp"}},
    {"hard_link",
     ".tar",
     [](ArchiveWriter& to) { to.hard_link("bob/threading.cpp", "ann/threading.cpp"); },
     {"bob/threading.cpp: refused: it is a hard link, a second name of another file; send a "
      "copy"}},
    {"fifo",
     ".tar",
     [](ArchiveWriter& to) { to.fifo("bob/threading.cpp"); },
     {"bob/threading.cpp: " + special}},
    {"device",
     ".tar",
     [](ArchiveWriter& to) { to.device("bob/threading.cpp"); },
     {"bob/threading.cpp: " + special}},
    {"setuid_bit",
     ".tar",
     file("bob/threading.cpp", answer, 04755),
     {"bob/threading.cpp: noted: its setuid, setgid or sticky bit is left out"},
     {"bob/threading.cpp"}},
    {"encrypted_file",
     ".zip:encryption=zipcrypt",
     file("bob/threading.cpp"),
     {"bob/threading.cpp: refused: it is encrypted; pack it without a password"}},
    {"folders_alone", ".tar", [](ArchiveWriter& to) { to.folder("./").folder("bob/"); }, {}},
    // names
    {"differs_by_case",
     ".zip",
     [](ArchiveWriter& to) {
         to.file("bob/threading.cpp", answer).file("Bob/threading.cpp", answer);
     },
     {"bob/threading.cpp: refused: its name differs from Bob/threading.cpp by upper case or by the "
      "form of its accents only; send one of them",
      "Bob/threading.cpp: refused: its name differs from bob/threading.cpp by upper case or by the "
      "form of its accents only; send one of them"}},
    {"differs_by_normalisation_form",
     ".tar",
     [](ArchiveWriter& to) {
         to.file("Zo\xC3\xAB/threading.cpp", answer).file("Zoe\xCC\x88/threading.cpp", answer);
     },
     {"Zo\xC3\xAB/threading.cpp: refused: its name differs from Zoe\xCC\x88/threading.cpp by upper "
      "case or by the form of its accents only; send one of them",
      "Zoe\xCC\x88/threading.cpp: refused: its name differs from Zo\xC3\xAB/threading.cpp by upper "
      "case or by the form of its accents only; send one of them"}},
    {"twice",
     ".tar",
     [](ArchiveWriter& to) {
         to.file("bob/threading.cpp", answer).file("bob/./threading.cpp", "int other;\n");
     },
     {"bob/threading.cpp: refused: it is there 2 times; send it once",
      "bob/threading.cpp: refused: it is there 2 times; send it once"}},
    {"other_case_than_the_exercise_s",
     ".zip",
     file("bob/Threading.CPP"),
     {"bob/Threading.CPP: refused: the exercise's file is called threading.cpp; rename it"}},
    {"newline",
     ".tar",
     file("bob\nann/threading.cpp"),
     {"bob\\nann/threading.cpp: refused: its name holds \\n, which does not show; rename it"}},
    {"terminal_escape",
     ".tar",
     file("\x1b[2Jbob/threading.cpp"),
     {"\\x1b[2Jbob/threading.cpp: refused: its name holds \\x1b, which does not show; rename it"}},
    {"direction_override",
     ".tar",
     file("bob\xE2\x80\xAE/threading.cpp"),
     {"bob\\u202e/threading.cpp: refused: its name holds \\u202e, which does not show; rename it"}},
    {"not_utf8",
     ".tar",
     file("caf\xE9/threading.cpp"),
     {"caf\\xe9/threading.cpp: refused: its name is not UTF-8; rename it"}},
    {"leading_minus", ".tar", file("-rf/threading.cpp"), {}, {"-rf/threading.cpp"}},
    {"leading_at", ".tar", file("@argfile/threading.cpp"), {}, {"@argfile/threading.cpp"}},
    {"quotes_and_shell_marks",
     ".tar",
     file("O'Brien \"$(reboot)\";`/threading.cpp"),
     {},
     {"O'Brien \"$(reboot)\";`/threading.cpp"}},
    {"four_kilobytes",
     ".tar",
     file(repeated("a/", 2042) + "threading.cpp"),
     {repeated("a/", 100) + "...: refused: its name has more than 1024 bytes; give it a shorter "
                            "one"}},
    {"long_part",
     ".tar",
     file(repeated("b", 300) + "/threading.cpp"),
     {repeated("b", 200) + "...: refused: a part of its name is longer than 255 bytes; give it a "
                           "shorter one"}},
    {"many_folders",
     ".tar",
     file(repeated("a/", 400) + "threading.cpp"),
     {},
     {repeated("a/", 400) + "threading.cpp"}},
    // what nobody asked for
    {"tool_settings",
     ".zip",
     [](ArchiveWriter& to) {
         for (const char* name :
              {"Makefile", "CMakeLists.txt", ".clang-tidy", "a.cmake", "compile_commands.json"})
             to.file("bob/"s + name, "x");
     },
     {"bob/Makefile: ignored: " + steers, "bob/CMakeLists.txt: ignored: " + steers,
      "bob/.clang-tidy: ignored: " + steers, "bob/a.cmake: ignored: " + steers,
      "bob/compile_commands.json: ignored: " + steers}},
    {"objects_and_libraries",
     ".zip",
     [](ArchiveWriter& to) {
         for (const char* name : {"threading.o", "lib.a", "lib.so.1", "threading.hpp.pch"})
             to.file("bob/"s + name, "\x7f"
                                     "ELF");
     },
     {"bob/threading.o: ignored: " + compiled, "bob/lib.a: ignored: " + compiled,
      "bob/lib.so.1: ignored: " + compiled, "bob/threading.hpp.pch: ignored: " + compiled}},
    {"fake_headers",
     ".zip",
     [](ArchiveWriter& to) {
         for (const char* name : {"gtest/gtest.h", "thread", "threading.hpp"})
             to.file("bob/"s + name, "#define EXPECT_EQ(a, b)");
     },
     {"bob/gtest/gtest.h: ignored: " + header, "bob/thread: ignored: " + header,
      "bob/threading.hpp: ignored: " + header}},
    {"tools_folders",
     ".tar.gz",
     [](ArchiveWriter& to) {
         to.folder("bob/.git/").file("bob/.git/config", "x").file("bob/.git/hooks/post", "x");
         to.file("__MACOSX/bob/._threading.cpp", "x").file("bob/build/threading.cpp", answer);
     },
     {"__MACOSX: ignored: a tool keeps it; its 1 entries were not looked at",
      "bob/.git: ignored: a tool keeps it; its 2 entries were not looked at",
      "bob/build: ignored: a tool keeps it; its 1 entries were not looked at"}},
    {"other_sources",
     ".zip",
     file("bob/main.cpp"),
     {"bob/main.cpp: ignored: no exercise asks for a file of that name"}},
    {"nested_archive", ".zip", file("bob/answer.zip", "PK"), {"bob/answer.zip: " + nested}},
    {"nested_tarball", ".tar", file("bob/answer.TAR.GZ", "x"), {"bob/answer.TAR.GZ: " + nested}},
    // too much
    {"larger_than_a_megabyte",
     ".zip",
     [](ArchiveWriter& to) { to.zeros("bob/threading.cpp", 2); },
     {"bob/threading.cpp: refused: it is larger than 1048576 bytes; no answer is"}},
    {"bomb_in_a_zip",
     ".zip",
     [](ArchiveWriter& to) { to.zeros("bob/threading.cpp", 40); },
     {"bob/threading.cpp: refused: it is larger than 1048576 bytes; no answer is"}},
    {"bomb_that_nobody_needs",
     ".zip",
     [](ArchiveWriter& to) { to.zeros("bob/notes.txt", 40); },
     {"bob/notes.txt: ignored: no exercise asks for a file of that name"}},
    {"hundred_thousand_entries",
     ".zip",
     [](ArchiveWriter& to) {
         for (int i = 0; i < 100'000; ++i)
             to.file("bob/.git/" + std::to_string(i), "");
     },
     {"bob/.git: ignored: a tool keeps it; its 100000 entries were not looked at"}},
    // text
    {"no_bytes",
     ".zip",
     file("bob/threading.cpp", ""),
     {"bob/threading.cpp: noted: it is empty"},
     {"bob/threading.cpp"}},
    {"nul_byte",
     ".zip",
     file("bob/threading.cpp", "int a;\n\0"s),
     {"bob/threading.cpp: noted: it holds a NUL byte; it is no text file (line 2)"},
     {"bob/threading.cpp"}},
    {"latin_1",
     ".zip",
     file("bob/threading.cpp", "// caf\xE9\n"),
     {"bob/threading.cpp: noted: it is not UTF-8 text; save it as UTF-8 (line 1)"},
     {"bob/threading.cpp"}},
    {"byte_order_mark",
     ".zip",
     file("bob/threading.cpp", "\xEF\xBB\xBFint a;\n"),
     {},
     {"bob/threading.cpp"}},
    {"direction_override_in_the_text",
     ".zip",
     file("bob/threading.cpp", "// \xE2\x80\xAE } if (a)\n"),
     {},
     {"bob/threading.cpp"}},
};

// The archive of `test`: its entries, with `before` and `after` around them.
fs::path write(const Case& test, const TempFolder& folder, bool with_honest_ones) {
    const std::string archive = test.archive;
    const std::size_t colon = archive.find(':');
    const fs::path path = folder.path() / ("class" + archive.substr(0, colon));
    ArchiveWriter to(path, colon == std::string::npos ? nullptr : archive.c_str() + colon + 1);
    const bool all_encrypted = colon != std::string::npos;
    if (with_honest_ones && !all_encrypted)
        to.file("ann/threading.cpp", "int ann;\n");
    test.add(to);
    if (with_honest_ones && !all_encrypted)
        to.file("zoe/threading.cpp", "int zoe;\n");
    to.close();
    return path;
}

class Entry : public ::testing::TestWithParam<Case> {};

TEST_P(Entry, StopsNoHonestOneBesideIt) {
    const TempFolder folder;
    const bool all_encrypted = std::string_view(GetParam().archive).find(':') != std::string::npos;
    const batch::Intake intake = take_in(write(GetParam(), folder, true));

    Words taken = GetParam().taken;
    if (!all_encrypted) {
        taken.insert(taken.begin(), "ann/threading.cpp");
        taken.emplace_back("zoe/threading.cpp");
    }
    ASSERT_EQ(names_of(intake.files), taken);
    EXPECT_EQ(lines_of(intake.remarks), GetParam().told);
    if (!all_encrypted) {
        EXPECT_EQ(intake.files.front().text, "int ann;\n");
        EXPECT_EQ(intake.files.back().text, "int zoe;\n");
    }
}

// What is taken in is graded, which others test; here is what is not.
class EntryNotTaken : public ::testing::TestWithParam<Case> {};

TEST_P(EntryNotTaken, IsToldByNameToWhoHandsInNothingElse) {
    const TempFolder folder;
    const fs::path path = write(GetParam(), folder, false);
    const StudentsCourse course;
    const ProgramRun run = Program().run(
        {"check", "01", "--submission", path.string(), "--out", course.out().string()},
        course.path());

    EXPECT_EQ(run.status, 2) << run.error;
    for (const std::string& line : GetParam().told)
        EXPECT_NE(run.error.find(path.string() + ": " + line + "\n"), std::string::npos)
            << line << "\n"
            << run.error;
    EXPECT_NE(run.error.find(path.string() + " holds no threading.cpp that can be graded\n"),
              std::string::npos)
        << run.error;
    EXPECT_FALSE(fs::exists(course.out() / "01-threading.yaml"));
    expect_nothing_left(run);
}

std::vector<Case> not_taken() {
    std::vector<Case> some;
    std::copy_if(std::begin(cases), std::end(cases), std::back_inserter(some),
                 [](const Case& test) { return test.taken.empty(); });
    return some;
}

std::string name_of(const ::testing::TestParamInfo<Case>& test) {
    return test.param.name;
}

INSTANTIATE_TEST_SUITE_P(Intake, Entry, ::testing::ValuesIn(cases), name_of);
INSTANTIATE_TEST_SUITE_P(Intake, EntryNotTaken, ::testing::ValuesIn(not_taken()), name_of);

} // namespace
