#include "judge/figure.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace threadlab::judge {

namespace {

std::string number_in_words(double number) {
    return fmt::format("{:.10g}", number);
}

// What was recorded under `name`, over all outcomes; nothing if one of them lacks it.
std::optional<std::string> told(const std::vector<Measures>& measured, const std::string& name) {
    std::vector<double> values;
    for (const Measures& measures : measured) {
        const std::optional<double> value = find_measure(measures, name);
        if (!value) {
            return std::nullopt;
        }
        values.push_back(*value);
    }
    if (values.empty()) {
        return std::nullopt;
    }
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    const std::string from = number_in_words(*least);
    const std::string to = number_in_words(*most);
    return from == to ? from : from + " to " + to;
}

} // namespace

Finding with_figure(Finding finding, const course::Figure& figure) {
    std::string text;
    std::size_t done = 0;
    for (std::size_t open = figure.shows.find('{'); open != std::string::npos;
         open = figure.shows.find('{', done)) {
        const std::size_t close = figure.shows.find('}', open);
        if (close == std::string::npos) {
            break;
        }
        const std::string name = figure.shows.substr(open + 1, close - open - 1);
        const std::optional<std::string> value = told(finding.measured, name);
        if (!value) {
            return ungraded("the check recorded no " + name);
        }
        text += figure.shows.substr(done, open - done) + *value;
        done = close + 1;
    }
    finding.figure = figure.of + ": " + text + figure.shows.substr(done);
    return finding;
}

} // namespace threadlab::judge
