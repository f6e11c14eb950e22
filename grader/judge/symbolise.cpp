#include "judge/symbolise.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <climits>
#include <cstdint>
#include <set>
#include <sstream>
#include <string_view>

namespace threadlab::judge {
namespace {

using nlohmann::json;

// Debug information is big where templates are; a report with all its frames answers in seconds.
constexpr sandbox::Limits limits{.cpu_seconds = 30,
                                 .wall_seconds = 30,
                                 .memory_bytes = std::int64_t{2} << 30,
                                 .processes = 16,
                                 .output_bytes = std::int64_t{32} << 20};

// A command line holds about 2 MB; no honest report comes near.
constexpr std::size_t most_addresses = 20'000;

std::string hexadecimal(unsigned long value) {
    std::ostringstream out;
    out << "0x" << std::hex << value;
    return out.str();
}

std::string text_of(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

// 0 where it is none that a line or column can have.
int number_of(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number_unsigned())
        return 0;
    const auto number = found->get<std::uint64_t>();
    return number <= INT_MAX ? static_cast<int>(number) : 0;
}

std::vector<Place> read_places(const json& answer) {
    std::vector<Place> places;
    const auto symbols = answer.find("Symbol");
    if (symbols == answer.end() || !symbols->is_array())
        return places;
    for (const json& symbol : *symbols) {
        if (!symbol.is_object())
            continue;
        Place place{.function = text_of(symbol, "FunctionName"),
                    .file = text_of(symbol, "FileName"),
                    .line = number_of(symbol, "Line"),
                    .function_line = number_of(symbol, "StartLine"),
                    .column = number_of(symbol, "Column")};
        if (place != Place{})
            places.push_back(std::move(place));
    }
    return places;
}

// One element of the symbolizer's answer.
void add_answer(const json& answer, const std::string& module, Places& places) {
    if (!answer.is_object())
        return;
    const std::string address = text_of(answer, "Address");
    unsigned long offset = 0;
    const char* const end = address.data() + address.size();
    if (!address.starts_with("0x"))
        return;
    const auto [stopped, error] = std::from_chars(address.data() + 2, end, offset, 16);
    if (error != std::errc{} || stopped != end)
        return;
    std::vector<Place> found = read_places(answer);
    if (!found.empty())
        places[{module, offset}] = std::move(found);
}

// The whole answer is one array in most versions, and one array or object a line in some.
Places read_answers(const std::string& output, const std::string& module) {
    Places places;
    std::istringstream lines(output);
    for (std::string line; std::getline(lines, line);) {
        const json parsed = json::parse(line, nullptr, false);
        if (parsed.is_array())
            for (const json& answer : parsed)
                add_answer(answer, module, places);
        else
            add_answer(parsed, module, places);
    }
    return places;
}

} // namespace

bool is_of(const Place& place, const std::string& file) {
    return std::filesystem::path(place.file).filename() == file;
}

int first_line(const Place& place) {
    return place.function_line > 0 ? place.function_line : place.line;
}

std::variant<Places, sandbox::MachineFault> symbolise(const std::vector<harness::Frame>& frames,
                                                      const std::filesystem::path& object,
                                                      const std::filesystem::path& symbolizer,
                                                      sandbox::Sandbox& sandbox, FileNames names) {
    const std::string module = object.filename().string();
    std::set<unsigned long> offsets;
    for (const harness::Frame& frame : frames)
        if (frame.module == module && offsets.size() < most_addresses)
            offsets.insert(frame.offset);
    if (offsets.empty())
        return Places{};

    sandbox::Command command;
    command.argv = {symbolizer.string(), "--output-style=JSON"};
    if (names == FileNames::as_given)
        command.argv.emplace_back("--relativenames");
    command.argv.push_back("--obj=" + module);
    for (const unsigned long offset : offsets)
        command.argv.push_back(hexadecimal(offset));
    command.files = {{object, module}};
    const sandbox::Outcome outcome = sandbox.run(command, limits);

    if (const auto* fault = std::get_if<sandbox::MachineFault>(&outcome.ending))
        return *fault;
    if (std::holds_alternative<sandbox::Starved>(outcome.ending))
        return sandbox::MachineFault{"looking up source lines: the machine was too busy"};
    return read_answers(outcome.output, module);
}

} // namespace threadlab::judge
