// What a judge tells a harness: one line, always of the same length.

#include "harness/challenge.hpp"

#include <gtest/gtest.h>
#include <string>

namespace {

using threadlab::harness::Challenge;
using threadlab::harness::read_challenge;
using threadlab::harness::write_challenge;

const std::string nonce(32, '1');
const std::string decoy(32, '2');

TEST(ChallengeLine, IsReadAsItWasWritten) {
    for (const Challenge& challenge : {Challenge{nonce, ""}, Challenge{nonce, decoy}})
        EXPECT_EQ(read_challenge(write_challenge(challenge)), challenge);
}

TEST(ChallengeLine, DoesNotShowByItsLengthWhatItAsksFor) {
    EXPECT_EQ(write_challenge({nonce, ""}).size(), write_challenge({nonce, decoy}).size());
}

TEST(ChallengeLine, IsNoneInAnyOtherForm) {
    for (const std::string& line : {std::string(), nonce, nonce + " ", nonce + decoy,
                                    nonce + " " + decoy + " ", " " + nonce + decoy})
        EXPECT_FALSE(read_challenge(line)) << line;
}

} // namespace
