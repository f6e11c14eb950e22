// Text that a submission chose, as a scalar of a scorecard.

#include "scorecard/yaml_scalar.hpp"
#include "scorecard/utf8.hpp"
#include "scorecard/yaml.hpp"
#include "target.hpp"

#include <string>
#include <yaml-cpp/yaml.h>

using namespace threadlab::scorecard;
using threadlab::fuzz::require;

namespace {

void require_harmless(std::string_view text) {
    while (!text.empty()) {
        const Character character = first_character(text);
        require(is_visible(character) || character.code == '\n' || character.code == '\t',
                "what is written is visible");
        text.remove_prefix(character.bytes);
    }
}

// Bytes that are not UTF-8 are written as the characters of these numbers.
std::string as_utf8(std::string_view text) {
    std::string clean;
    while (!text.empty()) {
        const Character character = first_character(text);
        if (character.is_utf8) {
            clean += text.substr(0, character.bytes);
        } else {
            clean += static_cast<char>(0xc0U | (character.code >> 6U));
            clean += static_cast<char>(0x80U | (character.code & 0x3fU));
        }
        text.remove_prefix(character.bytes);
    }
    return clean;
}

void require_kept(const std::string& yaml, const std::string& text, const char* where) {
    require_harmless(yaml);
    const YAML::Node node = YAML::Load(yaml);
    require(node["text"].IsScalar() && node["text"].Scalar() == text, where);
    require(node["next"].Scalar() == "x" && node.size() == 2, "a scalar stays one scalar");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(threadlab::fuzz::text_of(data, size));
    const std::string clean = as_utf8(text);
    require_kept("text: " + block_scalar(text, 2) + "\nnext: x\n", clean, "a block keeps its text");
    require_kept("{text: " + inline_scalar(text) + ", next: x}", clean, "a line keeps its text");
    Scorecard card;
    card.isolation = "full";
    auto& check = card.checks.emplace_back();
    check.message = check.at = clean;
    check.notes = {clean, "x"};
    check.steps = {{.does = "read", .what = clean, .saw = clean, .at = clean}};
    const auto again = read_yaml(to_yaml(card));
    require(std::holds_alternative<Scorecard>(again), "a scorecard with any text can be read");
    require(std::get<Scorecard>(again) == card, "a scorecard with any text is read back");
    return 0;
}
