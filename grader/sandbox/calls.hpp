// Which system calls a command may make, as far as who starts it decides.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace threadlab::sandbox {

// tools: the compiler and its kin: files, other programs. The others are for what a submission may
// do: threads alone; files of its own besides; or processes, pipes and shared memory, too.
enum class Calls { tools, threads, files, processes };

inline constexpr std::array<std::string_view, 4> calls_words{"tools", "threads", "files",
                                                             "processes"};

constexpr std::string_view to_word(Calls calls) {
    return calls_words.at(static_cast<std::size_t>(calls));
}

constexpr std::optional<Calls> parse_calls(std::string_view word) {
    for (std::size_t i = 0; i < calls_words.size(); ++i) {
        if (calls_words.at(i) == word) {
            return static_cast<Calls>(i);
        }
    }
    return std::nullopt;
}

} // namespace threadlab::sandbox
