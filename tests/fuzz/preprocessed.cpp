// The submission as the preprocessor prints it, and the audits of what it says.

#include "build/preprocessed.hpp"
#include "build/header_audit.hpp"
#include "build/source_audit.hpp"
#include "target.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

using namespace threadlab;
using build::Token;
using fuzz::require;
using Tokens = std::vector<Token>;

namespace {

bool is_code(const Token& token) {
    using Kind = Token::Kind;
    return token.kind == Kind::word || token.kind == Kind::number || token.kind == Kind::text ||
           token.kind == Kind::mark;
}

// A raw string goes on until it is closed: written anew, it would take in what follows.
bool may_be_open(const Token& token) {
    return token.kind == Token::Kind::text && token.text.find('R') != std::string_view::npos;
}

// Each token on a line of its own, and none where a directive begins.
std::string written(const Tokens& tokens) {
    std::string text;
    for (const Token& token : tokens) {
        text += ' ';
        text += token.text;
        text += '\n';
    }
    return text;
}

bool same(const Tokens& some, const Tokens& others) {
    return std::ranges::equal(some, others, [](const Token& a, const Token& b) {
        return a.kind == b.kind && a.text == b.text;
    });
}

void require_same_behind_others(const std::string& text, const Tokens& tokens) {
    const std::string before = "\"\\\"/*\" '\"' '\\'' R\"x(\")\")x\" 1'000 <::a\n";
    constexpr std::size_t count = 9; // of its tokens: ":" and ":" are two
    const std::string behind = before + text;
    Tokens all = build::read_preprocessed(behind);
    require(all.size() == tokens.size() + count, "what stands before stands for itself");
    all.erase(all.begin(), all.begin() + count);
    require(same(all, tokens), "what stands before changes no token");
}

void require_same_when_written(Tokens code) {
    if (!code.empty() && may_be_open(code.back())) {
        code.pop_back();
    }
    const std::string text = written(code);
    const Tokens again = build::read_preprocessed(text);
    require(same(code, again), "what parts the tokens changes none of them");
}

// Where nothing is a directive or spelled as something else, all but blanks is in a token.
void require_nothing_left_out(std::string_view text, const Tokens& tokens) {
    const char* end = text.data();
    const auto require_blank = [&](const char* next) {
        require(std::all_of(end, next,
                            [](char c) {
                                return std::string_view(" \t\v\f\r\n").find(c) !=
                                       std::string_view::npos;
                            }),
                "what is in no token is blank");
    };
    for (const Token& token : tokens) {
        require(token.text.data() >= end, "tokens stand one behind the other");
        require_blank(token.text.data());
        end = token.text.data() + token.text.size();
    }
    require_blank(text.data() + text.size());
}

void require_place(const std::optional<build::Refusal>& refusal, const Tokens& own) {
    if (refusal) {
        require(!refusal->message.empty(), "a refusal says why");
        require(refusal->line >= 0, "a line has a number");
        require(refusal->line == 0 ||
                    std::ranges::any_of(
                        own, [&](const Token& token) { return token.line == refusal->line; }),
                "a refusal names a line of the submission's own");
    }
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(fuzz::text_of(data, size));
    const Tokens tokens = build::read_preprocessed(text);
    if (text.find_first_of("#%<:") == std::string::npos) {
        require_nothing_left_out(text, tokens);
    }
    Tokens code;
    std::ranges::copy_if(tokens, std::back_inserter(code), is_code);
    require_same_when_written(code);
    require_same_behind_others(text, tokens);

    const Tokens own = build::own_tokens(tokens);
    require(std::ranges::all_of(own, &Token::own), "own tokens are own");
    const std::vector<Tokens> builds{own, own};
    require(!build::audit_sameness(builds), "a text is the same as itself");

    require(!build::audit_headers(tokens, tokens), "headers are the same as themselves");
    require(build::includes_alone(own) == build::includes_alone(tokens),
            "what is included is the submission's to say");

    const auto refusal = build::audit_source(tokens, {});
    const auto label = build::audit_labels(tokens);
    require_place(refusal, own);
    require_place(label, own);
    require(refusal || !build::audit_source(tokens, {"threads", "processes", "files"}),
            "who may do more is not refused for it");
    const std::string more = text + "\n;\n";
    const Tokens with_more = build::read_preprocessed(more);
    require(!refusal || build::audit_source(with_more, {}), "what follows excuses nothing");
    require(!label || build::audit_labels(with_more), "what follows excuses no label");
    return 0;
}
