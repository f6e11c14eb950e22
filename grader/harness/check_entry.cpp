// Linked into every shared object of checks, together with GoogleTest.

#include "harness/check_entry.hpp"
#include "harness/challenge.hpp"

#include <algorithm>
#include <cstdlib>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <string_view>

namespace {

using threadlab::harness::Ended;
using threadlab::harness::Failure;
using threadlab::harness::OnFailure;
using threadlab::harness::Record;

// What GoogleTest quotes of an exception that left a test, on one line; of one that is no
// std::exception, all that it says.
std::string text_of_exception(std::string_view message) {
    const std::size_t open = message.find('"');
    const std::size_t close = message.rfind("\" thrown in ");
    if (open == std::string_view::npos || close == std::string_view::npos || open >= close) {
        return std::string(message.substr(0, message.find('\n')));
    }
    std::string text(message.substr(open + 1, close - open - 1));
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text.empty() ? "a std::exception whose text is empty" : text;
}

// A message of LAB_EXPECT carries its code between two marks; any other failure is a plain EXPECT.
// An exception that left the call is GoogleTest's own message.
Failure read_failure(std::string_view message) {
    const std::size_t open = message.find(threadlab::harness::code_mark);
    const std::size_t close = message.find(threadlab::harness::code_mark, open + 1);
    if (open != std::string_view::npos && close != std::string_view::npos) {
        return {std::string(message.substr(open + 1, close - open - 1)),
                std::string(message.substr(close + 1))};
    }
    constexpr std::string_view thrown = "C++ exception";
    if (message.starts_with(thrown) || message.starts_with("Unknown C++ exception")) {
        return {"api-contract",
                "the call let an exception out where it may not: " + text_of_exception(message)};
    }
    return {"wrong-result", std::string(message)};
}

class Listener : public testing::EmptyTestEventListener {
public:
    Listener(const char* decoy, Record& record, OnFailure on_failure)
        : decoy_(decoy), record_(record), on_failure_(on_failure) {}

    void OnTestPartResult(const testing::TestPartResult& part) override {
        if (part.failed()) {
            record_.failures.push_back(read_failure(part.message()));
            if (on_failure_ != nullptr) {
                on_failure_(record_.failures.back());
            }
        }
    }

    void OnTestEnd(const testing::TestInfo& info) override {
        ran_ = true;
        if (*decoy_ != '\0') {
            fail_as_decoy();
        }
        const testing::TestResult& result = *info.result();
        const std::string_view prefix = threadlab::harness::measure_prefix;
        for (int i = 0; i < result.test_property_count(); ++i) {
            const std::string_view key = result.GetTestProperty(i).key();
            if (key.starts_with(prefix)) {
                record_.measures.emplace_back(key.substr(prefix.size()),
                                              std::atof(result.GetTestProperty(i).value()));
            }
        }
        if (result.Skipped()) {
            record_.ended = Ended::skipped;
        }
    }

    bool ran() const { return ran_; }

private:
    // By the way that every failure takes: what turns others into passes turns this one, too.
    void fail_as_decoy() const {
        const int one = 1;
        const int two = 2;
        if (!testing::internal::CmpHelperEQ("one", "two", one, two)) {
            using threadlab::harness::code_mark;
            ADD_FAILURE() << code_mark << threadlab::harness::decoy_code << code_mark << decoy_;
        }
    }

    const char* decoy_;
    Record& record_;
    OnFailure on_failure_;
    bool ran_ = false;
};

} // namespace

extern "C" __attribute__((visibility("default"))) void
threadlab_run_check(const char* test, const char* decoy, Record& record, OnFailure on_failure) {
    int argc = 1;
    std::string name = "check";
    char* argv[] = {name.data(), nullptr};
    testing::InitGoogleTest(&argc, argv);
    testing::GTEST_FLAG(filter) = test;

    testing::TestEventListeners& listeners = testing::UnitTest::GetInstance()->listeners();
    delete listeners.Release(listeners.default_result_printer());
    // GoogleTest's own: a process that the submission forks may call exit(), and then it is
    // deleted.
    auto* listener = new Listener(decoy, record, on_failure);
    listeners.Append(listener);
    record.ended = Ended::finished;
    const int status = RUN_ALL_TESTS();
    listeners.Release(listener);
    const std::unique_ptr<Listener> ours(listener);
    if (!ours->ran()) {
        record.ended = Ended::no_test;
    } else if (status != 0 && record.failures.empty()) {
        record.failures.push_back({"wrong-result", "the check failed without saying why"});
    }
}
