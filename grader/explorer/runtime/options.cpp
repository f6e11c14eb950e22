#include "explorer/runtime/options.hpp"

#include "explorer/runtime/system.hpp"

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace threadlab::explorer {
namespace {

using std::string_view;

template <typename Number>
Number read_number(string_view& text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) {
        system::give_up("LAB_EXPLORE: a number is missing");
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

bool take(string_view& text, char letter) {
    const bool there = !text.empty() && text.front() == letter;
    text.remove_prefix(there ? 1 : 0);
    return there;
}

arena::Vector<Decision> read_decisions(string_view text) {
    arena::Vector<Decision> decisions;
    while (!text.empty()) {
        Decision decision;
        decision.step = read_number<std::uint32_t>(text);
        const bool chance = take(text, 'c');
        if (!chance && !take(text, 't')) {
            system::give_up("LAB_EXPLORE: replay holds no list of decisions");
        }
        decision.kind = chance ? Decision::Kind::chance : Decision::Kind::thread;
        decision.choice = read_number<std::int16_t>(text);
        if (take(text, 'o')) {
            decision.how = How::timed_out;
        } else if (take(text, 's')) {
            decision.how = How::spurious;
        }
        decisions.push_back(decision);
        if (!take(text, '.') && !text.empty()) {
            system::give_up("LAB_EXPLORE: replay holds no list of decisions");
        }
    }
    return decisions;
}

void read_option(Options& options, string_view key, string_view value) {
    if (key == "schedules") {
        options.schedules = read_number<std::uint32_t>(value);
    } else if (key == "strategy") {
        options.strategy = value;
    } else if (key == "preemptions") {
        options.preemptions = read_number<std::uint32_t>(value);
    } else if (key == "seed") {
        options.seed = read_number<std::uint64_t>(value);
    } else if (key == "time") {
        options.time_is_free = value != "virtual";
    } else if (key == "cores") {
        options.cores = read_number<int>(value);
    } else if (key == "process") {
        options.one_process = value != "each";
    } else if (key == "processes") {
        options.may_fork = value == "yes";
    } else if (key == "record") {
        options.record = read_number<int>(value);
    } else if (key == "minimise") {
        options.minimises = value != "no";
    } else if (key == "debug") {
        options.in_debugger = value == "yes";
    } else if (key == "seek") {
        options.races_only = value == "races";
    } else if (key == "output") {
        options.most_printed = read_number<long>(value);
    } else if (key == "memory") {
        options.most_megabytes = read_number<std::size_t>(value);
    } else if (key == "replay") {
        options.replay = true;
        options.decisions = read_decisions(value);
    } else {
        system::give_up("LAB_EXPLORE: an option is not known");
    }
}

} // namespace

Options read_options(const char* text) {
    Options options;
    string_view rest = text == nullptr ? "" : text;
    while (!rest.empty()) {
        const string_view entry = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(entry.size() + 1, rest.size()));
        const std::size_t equals = entry.find('=');
        if (equals == string_view::npos) {
            system::give_up("LAB_EXPLORE: an option has no value");
        }
        read_option(options, entry.substr(0, equals), entry.substr(equals + 1));
    }
    return options;
}

Options options_of_environment() {
    Options options = read_options(std::getenv("LAB_EXPLORE"));
    unsetenv("LAB_EXPLORE");
    return options;
}

arena::String write_decisions(const Decision* decisions, std::size_t count) {
    arena::String text;
    const auto add = [&](auto number) {
        char digits[24];
        const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
        text.append(digits, end);
    };
    for (std::size_t i = 0; i < count; ++i) {
        const Decision& decision = decisions[i];
        text += i == 0 ? "" : ".";
        add(decision.step);
        text += decision.kind == Decision::Kind::chance ? 'c' : 't';
        add(decision.choice);
        if (decision.how != How::ready) {
            text += decision.how == How::timed_out ? 'o' : 's';
        }
    }
    return text;
}

} // namespace threadlab::explorer
