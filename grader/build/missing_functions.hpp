// What a submission leaves out that its header declares.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace threadlab::build {

// The functions among `required` (mangled) that `object` lacks, by name, each once.
std::vector<std::string> missing_functions(const std::vector<std::string>& required,
                                           const std::filesystem::path& object);

// In words for the author of `file`: which they are and where `header` declares them.
std::string missing_in_words(const std::vector<std::string>& missing, const std::string& file,
                             const std::filesystem::path& header);

} // namespace threadlab::build
