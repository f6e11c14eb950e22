#include "build/source_audit.hpp"

#include "build/attribute_audit.hpp"
#include "course/course.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <sys/syscall.h>

namespace threadlab::build {

namespace {

using course::allows;
using Kind = Token::Kind;
using Tokens = std::vector<Token>;
using Found = std::optional<Refusal>;

template <std::size_t size>
bool contains(const std::array<std::string_view, size>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// ---- names ----

// The last ones are what older sanitizers are told by: AnnotateHappensBefore and its kin.
constexpr auto reserved_beginnings = std::to_array<std::string_view>({"__tsan_",
                                                                      "__asan_",
                                                                      "__msan_",
                                                                      "__ubsan_",
                                                                      "__sanitizer_",
                                                                      "__sancov",
                                                                      "__interceptor_",
                                                                      "__wrap_",
                                                                      "__real_",
                                                                      "threadlab_",
                                                                      "AnnotateHappens",
                                                                      "AnnotateRWLock",
                                                                      "AnnotateBenignRace",
                                                                      "AnnotateIgnore",
                                                                      "AnnotateMemoryIs",
                                                                      "AnnotateCondVar",
                                                                      "AnnotateMutexIs",
                                                                      "AnnotateEnableRace",
                                                                      "AnnotateExpectRace",
                                                                      "AnnotateFlushState",
                                                                      "AnnotateNewMemory",
                                                                      "AnnotatePublish",
                                                                      "AnnotateUnpublish"});

constexpr auto labels = std::to_array<std::string_view>({"asm", "__asm", "__asm__"});

bool is_reserved(std::string_view word) {
    return std::any_of(reserved_beginnings.begin(), reserved_beginnings.end(),
                       [&](std::string_view start) { return word.starts_with(start); });
}

Found refuse_word(const Token& token) {
    if (is_reserved(token.text)) {
        return Refusal{fmt::format("{} is a name of the tools that watch your code; choose another",
                                   token.text),
                       token.line};
    }
    for (const std::string_view word :
         {"__builtin_setjmp", "__builtin_longjmp", "__builtin_return_address",
          "__builtin_frame_address", "__builtin_eh_return", "__builtin_unwind_init",
          "__builtin_constant_p", "__builtin_object_size", "__builtin_dynamic_object_size"}) {
        if (token.text == word) {
            return Refusal{fmt::format("{} is not allowed in a submission", word), token.line};
        }
    }
    return std::nullopt;
}

// ---- system calls ----

// What the C++ library's own headers call by number, and what has no function of its own in older
// C libraries.
bool may_be_called_by_number(long number, const std::vector<std::string>& allow) {
    switch (number) {
    case SYS_futex:
    case SYS_gettid:
    case SYS_getcpu:
    case SYS_sched_yield:
    case SYS_membarrier:
        return true;
    case SYS_pidfd_open:
    case SYS_pidfd_send_signal:
        return allows(allow, "processes");
    default:
        return false;
    }
}

std::optional<long> number_in(const Token& token) {
    long value = 0;
    const char* end = token.text.data() + token.text.size();
    const auto [stop, error] = std::from_chars(token.text.data(), end, value);
    return token.kind == Kind::number && error == std::errc() && stop == end ? std::optional(value)
                                                                             : std::nullopt;
}

// tokens[at] is "syscall". It must be called on the spot, with a number that is written out: so it
// is also where a header of the C++ library does.
Found audit_system_call(const Tokens& tokens, std::size_t at,
                        const std::vector<std::string>& allow) {
    const auto next = [&](std::size_t ahead) -> const Token& {
        return tokens[std::min(at + ahead, tokens.size() - 1)];
    };
    const bool is_declaration =
        !next(0).own && next(1).is_mark('(') && next(2).is_word("long") && next(3).is_word("int");
    if (is_declaration) {
        return std::nullopt;
    }
    const bool is_call = next(1).is_mark('(') && (next(3).is_mark(',') || next(3).is_mark(')'));
    const auto number = is_call ? number_in(next(2)) : std::nullopt;
    if (number && may_be_called_by_number(*number, allow)) {
        return std::nullopt;
    }
    return Refusal{"syscall() is allowed only as syscall(SYS_futex, ...) and for a few other calls "
                   "that are harmless; use the C library's function for this one",
                   next(0).own ? next(0).line : 0};
}

// ---- pragmas ----

constexpr auto known_pragmas = std::to_array<std::string_view>(
    {"once", "omp", "message", "warning", "region", "endregion", "mark", "STDC", "unroll",
     "nounroll", "pack", "push_macro", "pop_macro", "ivdep"});

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const std::size_t begin = std::min(text.find_first_not_of(" \t("), text.size());
        text.remove_prefix(begin);
        const std::size_t end = std::min(text.find_first_of(" \t("), text.size());
        if (end > 0) {
            words.push_back(text.substr(0, end));
        }
        text.remove_prefix(end);
    }
    return words;
}

bool is_harmless_pragma(std::string_view text) {
    const std::vector<std::string_view> words = words_of(text);
    if (words.empty() || contains(known_pragmas, words[0])) {
        return true;
    }
    if (words.size() < 2 || (words[0] != "GCC" && words[0] != "clang")) {
        return false;
    }
    constexpr auto harmless = std::to_array<std::string_view>(
        {"diagnostic", "poison", "warning", "error", "optimize", "push_options", "pop_options",
         "ivdep", "unroll", "loop", "fp", "final", "restrict_expansion"});
    return contains(harmless, words[1]);
}

// No header of the system has these; but a macro of the submission could put them into one.
bool is_harmful_pragma(std::string_view text) {
    const std::vector<std::string_view> words = words_of(text);
    constexpr auto harmful =
        std::to_array<std::string_view>({"weak", "redefine_extname", "comment"});
    constexpr auto harmful_of_clang =
        std::to_array<std::string_view>({"attribute", "section", "__debug"});
    return !words.empty() &&
           (contains(harmful, words[0]) ||
            (words.size() > 1 && words[0] == "clang" && contains(harmful_of_clang, words[1])));
}

Found audit_pragma(const Token& token) {
    if (token.own ? is_harmless_pragma(token.text) : !is_harmful_pragma(token.text)) {
        return std::nullopt;
    }
    const std::size_t begin = std::min(token.text.find_first_not_of(" \t"), token.text.size());
    return Refusal{fmt::format("#pragma {} is not allowed in a submission; remove it",
                               token.text.substr(begin)),
                   token.own ? token.line : 0};
}

Found audit_directive(const Token& token) {
    if (token.kind == Kind::pragma) {
        return audit_pragma(token);
    }
    if (token.kind == Kind::moved) {
        return Refusal{"#line would hide where the lines of your code are; remove it",
                       token.own ? token.line : 0};
    }
    return std::nullopt;
}

Tokens without_directives(const Tokens& tokens) {
    Tokens code;
    std::copy_if(tokens.begin(), tokens.end(), std::back_inserter(code), [](const Token& token) {
        return token.kind != Kind::pragma && token.kind != Kind::macro && token.kind != Kind::moved;
    });
    return code;
}

// What one token, and those behind it, must not be. Moves `at` over what was looked at besides.
Found audit_token(const Tokens& tokens, std::size_t& at, const std::vector<std::string>& allow) {
    const Token& token = tokens[at];
    if (token.is_word("__attribute__") || token.is_word("__attribute")) {
        constexpr int brackets = 2;
        return audit_attributes(tokens, ++at, brackets);
    }
    if (token.is_mark('[') && at + 1 < tokens.size() && tokens[at + 1].is_mark('[')) {
        constexpr int brackets = 2;
        return audit_attributes(tokens, at, brackets);
    }
    if (token.is_word("syscall")) {
        return audit_system_call(tokens, at, allow);
    }
    return token.own && token.kind == Kind::word ? refuse_word(token) : std::nullopt;
}

// The literals of the label whose opening bracket is tokens[at].
bool may_lead_to_syscall(const Tokens& tokens, std::size_t at) {
    std::string label;
    for (++at; at < tokens.size() && tokens[at].kind == Kind::text; ++at) {
        const std::string_view literal = tokens[at].text;
        if (!literal.starts_with('"') || literal.find('\\') != std::string_view::npos) {
            return true; // no header spells it so
        }
        label += literal.substr(1, literal.size() - 2);
    }
    return label == "syscall";
}

} // namespace

std::optional<Refusal> audit_source(const std::vector<Token>& tokens,
                                    const std::vector<std::string>& allow) {
    for (const Token& token : tokens) {
        if (auto found = audit_directive(token)) {
            return found;
        }
    }
    // The compiler takes directives out before it looks at what stands around them.
    const Tokens code = without_directives(tokens);
    for (std::size_t at = 0; at < code.size(); ++at) {
        if (auto found = audit_token(code, at, allow)) {
            return found;
        }
    }
    return std::nullopt;
}

std::optional<Refusal> audit_labels(const std::vector<Token>& all) {
    const Tokens tokens = without_directives(all);
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        const Token& token = tokens[at];
        if (token.kind != Kind::word || !contains(labels, token.text)) {
            continue;
        }
        if (token.own) {
            return Refusal{fmt::format("{} is not allowed: declare and call functions by their own "
                                       "names",
                                       token.text),
                           token.line};
        }
        // The C library's headers have labels, which lead to functions that the audit of objects
        // knows; but one of them may be called with some numbers only.
        if (may_lead_to_syscall(tokens, at + 1)) {
            return Refusal{"a macro puts a label into a header of the system; remove it"};
        }
    }
    return std::nullopt;
}

std::vector<Token> own_tokens(const std::vector<Token>& tokens) {
    std::vector<Token> own;
    std::copy_if(tokens.begin(), tokens.end(), std::back_inserter(own),
                 [](const Token& token) { return token.own; });
    return own;
}

std::optional<Refusal> audit_sameness(std::span<const std::vector<Token>> builds) {
    const auto same_text = [](const Token& a, const Token& b) { return a.text == b.text; };
    for (std::size_t i = 1; i < builds.size(); ++i) {
        const auto [one, two] = std::mismatch(builds[0].begin(), builds[0].end(), builds[i].begin(),
                                              builds[i].end(), same_text);
        if (one != builds[0].end() || two != builds[i].end()) {
            const int line = one == builds[0].end()   ? two->line
                             : two == builds[i].end() ? one->line
                                                      : std::min(one->line, two->line);
            return Refusal{"this is other code in one build than in another: the checks must see "
                           "what runs; remove the condition around it",
                           line};
        }
    }
    return std::nullopt;
}

int line_that_names(const std::vector<Token>& tokens, std::string_view word) {
    int named = 0;
    int as_member = 0;
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        const Token& token = tokens[at];
        if (!token.own || !token.is_word(word)) {
            continue;
        }
        const auto before = [&](char mark) { return at > 0 && tokens[at - 1].is_mark(mark); };
        const bool is_declared =
            at > 0 && tokens[at - 1].kind == Kind::word && !tokens[at - 1].is_word("return");
        const bool is_call = at + 1 < tokens.size() && tokens[at + 1].is_mark('(') && !is_declared;
        int& line = before('.') || before('>') ? as_member : named;
        if (is_call && !before('.') && !before('>')) {
            return token.line;
        }
        line = line == 0 ? token.line : line;
    }
    return named != 0 ? named : as_member;
}

} // namespace threadlab::build
