#include "course/source_file.hpp"

#include <fstream>
#include <iterator>

namespace threadlab::course {

namespace {

constexpr std::uintmax_t largest = 1'000'000;

} // namespace

SourceFile read_source(const std::filesystem::path& path) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status))
        return {std::nullopt, "there is no such file"};
    if (!std::filesystem::is_regular_file(status))
        return {std::nullopt, "this is not a file"};
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (!error && size > largest)
        return {std::nullopt, "the file is larger than 1 MB"};
    std::ifstream in(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (error || !in)
        return {std::nullopt, "the file cannot be read: check its permissions"};
    return {std::move(text), ""};
}

} // namespace threadlab::course
