#include "harness/record.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>

namespace threadlab::harness {

namespace {

struct EndedWord {
    Ended ended;
    std::string_view word;
};
constexpr std::array ended_words{
    EndedWord{Ended::finished, "finished"},   EndedWord{Ended::no_test, "no-test"},
    EndedWord{Ended::skipped, "skipped"},     EndedWord{Ended::unloadable, "unloadable"},
    EndedWord{Ended::no_checks, "no-checks"}, EndedWord{Ended::unconfined, "unconfined"},
    EndedWord{Ended::terminate, "terminate"}, EndedWord{Ended::signal, "signal"},
    EndedWord{Ended::exit, "exit"},           EndedWord{Ended::stopped, "stopped"}};

// One field a tab, one entry a line: so both are escaped inside a field.
std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : text) {
        switch (c) {
        case '\\':
            safe += "\\\\";
            break;
        case '\n':
            safe += "\\n";
            break;
        case '\t':
            safe += "\\t";
            break;
        default:
            safe += c;
        }
    }
    return safe;
}

std::vector<std::string_view> split(std::string_view line) {
    std::vector<std::string_view> fields;
    for (;;) {
        const std::size_t tab = line.find('\t');
        fields.push_back(line.substr(0, tab));
        if (tab == std::string_view::npos) {
            return fields;
        }
        line.remove_prefix(tab + 1);
    }
}

template <typename Number>
std::optional<Number> number(std::string_view text, int base = 10) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

std::string hex(unsigned long value) {
    std::array<char, 2 * sizeof value> digits{};
    const auto end = std::to_chars(digits.begin(), digits.end(), value, 16).ptr;
    return {digits.begin(), end};
}

std::optional<double> real(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

bool add_failure(Record& record, const std::vector<std::string_view>& fields) {
    const auto code = unescaped(fields[1]);
    const auto message = unescaped(fields[2]);
    if (!code || !message) {
        return false;
    }
    record.failures.push_back({*code, *message});
    return true;
}

std::optional<Frame> frame(std::string_view module, std::string_view offset) {
    const auto name = unescaped(module);
    const auto number_of_it = number<unsigned long>(offset, 16);
    return name && number_of_it ? std::optional(Frame{*name, *number_of_it}) : std::nullopt;
}

// Of the failure before it.
bool add_place(Record& record, const std::vector<std::string_view>& fields) {
    if (record.failures.empty() || record.failures.back().at) {
        return false;
    }
    record.failures.back().at = frame(fields[1], fields[2]);
    return record.failures.back().at.has_value();
}

bool add_measure(Record& record, const std::vector<std::string_view>& fields) {
    const auto name = unescaped(fields[1]);
    const auto value = real(fields[2]);
    if (!name || !value) {
        return false;
    }
    record.measures.emplace_back(*name, *value);
    return true;
}

bool add_frame(Record& record, const std::vector<std::string_view>& fields) {
    const auto thread = number<int>(fields[1]);
    const auto read = frame(fields[2], fields[3]);
    if (!thread || !read) {
        return false;
    }
    if (record.stacks.empty() || record.stacks.back().thread != *thread) {
        record.stacks.push_back({*thread, {}});
    }
    record.stacks.back().frames.push_back(*read);
    return true;
}

bool set_ended(Record& record, const std::vector<std::string_view>& fields) {
    const auto* found = std::find_if(ended_words.begin(), ended_words.end(),
                                     [&](const EndedWord& w) { return w.word == fields[1]; });
    if (found == ended_words.end()) {
        return false;
    }
    record.ended = found->ended;
    return true;
}

bool set_what(Record& record, const std::vector<std::string_view>& fields) {
    const auto what = unescaped(fields[1]);
    record.what = what.value_or("");
    return what.has_value();
}

bool set_refused(Record& record, const std::vector<std::string_view>& fields) {
    const auto count = number<int>(fields[1]);
    record.threads_refused = count.value_or(0);
    return count.has_value();
}

bool set_nonce(Record& record, const std::vector<std::string_view>& fields) {
    record.nonce = std::string(fields[1]);
    return true;
}

struct LineKind {
    std::string_view word;
    std::size_t fields;
    bool (*read)(Record&, const std::vector<std::string_view>&);
};
constexpr std::array line_kinds{
    LineKind{"nonce", 2, set_nonce},     LineKind{"ended", 2, set_ended},
    LineKind{"what", 2, set_what},       LineKind{"failure", 3, add_failure},
    LineKind{"measure", 3, add_measure}, LineKind{"frame", 4, add_frame},
    LineKind{"refused", 2, set_refused}, LineKind{"at", 3, add_place}};

bool read_line(Record& record, std::string_view line) {
    const std::vector<std::string_view> fields = split(line);
    const auto* kind = std::find_if(line_kinds.begin(), line_kinds.end(),
                                    [&](const LineKind& k) { return k.word == fields[0]; });
    return kind != line_kinds.end() && fields.size() == kind->fields && kind->read(record, fields);
}

} // namespace

std::optional<std::string> unescaped(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            plain += text[i];
            continue;
        }
        if (++i == text.size()) {
            return std::nullopt;
        }
        switch (text[i]) {
        case '\\':
            plain += '\\';
            break;
        case 'n':
            plain += '\n';
            break;
        case 't':
            plain += '\t';
            break;
        default:
            return std::nullopt;
        }
    }
    return plain;
}

std::string write_record(const Record& record) {
    std::string text{record_header};
    const auto line = [&](std::initializer_list<std::string_view> fields) {
        text += '\n';
        bool first = true;
        for (const std::string_view field : fields) {
            text += first ? "" : "\t";
            text += field;
            first = false;
        }
    };
    const auto* ended = std::find_if(ended_words.begin(), ended_words.end(),
                                     [&](const EndedWord& w) { return w.ended == record.ended; });
    line({"nonce", record.nonce});
    line({"ended", ended->word});
    line({"what", escaped(record.what)});
    line({"refused", std::to_string(record.threads_refused)});
    for (const Failure& failure : record.failures) {
        line({"failure", escaped(failure.code), escaped(failure.message)});
        if (failure.at) {
            line({"at", escaped(failure.at->module), hex(failure.at->offset)});
        }
    }
    std::array<char, 64> digits{};
    for (const auto& [name, value] : record.measures) {
        std::snprintf(digits.data(), digits.size(), "%.17g", value);
        line({"measure", escaped(name), digits.data()});
    }
    for (const Stack& stack : record.stacks) {
        for (const Frame& frame : stack.frames) {
            line({"frame", std::to_string(stack.thread), escaped(frame.module), hex(frame.offset)});
        }
    }
    return text + "\nend\n";
}

std::optional<Record> read_record(std::string_view text) {
    constexpr std::string_view last = "\nend\n";
    const std::string_view whole = text;
    if (!text.starts_with(record_header) || !text.ends_with(last)) {
        return std::nullopt;
    }
    text.remove_prefix(record_header.size());
    text.remove_suffix(last.size());
    Record record;
    while (!text.empty()) {
        if (text.front() != '\n') {
            return std::nullopt;
        }
        text.remove_prefix(1);
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (!read_line(record, text.substr(0, end))) {
            return std::nullopt;
        }
        text.remove_prefix(end);
    }
    // Lines that are missing, come twice or stand elsewhere: nothing that a harness sends.
    return write_record(record) == whole ? std::optional(std::move(record)) : std::nullopt;
}

} // namespace threadlab::harness
