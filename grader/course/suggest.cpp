#include "course/suggest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <numeric>

namespace threadlab::course {

namespace {

constexpr std::size_t most_words = 8;
constexpr std::size_t longest_word = 200; // the distance takes time and space by its square

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& letter : result)
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    return result;
}

// Levenshtein's distance, in which two neighbouring letters swapped count once.
std::size_t distance(const std::string& a, const std::string& b) {
    std::vector<std::vector<std::size_t>> cost(a.size() + 1,
                                               std::vector<std::size_t>(b.size() + 1));
    std::iota(cost[0].begin(), cost[0].end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        cost[i][0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replace = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            cost[i][j] = std::min({replace, cost[i - 1][j] + 1, cost[i][j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    }
    return cost[a.size()][b.size()];
}

} // namespace

std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates) {
    std::optional<std::string> best;
    if (word.size() > longest_word)
        return best;
    std::size_t least = longest_word;
    for (const std::string& candidate : candidates) {
        if (candidate.size() > longest_word)
            continue;
        const std::size_t far = distance(lower(word), lower(candidate));
        const std::size_t slips =
            std::max<std::size_t>(1, std::max(word.size(), candidate.size()) / 3);
        if (far <= slips && far < least) {
            least = far;
            best = candidate;
        }
    }
    return best;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& candidates,
                       std::string_view otherwise) {
    if (const auto near = nearest(word, candidates))
        return fmt::format("did you mean '{}'?", *near);
    return fmt::format("{}: {}", otherwise, enumerate(candidates));
}

std::string enumerate(const std::vector<std::string>& words) {
    if (words.empty())
        return "none";
    const std::size_t shown = std::min(words.size(), most_words);
    const auto end = words.begin() + static_cast<std::ptrdiff_t>(shown);
    const std::string list = fmt::format("{}", fmt::join(words.begin(), end, ", "));
    return shown == words.size() ? list : fmt::format("{} and {} more", list, words.size() - shown);
}

} // namespace threadlab::course
