// The record that a harness sends: what is written is read back, and nothing else is a record.

#include "harness/record.hpp"

#include <gtest/gtest.h>
#include <limits>

namespace {

using namespace threadlab::harness;

Record full_record() {
    Record record;
    record.nonce = "12-34";
    record.ended = Ended::terminate;
    record.what = "first line\nsecond\tline \\n";
    record.failures = {{"wrong-result", "expected\t4\nsaw 5"},
                       {"od\td\\code", "", Frame{"odd\tname\\.so", 0xab12}}};
    record.measures = {{"serial", 0.1}, {"of\tall", 1e-300}};
    record.stacks = {{0, {{"submission.so", 0x23b1}, {"odd\tname\\.so", 0}}}, {3, {{"a", ~0UL}}}};
    record.threads_refused = 2;
    return record;
}

TEST(Record, IsReadBackAsItWasWritten) {
    EXPECT_EQ(read_record(write_record(full_record())), full_record());
    EXPECT_EQ(read_record(write_record({})), Record{});
}

TEST(Record, KeepsEveryWayToEnd) {
    for (int way = 0; way <= static_cast<int>(Ended::stopped); ++way) {
        Record record;
        record.ended = static_cast<Ended>(way);
        EXPECT_EQ(read_record(write_record(record)), record) << "way " << way;
    }
}

TEST(Record, KeepsMeasuresToTheLastDigit) {
    for (const double value :
         {0.1, 1.0 / 3, -0.0, std::numeric_limits<double>::max(),
          std::numeric_limits<double>::denorm_min(), std::numeric_limits<double>::infinity()}) {
        Record record;
        record.measures = {{"m", value}};
        const auto read = read_record(write_record(record));
        ASSERT_TRUE(read) << value;
        EXPECT_EQ(read->measures, record.measures);
    }
}

TEST(Record, CannotBeSplitByWhatAMessageHolds) {
    Record record;
    record.failures = {{"wrong-result", "\nend\nthreadlab-record 1\nended\tfinished"}};
    EXPECT_EQ(read_record(write_record(record)), record);
}

TEST(Record, IsNothingWhenItWasCutOffAnywhere) {
    const std::string text = write_record(full_record());
    for (std::size_t size = 0; size < text.size(); ++size)
        EXPECT_FALSE(read_record(text.substr(0, size))) << "after " << size << " bytes";
}

TEST(Record, IsNothingWhenTwoWereSent) {
    const std::string one = write_record(full_record());
    EXPECT_FALSE(read_record(one + one));
}

TEST(Record, IsNothingWhenAnythingStandsAroundIt) {
    const std::string text = write_record(full_record());
    EXPECT_FALSE(read_record("\n" + text));
    EXPECT_FALSE(read_record(text + "\n"));
    EXPECT_FALSE(read_record(text + "more\nend\n"));
}

TEST(Record, IsNothingWhenALineIsMalformed) {
    for (const std::string line : {"",
                                   "unknown\tx",
                                   "ended",
                                   "ended\tfine",
                                   "ended\tfinished\tx",
                                   "what\tlast\\",
                                   "what\t\\x",
                                   "refused\t",
                                   "refused\t1x",
                                   "refused\t99999999999",
                                   "failure\tcode",
                                   "failure\ta\\q\tb",
                                   "at\tm\t1",
                                   "failure\ta\tb\nat\tm\tg",
                                   "failure\ta\tb\nat\tm\t1\nat\tm\t2",
                                   "measure\tm",
                                   "measure\tm\t",
                                   "measure\tm\t1,5",
                                   "measure\tm\\\t1",
                                   "frame\t0\tm",
                                   "frame\tx\tm\t1",
                                   "frame\t0\tm\tg",
                                   "frame\t0\tm\\z\t1",
                                   "frame\t0\tm\t10000000000000000"})
        EXPECT_FALSE(read_record("threadlab-record 1\n" + line + "\nend\n")) << line;
}

TEST(Record, IsNothingInAnotherFormat) {
    EXPECT_FALSE(read_record("threadlab-record 2\nended\tfinished\nend\n"));
    EXPECT_FALSE(read_record("ended\tfinished\nend\n"));
}

TEST(Record, IsNothingWhenALineIsMissingComesTwiceOrStandsElsewhere) {
    const std::string text = write_record(full_record());
    const auto replaced = [&](const std::string& from, const std::string& to) {
        std::string other = text;
        return other.replace(other.find(from), from.size(), to);
    };
    ASSERT_TRUE(read_record(text));
    EXPECT_FALSE(read_record(replaced("refused\t2\n", "")));
    EXPECT_FALSE(read_record(replaced("refused\t2\n", "refused\t2\nrefused\t2\n")));
    EXPECT_FALSE(read_record(replaced("nonce\t12-34\n", "nonce\tother\nnonce\t12-34\n")));
    EXPECT_FALSE(read_record(replaced("refused\t2\n", "refused\t02\n")));
    EXPECT_FALSE(read_record(replaced("ended\tterminate\n", "ended\tsignal\nended\tterminate\n")));
}

} // namespace
