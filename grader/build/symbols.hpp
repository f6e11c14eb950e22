// What a shared object defines and what it lacks, read from its dynamic symbol table.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace threadlab::build {

struct Symbols {
    std::set<std::string> defined;
    std::set<std::string> undefined; // strong ones only: weak ones may stay so
};

// Throws std::runtime_error if the file is no shared object.
Symbols read_symbols(const std::filesystem::path& object);

// Those of `undefined` that no library of the system provides.
std::vector<std::string> not_of_the_system(const std::set<std::string>& undefined);

// "_ZN3lab3fooEi" -> "lab::foo(int)"; a name that is not mangled stays as it is.
std::string demangle(const std::string& symbol);

// The functions among `required` that `object` lacks, as a student would name them
// ("lab::threading::Worker::start"), each once.
std::vector<std::string> missing_functions(const std::vector<std::string>& required,
                                           const std::filesystem::path& object);

} // namespace threadlab::build
