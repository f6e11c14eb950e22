// Submissions that try to fool, hang or harm the grader, and what each of them gets.

#include "attack_file.hpp"
#include "attacked_course.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>
#include <map>
#include <ostream>
#include <regex>
#include <string>
#include <variant>
#include <vector>

namespace threadlab::testing {

// What GoogleTest calls an attack.
void PrintTo(const Attack& attack, std::ostream* out) {
    *out << attack.name;
}

namespace {

using scorecard::CheckResult;
using scorecard::Scorecard;

void expect_marked(const Attack& attack, const std::string& at) {
    if (!attack.marked.empty())
        EXPECT_TRUE(attack.marked.contains(at))
            << "expected one of the lines marked HERE, got: " << at;
}

void expect_messages(const Attack& attack, const std::string& message) {
    EXPECT_NE(message, "");
    for (const std::string& part : attack.messages)
        EXPECT_NE(message.find(part), std::string::npos) << "expected: " << part << "\n" << message;
}

// What each check came to, for whoever reads why a test failed.
std::string summary(const Scorecard& card) {
    std::string text = to_string(card.status);
    if (card.verdict)
        text += ": " + card.verdict->diagnosis + " at " + card.verdict->at + ": " +
                card.verdict->message;
    for (const CheckResult& check : card.checks)
        text += "\n  " + check.id + ": " + to_string(check.status) + " " + check.diagnosis + " " +
                check.at + " " + check.message + check.reason;
    return text;
}

void expect_deserved(const Attack& attack, const Scorecard& card, const Condemned& condemned) {
    EXPECT_EQ(to_string(card.status), condemned.status);
    EXPECT_EQ(card.score, 0);
    ASSERT_TRUE(card.verdict);
    EXPECT_EQ(card.verdict->diagnosis, condemned.diagnosis);
    if (condemned.status == "rejected")
        EXPECT_FALSE(attack.marked.empty()) << "what is rejected has a line to show: mark it";
    expect_marked(attack, card.verdict->at);
    expect_messages(attack, card.verdict->message);
}

void expect_deserved(const Attack& attack, const Scorecard& card, const Fails& fails) {
    EXPECT_EQ(to_string(card.status), "graded");
    std::map<std::string, std::string> failed;
    for (const CheckResult& check : card.checks) {
        EXPECT_NE(to_string(check.status), "ungraded") << check.id << ": " << check.reason;
        if (to_string(check.status) != "failed")
            continue;
        failed[check.id] = check.diagnosis;
        EXPECT_EQ(check.points, 0) << check.id;
        expect_marked(attack, check.at);
        expect_messages(attack, check.message);
    }
    EXPECT_EQ(failed, fails.checks);
}

void expect_deserved(const Attack&, const Scorecard& card, const Safe&) {
    EXPECT_EQ(to_string(card.status), "graded");
    EXPECT_EQ(card.score, card.max);
    EXPECT_GT(card.max, 0);
}

// What a terminal, a web page or a CI system would act on, or what shows text in another order than
// it stands.
void expect_plain(const std::string& text) {
    for (const char c : text)
        EXPECT_TRUE(c == '\n' || c == '\t' || static_cast<unsigned char>(c) >= 0x20)
            << "byte " << static_cast<int>(c);
    EXPECT_EQ(text.find('\x7f'), std::string::npos);
    for (const char* direction : {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066",
                                  "\u2067", "\u2068", "\u2069", "\u200e", "\u200f", "\u0085"})
        EXPECT_EQ(text.find(direction), std::string::npos);
    EXPECT_FALSE(text.starts_with("::") || text.find("\n::") != std::string::npos)
        << "a command to a CI system";
}

// Whatever a submission does, its scorecard is one that people can read, and the same every time:
// no temporary file of the compiler's, which have random names, and no address.
void expect_orderly(const std::string& card) {
    constexpr std::size_t most = std::size_t{64} << 10;
    EXPECT_LT(card.size(), most);
    EXPECT_FALSE(std::regex_search(card, std::regex("attacked-[0-9a-f]{6}|0x[0-9a-f]{12}")));
}

void expect_parts(const std::vector<std::string>& parts, const std::string& text) {
    for (const std::string& part : parts)
        EXPECT_NE(text.find(part), std::string::npos) << "expected: " << part << "\n" << text;
}

// Files of attacks have this name wherever they put them.
void expect_no_file() {
    for (const fs::path folder : {"/tmp", "/dev/shm", "/var/tmp", "/", "/dev"}) {
        std::error_code unreadable;
        for (const fs::directory_entry& entry : fs::directory_iterator(folder, unreadable))
            EXPECT_FALSE(entry.path().filename().string().starts_with("attack-"))
                << entry.path() << " was left";
    }
}

class AttackTest : public ::testing::TestWithParam<Attack> {};

TEST_P(AttackTest, GetsWhatItDeserves) {
    const Attack& attack = GetParam();
    const AttackedCourse course;
    const ProgramRun run = course.grade(attack.text, attack.exercise, attack.check);
    expect_nothing_left(run);
    expect_no_file();
    const bool safe = std::holds_alternative<Safe>(attack.deserved);
    EXPECT_EQ(run.status, safe ? 0 : 1) << run.error;
    const Scorecard card = course.card();
    if (card.isolation != "full")
        GTEST_SKIP() << "nothing is promised at isolation " << card.isolation;
    std::visit([&](const auto& deserved) { expect_deserved(attack, card, deserved); },
               attack.deserved);
    expect_plain(run.output);
    expect_plain(course.card_text());
    expect_orderly(course.card_text());
    expect_parts(attack.in_report, run.output);
    expect_parts(attack.in_scorecard, course.card_text());
    if (HasFailure())
        std::cout << attack.name << " got " << summary(card) << "\n";
}

// What the test of a crowd takes for granted of those that are not to be harmed.
INSTANTIATE_TEST_SUITE_P(Honest, AttackTest, ::testing::ValuesIn(read_classmates()),
                         [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(Attacks, AttackTest, ::testing::ValuesIn(read_attacks()),
                         [](const auto& info) { return info.param.name; });

} // namespace

} // namespace threadlab::testing
