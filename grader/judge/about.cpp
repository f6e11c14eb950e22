#include "judge/about.hpp"

#include "build/symbols.hpp"
#include "judge/symbolise.hpp"

#include <algorithm>
#include <exception>

namespace threadlab::judge {
namespace {

// The addresses of the functions of that name which the checks call.
std::vector<harness::Frame> addresses_of(const std::string& name, const build::Kit& kit,
                                         const std::filesystem::path& object) {
    const auto defined = build::read_symbols(object).defined;
    std::vector<harness::Frame> frames;
    for (const std::string& symbol : kit.required) {
        const auto found = defined.find(symbol);
        if (found != defined.end() && build::is_meant(symbol, name)) {
            frames.push_back({object.filename().string(), found->second});
        }
    }
    return frames;
}

// What is inlined where a function begins comes before the function itself. An empty one may have
// the address of the next.
bool begins(const std::vector<Place>& places, const std::string& name, const std::string& file) {
    return !places.empty() && is_of(places.back(), file) &&
           build::is_meant(places.back().function, name);
}

// The line where the first of that name begins; 0 if that cannot be found out.
int line_of(const std::string& name, const Bench& bench) {
    const std::filesystem::path& object =
        bench.built.object(bench.built.has(build::Variant::explore) ? build::Variant::explore
                                                                    : build::Variant::native);
    const auto looked_up = symbolise(addresses_of(name, bench.kit, object), object,
                                     bench.toolchain.symbolizer, bench.sandbox);
    const auto* places = std::get_if<Places>(&looked_up);
    if (places == nullptr) {
        return 0;
    }
    std::vector<int> lines;
    for (const auto& [frame, at] : *places) {
        if (begins(at, name, bench.submission.name)) {
            lines.push_back(first_line(at.back()));
        }
    }
    const auto first = std::min_element(lines.begin(), lines.end());
    return first == lines.end() ? 0 : *first;
}

} // namespace

Finding told_at_function(Finding finding, const Bench& bench, const course::Check& check) {
    if (finding.status != scorecard::CheckStatus::failed || !finding.at.empty() || !check.about ||
        finding.diagnosis == "data-race" || finding.diagnosis == "forged-result") {
        return finding;
    }
    int line = 0;
    try {
        line = line_of(*check.about, bench);
    } catch (const std::exception&) {
        return finding; // a verdict does not depend on it
    }
    const std::string& text = bench.submission.text;
    // A source may claim any line to be the next.
    if (line > 0 && line <= std::count(text.begin(), text.end(), '\n') + 1) {
        finding.at = bench.submission.name + ":" + std::to_string(line);
    }
    return finding;
}

} // namespace threadlab::judge
