// Archives that are bad as a whole: what could be read is taken in, and the rest is told.

#include "archive_writer.hpp"
#include "program.hpp"
#include "taken.hpp"
#include "temp_folder.hpp"

#include <functional>
#include <gtest/gtest.h>
#include <ostream>
#include <string>

namespace {

namespace batch = threadlab::batch;
using namespace threadlab::testing;

const std::string ann = "int ann;\n";

// Text that no method makes much smaller.
std::string incompressible(std::size_t bytes) {
    std::string text;
    std::uint32_t state = 1;
    while (text.size() < bytes) {
        state = state * 1664525U + 1013904223U;
        text += static_cast<char>('!' + (state >> 24U) % 90U);
    }
    return text;
}

// Writes the archive; its file's bytes are then changed by `spoil`, if there is one.
struct Case {
    const char* name;
    const char* file;
    std::function<void(ArchiveWriter&)> add;
    std::function<std::string(std::string)> spoil;
    Words told;
    Words taken;
    batch::Bounds bounds = {};
};

std::ostream& operator<<(std::ostream& out, const Case& test) {
    return out << test.name;
}

void add_ann(ArchiveWriter& to) {
    to.file("ann/threading.cpp", ann);
}

void add_three(ArchiveWriter& to) {
    add_ann(to);
    to.file("bob/threading.cpp", incompressible(400'000)).file("zoe/threading.cpp", ann);
}

void add_ann_and_a_bomb(ArchiveWriter& to) {
    add_ann(to);
    to.zeros("bob/notes.txt", 64).file("zoe/threading.cpp", ann);
}

void add_many(ArchiveWriter& to, const std::string& folder, int count) {
    add_ann(to);
    for (int i = 0; i < count; ++i)
        to.file(folder + std::to_string(i) + ".txt", "");
    to.file("zoe/threading.cpp", ann);
}

std::string half(const std::string& bytes) {
    return bytes.substr(0, bytes.size() / 2);
}

std::function<std::string(std::string)> replaced_by(const std::string& bytes) {
    return [bytes](const std::string&) { return bytes; };
}

// One bit of what is stored at a third of the file.
std::string with_a_bit_flipped(std::string bytes) {
    bytes[bytes.size() / 3] ^= 1;
    return bytes;
}

batch::Bounds bounds(const std::function<void(batch::Bounds&)>& change) {
    batch::Bounds some;
    change(some);
    return some;
}

const std::string broken =
    "refused: it is damaged or cut off; what follows cannot be read: pack it anew";
const std::string unknown = "refused: it is no zip, tar, 7z or rar archive; pack it as a zip";
const std::string damaged_bob =
    "bob/threading.cpp: refused: it is damaged or cut off; pack it anew";
const std::string bob_notes = "bob/notes.txt: ignored: no exercise asks for a file of that name";
const Words ann_alone{"ann/threading.cpp"};
const Words ann_and_zoe{"ann/threading.cpp", "zoe/threading.cpp"};
const Words all_three{"ann/threading.cpp", "bob/threading.cpp", "zoe/threading.cpp"};

const Case cases[] = {
    // kinds that are read
    {"zip", "a.zip", add_three, {}, {}, all_three},
    {"tar", "a.tar", add_three, {}, {}, all_three},
    {"tar_gz", "a.tar.gz", add_three, {}, {}, all_three},
    {"tar_xz", "a.tar.xz", add_three, {}, {}, all_three},
    {"tar_zst", "a.tar.zst", add_three, {}, {}, all_three},
    {"seven_zip", "a.7z", add_three, {}, {}, all_three},
    {"zip_named_tar", "a.zip", add_three, {}, {}, all_three},
    // cut off, damaged, nothing
    {"truncated_tar", "a.tar", add_three, half, {damaged_bob, broken}, ann_alone},
    {"truncated_zip", "a.zip", add_three, half, {damaged_bob, broken}, ann_alone},
    {"truncated_gzip", "a.tar.gz", add_three, half, {damaged_bob, broken}, ann_alone},
    {"wrong_checksum", "a.zip", add_three, with_a_bit_flipped, {damaged_bob}, ann_and_zoe},
    {"no_bytes", "a.zip", add_ann, replaced_by(""), {"refused: it holds no files"}, {}},
    {"text_called_zip", "a.zip", add_ann, replaced_by("hello, world\n"), {unknown}, {}},
    {"program_called_tar",
     "a.tar",
     add_ann,
     replaced_by("\x7f"
                 "ELF\x02\x01\x01"),
     {unknown},
     {}},
    {"only_a_beginning", "a.zip", add_ann, replaced_by("PK\x03\x04"), {unknown}, {}},
    {"empty_zip", "a.zip", [](ArchiveWriter&) {}, {}, {"refused: it holds no files"}, {}},
    {"empty_tar", "a.tar", [](ArchiveWriter&) {}, {}, {"refused: it holds no files"}, {}},
    // bombs
    {"bomb_in_a_compressed_tar",
     "a.tar.gz",
     add_ann_and_a_bomb,
     {},
     {bob_notes, "refused: more than 200 times its size comes out of it; what follows was not "
                 "looked at"},
     ann_alone},
    {"bomb_in_a_tar_in_zstandard",
     "a.tar.zst",
     add_ann_and_a_bomb,
     {},
     {bob_notes, "refused: more than 200 times its size comes out of it; what follows was not "
                 "looked at"},
     ann_alone},
    {"bomb_in_a_seven_zip",
     "a.7z",
     add_ann_and_a_bomb,
     {},
     {bob_notes, "refused: more than 200 times its size comes out of it; what follows was not "
                 "looked at"},
     ann_alone},
    {"more_than_may_come_out",
     "a.tar",
     add_ann_and_a_bomb,
     {},
     {bob_notes, "refused: more than 32 MB come out of it; what follows was not looked at"},
     ann_alone,
     bounds([](batch::Bounds& to) { to.unpacked_bytes = 32 << 20; })},
    {"larger_than_an_archive_may_be",
     "a.tar",
     add_ann_and_a_bomb,
     {},
     {"refused: it is larger than 8 MB"},
     {},
     bounds([](batch::Bounds& to) { to.archive_bytes = 8 << 20; })},
    // too many
    {"hundred_thousand_files",
     "a.zip",
     [](ArchiveWriter& to) { add_many(to, "bob/", 100'000); },
     {},
     {"bob: refused: it holds 98000 entries more than the 2000 that are looked at; hand in the "
      "exercise's file alone"},
     ann_and_zoe},
    {"hundred_thousand_files_everywhere",
     "a.zip",
     [](ArchiveWriter& to) {
         add_ann(to);
         for (int i = 0; i < 100'000; ++i)
             to.file(std::to_string(i) + "/threading.h", "");
         to.file("zoe/threading.cpp", ann);
     },
     {},
     {"refused: it holds more than 50000 entries; what follows was not looked at"},
     ann_alone},
    {"more_names_than_there_is_room_for",
     "a.tar",
     [](ArchiveWriter& to) {
         add_ann(to);
         for (int i = 0; i < 8; ++i)
             to.file("bob/" + std::to_string(i) + std::string(150, 'b') + ".h", "");
         to.file("zoe/threading.cpp", ann);
     },
     {},
     {"refused: the names in it are too long altogether; what follows was not looked at"},
     ann_alone,
     bounds([](batch::Bounds& to) { to.name_bytes = 1000; })},
    {"one_student_who_fills_what_all_share",
     "a.zip",
     [](ArchiveWriter& to) {
         add_ann(to);
         for (int i = 0; i < 10; ++i)
             to.file("bob/" + std::to_string(i) + "/threading.cpp", incompressible(900'000));
         to.file("zoe/threading.cpp", ann);
     },
     {},
     {"bob/9/threading.cpp: refused: the files before it already came to more than may be taken "
      "in; send it alone"},
     {"ann/threading.cpp", "bob/0/threading.cpp", "bob/1/threading.cpp", "bob/2/threading.cpp",
      "bob/3/threading.cpp", "bob/4/threading.cpp", "bob/5/threading.cpp", "bob/6/threading.cpp",
      "bob/7/threading.cpp", "bob/8/threading.cpp", "zoe/threading.cpp"}},
};

fs::path write(const Case& test, const TempFolder& folder) {
    const fs::path path = folder.path() / test.file;
    ArchiveWriter to(path);
    test.add(to);
    to.close();
    if (test.spoil)
        folder.write(test.file, test.spoil(read_text(path)));
    return path;
}

// The remarks on single entries that were not looked at are too many to be written down here.
Words without_single_entries(Words lines) {
    constexpr std::size_t many = 1000;
    if (lines.size() > many)
        std::erase_if(lines, [](const std::string& line) {
            return line.find(": ignored: ") != std::string::npos;
        });
    return lines;
}

Words with_headers_left_out(Words lines) {
    std::erase_if(lines, [](const std::string& line) {
        return line.find(".h: ignored: ") != std::string::npos;
    });
    return lines;
}

class Archive : public ::testing::TestWithParam<Case> {};

TEST_P(Archive, GivesWhatIsGoodInIt) {
    const TempFolder folder;
    const batch::Intake intake = take_in(write(GetParam(), folder), GetParam().bounds);
    EXPECT_EQ(names_of(intake.files), GetParam().taken);
    EXPECT_EQ(with_headers_left_out(without_single_entries(lines_of(intake.remarks))),
              GetParam().told);
    if (!intake.files.empty()) {
        EXPECT_EQ(intake.files.front().text, ann);
    }
}

INSTANTIATE_TEST_SUITE_P(Intake, Archive, ::testing::ValuesIn(cases),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(ArchiveInLayers, IsNotOpened) {
    const TempFolder folder;
    const fs::path inner = folder.path() / "a.tar.gz";
    ArchiveWriter to(inner);
    add_ann(to);
    to.close();
    // Compressed once more: an entry of no name in a format of its own would not do.
    const fs::path outer = folder.path() / "b.tar.gz";
    ASSERT_EQ(std::system(("gzip -c " + inner.string() + " > " + outer.string()).c_str()), 0);
    const batch::Intake intake = take_in(outer);
    EXPECT_EQ(names_of(intake.files), Words{});
    EXPECT_EQ(lines_of(intake.remarks),
              Words{"refused: it is compressed more than once; pack it as a zip"});
}

TEST(ArchiveThatIsNotThere, IsToldAsSuch) {
    const TempFolder folder;
    EXPECT_EQ(lines_of(take_in(folder.path() / "a.zip").remarks),
              Words{"refused: there is no such file or folder"});
}

} // namespace
