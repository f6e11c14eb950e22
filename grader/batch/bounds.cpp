#include "batch/bounds.hpp"

#include <array>
#include <charconv>

namespace threadlab::batch {

namespace {

constexpr std::array members{
    &Bounds::archive_bytes, &Bounds::file_bytes,     &Bounds::bytes_each,
    &Bounds::bytes,         &Bounds::entries_each,   &Bounds::entries,
    &Bounds::name_bytes,    &Bounds::unpacked_bytes, &Bounds::unpacked_per_byte,
    &Bounds::unpacked_free, &Bounds::depth};

} // namespace

std::vector<std::string> to_words(const Bounds& bounds) {
    std::vector<std::string> words;
    words.reserve(members.size());
    for (const auto member : members) {
        words.push_back(std::to_string(bounds.*member));
    }
    return words;
}

std::optional<Bounds> from_words(const std::vector<std::string>& words) {
    if (words.size() != members.size()) {
        return std::nullopt;
    }
    Bounds bounds;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const char* const end = words[i].data() + words[i].size();
        const auto [stopped, error] = std::from_chars(words[i].data(), end, bounds.*members[i]);
        if (error != std::errc() || stopped != end) {
            return std::nullopt;
        }
    }
    return bounds;
}

} // namespace threadlab::batch
