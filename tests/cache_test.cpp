// Things that are built once.

#include "build/cache.hpp"
#include "temp_folder.hpp"

#include <atomic>
#include <gtest/gtest.h>
#include <iterator>
#include <latch>
#include <stdexcept>
#include <thread>

namespace {

namespace fs = std::filesystem;
using threadlab::build::Cache;
using threadlab::build::Ingredients;
using threadlab::build::read_file;
using threadlab::build::sha256;
using threadlab::testing::TempFolder;

std::optional<std::string> fill(const fs::path& folder, const std::string& text) {
    std::ofstream(folder / "made.txt") << text;
    return std::nullopt;
}

Cache::Entry get(const Cache& cache, const std::string& name, const std::string& key,
                 const Cache::Make& make) {
    return cache.get(name, key, make, [] {});
}

std::ptrdiff_t entries_of(const fs::path& folder) {
    return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

TEST(Cache, MakesAThingOnceAndFindsItAgain) {
    const TempFolder folder;
    int made = 0;
    const auto make = [&](const fs::path& into) {
        ++made;
        return fill(into, "first");
    };
    const Cache::Entry first = get(Cache(folder.path() / "cache"), "kit", "key", make);
    const Cache::Entry again = get(Cache(folder.path() / "cache"), "kit", "key", make);
    EXPECT_FALSE(first.error);
    EXPECT_EQ(first.folder, again.folder);
    EXPECT_EQ(read_file(again.folder / "made.txt"), "first");
    EXPECT_EQ(made, 1);
}

TEST(Cache, KeepsDifferentKeysApart) {
    const TempFolder folder;
    const Cache cache(folder.path());
    const auto one = get(cache, "kit", "1", [](const fs::path& into) { return fill(into, "one"); });
    const auto two = get(cache, "kit", "2", [](const fs::path& into) { return fill(into, "two"); });
    EXPECT_EQ(read_file(one.folder / "made.txt"), "one");
    EXPECT_EQ(read_file(two.folder / "made.txt"), "two");
}

TEST(Cache, LeavesNothingOfWhatCouldNotBeMade) {
    const TempFolder folder;
    const Cache cache(folder.path());
    const Cache::Entry failed = get(cache, "kit", "key", [](const fs::path& into) {
        fill(into, "half");
        return std::optional<std::string>("no compiler");
    });
    EXPECT_EQ(failed.error, "no compiler");
    EXPECT_EQ(entries_of(folder.path()), 0);

    const Cache::Entry later =
        get(cache, "kit", "key", [](const fs::path& into) { return fill(into, "whole"); });
    EXPECT_FALSE(later.error);
    EXPECT_EQ(read_file(later.folder / "made.txt"), "whole");
}

TEST(Cache, LeavesNothingWhereMakingThrows) {
    const TempFolder folder;
    const auto make = [](const fs::path& into) -> std::optional<std::string> {
        fill(into, "half");
        throw std::runtime_error("the disk is full");
    };
    EXPECT_THROW(get(Cache(folder.path()), "kit", "key", make), std::runtime_error);
    EXPECT_EQ(entries_of(folder.path()), 0);
}

TEST(Cache, IsNotHeldUpByTheLockFileOfADeadMaker) {
    const TempFolder folder;
    folder.write("kit-key.lock", "");
    const auto entry = get(Cache(folder.path()), "kit", "key",
                           [](const fs::path& into) { return fill(into, "a"); });
    EXPECT_EQ(read_file(entry.folder / "made.txt"), "a");
    EXPECT_EQ(entries_of(folder.path()), 1) << "the lock file is gone";
}

TEST(Cache, MakesOnceWhatSeveralAskForAtTheSameTime) {
    const TempFolder folder;
    const Cache cache(folder.path());
    std::atomic<int> made{0};
    std::latch all_are_here(4);
    std::vector<Cache::Entry> entries(4);
    {
        std::vector<std::jthread> askers;
        askers.reserve(entries.size());
        for (Cache::Entry& entry : entries)
            askers.emplace_back([&] {
                all_are_here.arrive_and_wait();
                entry = get(cache, "kit", "key", [&](const fs::path& into) {
                    ++made;
                    return fill(into, "same");
                });
            });
    }
    EXPECT_EQ(made, 1);
    for (const Cache::Entry& entry : entries) {
        EXPECT_FALSE(entry.error);
        EXPECT_EQ(entry.folder, entries[0].folder);
    }
    EXPECT_EQ(read_file(entries[0].folder / "made.txt"), "same");
    EXPECT_EQ(entries_of(folder.path()), 1);
}

TEST(Cache, SaysThatItWaitsForSomebodyElse) {
    const TempFolder folder;
    const Cache cache(folder.path());
    std::latch is_making(1);
    std::latch is_waited_for(1);
    std::jthread maker([&] {
        get(cache, "kit", "key", [&](const fs::path& into) {
            is_making.count_down();
            is_waited_for.wait();
            return fill(into, "first");
        });
    });
    is_making.wait();
    const auto entry = cache.get(
        "kit", "key", [](const fs::path& into) { return fill(into, "second"); },
        [&] { is_waited_for.count_down(); });
    EXPECT_EQ(read_file(entry.folder / "made.txt"), "first");
}

TEST(Cache, KeepsTheFolderOfWhoWasQuicker) {
    const TempFolder folder;
    const auto entry = get(Cache(folder.path()), "kit", "key", [&](const fs::path& into) {
        folder.write("kit-key/made.txt", "first");
        return fill(into, "second");
    });
    EXPECT_FALSE(entry.error);
    EXPECT_EQ(read_file(entry.folder / "made.txt"), "first");
    EXPECT_EQ(entries_of(folder.path()), 1);
}

TEST(Cache, AsksTheNextToTryWhereTheFirstCouldNot) {
    const TempFolder folder;
    const Cache cache(folder.path());
    std::atomic<bool> has_failed{false};
    const auto make = [&](const fs::path& into) {
        return has_failed.exchange(true) ? fill(into, "made") : std::optional<std::string>("no");
    };
    std::vector<Cache::Entry> entries(2);
    {
        std::vector<std::jthread> askers;
        askers.reserve(entries.size());
        for (Cache::Entry& entry : entries)
            askers.emplace_back([&] { entry = get(cache, "kit", "key", make); });
    }
    EXPECT_NE(entries[0].error.has_value(), entries[1].error.has_value());
    EXPECT_EQ(read_file(folder.path() / "kit-key/made.txt"), "made");
}

void last_used(const fs::path& entry, std::chrono::hours ago) {
    fs::last_write_time(entry, fs::file_time_type::clock::now() - ago);
}

TEST(Cache, ClearsAwayWhatNobodyAskedForInAMonth) {
    const TempFolder folder;
    const Cache cache(folder.path());
    const auto make = [](const fs::path& into) { return fill(into, "text"); };
    constexpr std::chrono::hours day{24};
    std::vector<fs::path> entries;
    for (const char* key : {"recent", "old", "old-but-used"})
        entries.push_back(get(cache, "kit", key, make).folder);
    last_used(entries[0], day);
    last_used(entries[1], 31 * day);
    last_used(entries[2], 31 * day);
    fs::create_directory(folder.path() / "kit-Ab3xY9"); // of an interrupted run
    last_used(folder.path() / "kit-Ab3xY9", 31 * day);

    get(cache, "kit", "old-but-used", make);
    EXPECT_EQ(entries_of(folder.path()), 4) << "asking for what is there clears nothing away";
    get(cache, "kit", "new", make);
    EXPECT_FALSE(fs::exists(folder.path() / "kit-old"));
    EXPECT_FALSE(fs::exists(folder.path() / "kit-Ab3xY9"));
    EXPECT_EQ(entries_of(folder.path()), 3);
}

TEST(Ingredients, ChangeWithTheTimeOfAFolder) {
    const TempFolder folder;
    const auto key = [&] { return Ingredients().add_time(folder.path()).key(); };
    const std::string before = key();
    EXPECT_EQ(before, key());
    last_used(folder.path(), std::chrono::hours(1));
    EXPECT_NE(before, key());
    EXPECT_EQ(Ingredients().key(), Ingredients().add_time(folder.path() / "absent").key());
}

TEST(Ingredients, MakeTheSameKeyOnlyFromTheSameList) {
    const std::string key = Ingredients().add("ab").add("c").key();
    EXPECT_EQ(key.size(), 32U);
    EXPECT_EQ(key, Ingredients().add("ab").add("c").key());
    EXPECT_NE(key, Ingredients().add("a").add("bc").key());
    EXPECT_NE(key, Ingredients().add("c").add("ab").key());
    EXPECT_NE(key, Ingredients().add("abc").key());
}

TEST(Ingredients, TellAFileByItsNameAndItsBytesNotByItsFolder) {
    const TempFolder folder;
    const auto key = [&](const char* file, const char* text) {
        return Ingredients().add_file(folder.write(file, text)).key();
    };
    const std::string first = key("one/a.hpp", "int a;");
    EXPECT_EQ(first, key("two/a.hpp", "int a;"));
    EXPECT_NE(first, key("one/b.hpp", "int a;"));
    EXPECT_NE(first, key("one/a.hpp", "int b;"));
}

TEST(Sha256, IsThatOfTheStandard) {
    EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(ReadFile, GivesEveryByteOrThrows) {
    const TempFolder folder;
    const std::string bytes("\0\r\n\xFF", 4);
    EXPECT_EQ(read_file(folder.write("a", bytes)), bytes);
    EXPECT_EQ(read_file(folder.write("empty", "")), "");
    EXPECT_THROW(read_file(folder.path() / "absent"), std::runtime_error);
    EXPECT_THROW(read_file(folder.path()), std::runtime_error);
}

} // namespace
