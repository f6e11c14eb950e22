// From the explorer's record to a story in the source's own words.

#include "judge/explorer_claim.hpp"
#include "judge/explorer_record.hpp"
#include "judge/explorer_story.hpp"
#include "judge/source_expression.hpp"
#include "report/explored.hpp"
#include "report/story.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace threadlab;
using judge::accessed_at;
using judge::operand_at;
using std::string;

// The column of "^" in `mark`, counted from 1, as debug information does.
int column_of(const string& mark) {
    return static_cast<int>(mark.find('^')) + 1;
}

struct Row {
    const char* line;
    const char* mark;
    const char* name;
};

TEST(WhatIsAccessed, IsReadFromTheLine) {
    const Row rows[] = {
        {"    ++value;", "    ^", "value"},
        {"    value++;", "         ^", "value"},
        {"    total = total + 1;", "          ^", "total"},
        {"    total = total + 1;", "            ^", "total"},
        {"    account.balance -= sum;", "                    ^", "account.balance"},
        {"    account.balance -= sum;", "            ^", "account.balance"},
        {"    node->next->value = 1;", "                      ^", "node->next->value"},
        {"    list[i] = 3;", "            ^", "list[i]"},
        {"    grid[i][j] = 3;", "           ^", "grid[i]"},
        {"    grid[row[i]][j] = 3;", "                    ^", "grid[row[i]][j]"},
        {"    ][ = 3;", "     ^", ""},
        {"    *pointer = 3;", "    ^", "pointer"},
        {"    assert(value == 4);", "    ^", "value == 4"},
        {"    return new Printer(1);", "           ^", ""},
        {"    this_name_is_far_too_long_to_be_told = 1;", "    ^", ""},
        {"", "^", ""},
    };
    for (const Row& row : rows)
        EXPECT_EQ(accessed_at(row.line, column_of(row.mark)), row.name) << row.line;
    EXPECT_EQ(accessed_at("value", 0), "");
    EXPECT_EQ(accessed_at("value", 99), "");
    EXPECT_EQ(accessed_at("value" + string(1000, ' '), 1), "");
}

TEST(WhatACallIsAbout, IsReadFromTheLine) {
    const Row rows[] = {
        {"    m.lock();", "      ^", "m"},
        {"    queue->not_empty.wait(lock);", "                     ^", "queue->not_empty"},
        {"    std::lock_guard guard(mutex);", "                    ^", "mutex"},
        {"    std::unique_lock lock{mutex, std::defer_lock};", "                     ^", "mutex"},
        {"    pthread_mutex_lock(&lock);", "    ^", "lock"},
        {"    sleep_for(std::chrono::hours(1));", "    ^", "std::chrono::hours(1)"},
        {"    delete job;", "    ^", "job"},
        {"    delete[] cells.begin;", "    ^", "cells.begin"},
        {"    wait_for(lock, std::chrono::seconds{2});", "    ^", "lock"},
    };
    for (const Row& row : rows)
        EXPECT_EQ(operand_at(row.line, column_of(row.mark)), row.name) << row.line;
}

TEST(AWait, IsReadFromTheLine) {
    struct {
        const char* line;
        const char* mark;
        bool is_wait;
    } const rows[] = {
        {"    queue->not_empty.wait(lock);", "                     ^", true},
        {"    changed->wait_for(lock, limit);", "             ^", true},
        {"    pthread_cond_timedwait(&changed, &mutex, &limit);", "    ^", true},
        {"    std::unique_lock waiter(mutex);", "                     ^", false},
        {"    waiters.lock();", "            ^", false},
        {"", "^", false},
    };
    for (const auto& row : rows)
        EXPECT_EQ(judge::is_wait_at(row.line, column_of(row.mark)), row.is_wait) << row.line;
}

// Frames lie one past the call, as return addresses do.
const string text_of_record = "threadlab-explorer\t1\n"
                              "status\tfailed\n"
                              "schedules\t7\n"
                              "threads\t3\n"
                              "steps\t20\n"
                              "race\t2\tread\t100\tprogram+11\n"
                              "race-with\t1\twrite\t100\tprogram+21\n"
                              "harm\twrong-result\tthe assertion does not hold\n"
                              "at\t0\tcall\t0\tprogram+31\n"
                              "step\t1\tread\tready\t0\t0\t100\t4\t0\t0\t0\tprogram+11\n"
                              "step\t2\tread\tready\t0\t0\t100\t4\t0\t0\t0\tprogram+11\n"
                              "step\t1\twrite\tready\t0\t0\t100\t4\t0\t1\t0\tprogram+21\n"
                              "step\t2\twrite\tready\t0\t0\t100\t4\t1\t1\t0\tprogram+21\n"
                              "hash\tabc\n"
                              "replay\t5t2\n"
                              "end\n";

judge::Places places() {
    return {{{"program", 0x10}, {{"add", "counter.cpp", 3, 1, 5}}},
            {{"program", 0x20}, {{"add", "counter.cpp", 3, 1, 5}}},
            {{"program", 0x30}, {{"main", "counter.cpp", 9, 5, 5}}}};
}

const judge::Sources sources{
    {"counter.cpp",
     "int value;\nvoid add() {\n    ++value;\n}\n\nint main() {\n\n\n    join();\n}\n"}};

TEST(ExplorersRecord, IsReadWholeOrNotAtAll) {
    const auto record = judge::read_explorer_record(text_of_record);
    ASSERT_TRUE(record);
    EXPECT_TRUE(record->failed);
    EXPECT_EQ(record->schedules, 7U);
    EXPECT_EQ(record->steps.size(), 4U);
    EXPECT_EQ(record->steps[2].after, 1U);
    EXPECT_EQ(record->harm, "wrong-result");
    for (std::size_t length = 0; length < text_of_record.size(); ++length)
        EXPECT_FALSE(judge::read_explorer_record(text_of_record.substr(0, length)))
            << "cut off at " << length;
    EXPECT_FALSE(judge::read_explorer_record(text_of_record + "more\n"));
    for (const char* bad : {"unknown\t1", "step\t1", "schedules\tmany",
                            "race\t1\tread\tx\tprogram+1", "race\t1\tread\t1\tprogram"}) {
        string text = text_of_record;
        text.insert(text.find("status"), string(bad) + "\n");
        EXPECT_FALSE(judge::read_explorer_record(text)) << bad;
    }
}

TEST(ExplorersRecord, IsNoneWhereItSaysWhatTheRuntimeNeverSays) {
    string many = text_of_record;
    for (int i = 0; i < 2000; ++i)
        many.insert(many.find("hash\t"), "step\t1\tread\tready\t0\t0\t100\t4\t1\t1\t0\n");
    EXPECT_FALSE(judge::read_explorer_record(many)) << "more steps than are ever told";
    for (const auto& [from, to] :
         std::vector<std::pair<string, string>>{{"race-with\t", "at\t"},
                                                {"\tread\t", "\tjump\t"},
                                                {"step\t2\t", "step\t-1\t"},
                                                {"step\t2\t", "step\t1024\t"},
                                                {"program+21", "program+"},
                                                {"program+21", "program+10000000000000021"}}) {
        string text = text_of_record;
        ASSERT_NE(text.find(from), string::npos) << from;
        text.replace(text.find(from), from.size(), to);
        EXPECT_FALSE(judge::read_explorer_record(text)) << to;
    }
}

TEST(ExplorersRecord, TellsACodeThatIsNoDiagnosisAsAWrongResult) {
    string text = text_of_record;
    text.insert(text.find("hash\t"), "harm\tbad-luck\tx\nunmet\tbad-luck\tx\n");
    const auto record = judge::read_explorer_record(text);
    ASSERT_TRUE(record);
    EXPECT_EQ(record->harm, "wrong-result");
    EXPECT_EQ(record->unmet.at(0).code, "wrong-result");
}

TEST(Story, DoesNotBelieveInLinesThatTheSourceHasNot) {
    auto record = *judge::read_explorer_record(text_of_record);
    judge::Places elsewhere = places();
    for (auto& [address, at] : elsewhere)
        at.front().line = 1000;
    const judge::Story story = judge::tell(record, elsewhere, sources);
    EXPECT_EQ(story.at, "");
    EXPECT_TRUE(std::ranges::all_of(story.steps, [](const auto& s) { return s.at.empty(); }));
}

TEST(Story, PutsTheCauseFirstAndShowsTheHarm) {
    const judge::Story story =
        judge::tell(*judge::read_explorer_record(text_of_record), places(), sources);
    EXPECT_EQ(story.diagnosis, "data-race");
    EXPECT_EQ(story.at, "counter.cpp:3");
    EXPECT_EQ(story.message, "thread 1 writes value at counter.cpp:3, and thread 2 reads value at "
                             "counter.cpp:3, and nothing orders the two; here the assertion does "
                             "not hold");
    EXPECT_EQ(story.also, std::vector<string>{"wrong-result"});
    ASSERT_EQ(story.steps.size(), 4U);
    EXPECT_EQ(story.steps[3], (scorecard::Step{2, "write", "value", "1", "counter.cpp:3"}));
}

TEST(StoryTable, HasAColumnForEachThreadAndFitsEightyColumns) {
    const judge::Story story =
        judge::tell(*judge::read_explorer_record(text_of_record), places(), sources);
    EXPECT_EQ(report::story_table(story.steps, "counter.cpp", 60),
              (std::vector<string>{
                  "    thread 1                    thread 2", " 1  3: read value = 0",
                  " 2                              3: read value = 0", " 3  3: write value := 1",
                  " 4                              3: write value := 1"}));
    std::vector<scorecard::Step> wide(3, {0, "read", string(60, 'x'), "1", "a.cpp:1"});
    wide[1].thread = 1;
    wide[2].thread = 2;
    for (const string& line : report::story_table(wide, "", 80))
        EXPECT_LE(line.size(), 80U);
}

TEST(StoryTable, CutsWhatIsUsedBeforeItsValue) {
    std::vector<scorecard::Step> steps(3, {0, "read", "impl_->closed", "0", "queues.cpp:77"});
    steps[1] = {1, "lock", "impl_->mutex_of_the_queue", "", "queues.cpp:77"};
    steps[2] = {2, "write", "impl_->items.size", "12345678901234567890", "queues.cpp:77"};
    EXPECT_EQ(
        report::story_table(steps, "queues.cpp", 76),
        (std::vector<string>{
            "    main                    thread 1                thread 2",
            " 1  77: read ...closed = 0", " 2                          77: lock impl_->mut...",
            " 3                                                  77: write impl_->it..."}));
}

TEST(ExploredYaml, LeavesOutWhatThereIsNot) {
    report::Explored result;
    result.status = "passed";
    result.schedules = 400;
    result.claim = "none tried breaks it";
    EXPECT_EQ(report::explored_yaml(result),
              "status: passed\nschedules: 400\nclaim: none tried breaks it\n");
}

// What the record of a pass says, and what the claim makes of it.
string claim_of(const string& said) {
    const auto record = judge::read_explorer_record("threadlab-explorer\t1\nstatus\tpassed\n"
                                                    "threads\t2\nsteps\t25\n" +
                                                    said + "end\n");
    return record ? judge::claim_of(*record) : "no record";
}

TEST(Claim, OfACompleteSearchSaysHowManyClassesThereAre) {
    EXPECT_EQ(claim_of("schedules\t132\ncomplete\npct\t0\t0\t20\n"),
              "every sequentially consistent interleaving, in 132 runs, one per equivalence class, "
              "with at most one spurious wake-up or weak compare-exchange failure per call and "
              "thread");
    EXPECT_EQ(
        claim_of("schedules\t1\ncomplete\nuntold-exchanges\nweak-orders\n"),
        "every sequentially consistent interleaving, in 1 run, one per equivalence class, with "
        "at most one spurious wake-up per call and thread; that a weak compare-exchange fails "
        "for no reason was not tried; stale reads, which its weaker memory orders allow, were "
        "not tried");
    EXPECT_EQ(
        claim_of("schedules\t9\ncomplete\npreemptions\t1\n"),
        "every sequentially consistent interleaving with at most 1 preemption, in 9 runs, with "
        "at most one spurious wake-up or weak compare-exchange failure per call and thread");
}

TEST(Claim, OfASampleCountsTheRunsThatPctReallyChose) {
    // 2 threads, 20 steps: 1 - (1 - 1/40)^30 (1 - 1/800)^10, rounded down.
    EXPECT_EQ(claim_of("schedules\t400\npct\t30\t10\t20\n"),
              "400 schedules of 2 threads and up to 25 steps, sequentially consistent; a bug of "
              "depth 2 within the first 20 steps would have been found with a probability of at "
              "least 0.53");
    EXPECT_EQ(claim_of("schedules\t1\npct\t0\t0\t20\n"),
              "1 schedule of 2 threads and up to 25 steps, sequentially consistent");
}

} // namespace
