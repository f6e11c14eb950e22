#include "course/manifest_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace threadlab::course {

namespace {

constexpr NumberRange seconds_range{0.1, 600, "a number from 0.1 to 600"};
constexpr WholeRange memory_range{16, 65536};
constexpr WholeRange threads_range{1, 4096};
constexpr WholeRange output_range{1, 10240};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

} // namespace

Limits read_limits(const MapReader& map, const Limits& defaults, ProblemLog& log) {
    const YamlNode* node = map.value("limits", Need::optional);
    if (node == nullptr)
        return defaults;
    const MapReader limits(*node, "'limits'", {"seconds", "memory_mb", "threads", "output_kb"},
                           log);
    const Need optional = Need::optional;
    return {
        .seconds = limits.number("seconds", seconds_range, optional).value_or(defaults.seconds),
        .memory_mb = limits.whole("memory_mb", memory_range, optional).value_or(defaults.memory_mb),
        .threads = limits.whole("threads", threads_range, optional).value_or(defaults.threads),
        .output_kb = limits.whole("output_kb", output_range, optional).value_or(defaults.output_kb),
    };
}

std::optional<Text> read_about(const MapReader& map) {
    auto about = map.text("about", Need::optional);
    const auto belongs = [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == ':' || c == '~';
    };
    if (about && !std::all_of(about->text.begin(), about->text.end(), belongs)) {
        map.refuse(
            "about",
            fmt::format("'about' must be the name of a function, such as 'ThreadPool::post', "
                        "not '{}'",
                        about->text));
        return std::nullopt;
    }
    return about;
}

bool is_id(const std::string& id) {
    if (id.empty() || !is_lower(id[0]) || id.back() == '-')
        return false;
    for (std::size_t i = 1; i < id.size(); ++i) {
        const bool hyphen = id[i] == '-' && id[i - 1] != '-';
        if (!hyphen && !is_lower(id[i]) && !is_digit(id[i]))
            return false;
    }
    return true;
}

bool is_exercise_id(const std::string& id) {
    return id.size() > 3 && is_digit(id[0]) && is_digit(id[1]) && id[2] == '-' &&
           is_id(id.substr(3));
}

} // namespace threadlab::course
