// Attacks that are graded beside honest submissions, on one machine: what the honest ones get does
// not change.

#include "attack_file.hpp"
#include "attacked_course.hpp"
#include "temp_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace threadlab::testing {

namespace {

constexpr std::size_t at_once = 8;

std::size_t crowd_size() {
    constexpr std::size_t small = 20;
    const char* other = std::getenv("ATTACKS_CROWD");
    return other != nullptr ? std::stoul(other) : small;
}

// All but the block of what is true of one run only.
std::string graded_part(const std::string& card) {
    const std::size_t end = card.find("\nrun:");
    if (end == std::string::npos)
        throw std::runtime_error("a scorecard has no block `run`:\n" + card);
    return card.substr(0, end);
}

std::string card_of(const Attack& submission) {
    const AttackedCourse course;
    const ProgramRun run = course.grade(submission.text, submission.exercise, submission.check);
    if (run.left_process || !run.left_files.empty() || !run.left_groups.empty())
        throw std::runtime_error(submission.name + " left something behind");
    return course.card_text();
}

// Attacks from all groups, with the honest submissions among them. Compilers that are fed bombs
// take 3 GB each: of these, fewer run at a time than of others, so they are not part of it.
std::vector<Attack> crowd(const std::vector<Attack>& honest) {
    std::vector<Attack> attacks = read_attacks();
    std::erase_if(attacks, [](const Attack& attack) { return attack.name.starts_with("F_"); });
    const std::size_t size = crowd_size();
    const std::size_t stride = std::max<std::size_t>(attacks.size() / size, 1);
    std::vector<Attack> all;
    for (std::size_t i = 0; i < size; ++i) {
        all.push_back(attacks[i * stride % attacks.size()]);
        if (i * honest.size() / size != (i + 1) * honest.size() / size)
            all.push_back(honest[i * honest.size() / size]);
    }
    return all;
}

// The share of one process: every at_once-th submission, from `first` on. The scorecards of the
// honest ones go to `folder`.
void grade_share(const std::vector<Attack>& all, std::size_t first, const TempFolder& folder) {
    for (std::size_t i = first; i < all.size(); i += at_once) {
        const std::string card = card_of(all[i]);
        if (all[i].name.starts_with("classmates_"))
            folder.write(all[i].name, card);
    }
}

// Processes rather than threads: each sees what its own program leaves behind.
std::vector<pid_t> start_shares(const std::vector<Attack>& all, const TempFolder& folder) {
    std::vector<pid_t> shares;
    for (std::size_t first = 0; first < at_once; ++first) {
        const pid_t share = fork();
        if (share == 0) {
            try {
                grade_share(all, first, folder);
                _exit(0);
            } catch (const std::exception& error) {
                std::cerr << error.what() << std::endl;
            }
            _exit(1);
        }
        shares.push_back(share);
    }
    return shares;
}

TEST(AttackCrowd, ChangesNothingForHonestSubmissionsBesideIt) {
    const std::vector<Attack> honest = read_classmates();
    ASSERT_GE(honest.size(), 4U);
    std::map<std::string, std::string> alone;
    for (const Attack& submission : honest)
        alone[submission.name] = graded_part(card_of(submission));

    const TempFolder folder;
    for (const pid_t share : start_shares(crowd(honest), folder)) {
        int status = -1;
        while (waitpid(share, &status, 0) < 0 && errno == EINTR) {
        }
        EXPECT_EQ(status, 0);
    }
    for (const auto& [name, card] : alone)
        EXPECT_EQ(graded_part(read_text(folder.path() / name)), card) << name;
}

} // namespace

} // namespace threadlab::testing
