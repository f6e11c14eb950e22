// What a shared object defines and what it lacks, read from its dynamic symbol table.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace threadlab::build {

struct Symbols {
    std::map<std::string, unsigned long> defined; // and where in the object
    std::set<std::string> undefined;              // strong ones only: weak ones may stay so
};

// Throws std::runtime_error if the file is no shared object.
Symbols read_symbols(const std::filesystem::path& object);

// Those of `undefined` that no library of the system provides.
std::vector<std::string> not_of_the_system(const std::set<std::string>& undefined);

// "_ZN3lab3fooEi" -> "lab::foo(int)"; a name that is not mangled stays as it is, and so does one
// that could mean more than anybody can read.
std::string demangle(const std::string& symbol);

// The same as a student would name it: "lab::threading::Worker::start". Empty for what the compiler
// adds to a class: its table of virtual functions, and the like.
std::string function_name(const std::string& symbol);

// Whether `name`, as "Worker::start" or "fetch_all", means the function of that symbol.
bool is_meant(const std::string& symbol, const std::string& name);

} // namespace threadlab::build
