// Expectations that name a diagnosis.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace lab::detail {

// What marks the code inside GoogleTest's message: the harness looks for text between two of these.
inline constexpr char code_mark = '\x1e';

// The head of a failure's message: `code` between its two marks.
inline std::string tag(std::string_view code) {
    return code_mark + std::string(code) + code_mark;
}

} // namespace lab::detail

namespace lab {

// Whether the call throws an Exception. Another one gets through.
template <typename Exception, typename Function>
bool throws(const Function& call) {
    try {
        call();
    } catch (const Exception&) {
        return true;
    }
    return false;
}

} // namespace lab

// LAB_EXPECT(code, condition) << "sentence": where `condition` is false, the check fails with the
// diagnosis `code` (of the closed list) and the sentence, and goes on. The sentence is for the
// student: what was expected, what came instead, and the same words on every run.
// A plain EXPECT_* means the diagnosis wrong-result.
#define LAB_EXPECT(code, condition)                                                                \
    GTEST_AMBIGUOUS_ELSE_BLOCKER_                                                                  \
    if (condition)                                                                                 \
        ;                                                                                          \
    else                                                                                           \
        ADD_FAILURE() << ::lab::detail::tag(code)

// The same, but leaves the function (which must return void).
#define LAB_ASSERT(code, condition)                                                                \
    GTEST_AMBIGUOUS_ELSE_BLOCKER_                                                                  \
    if (condition)                                                                                 \
        ;                                                                                          \
    else                                                                                           \
        FAIL() << ::lab::detail::tag(code)
