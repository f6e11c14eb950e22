// What clang and the linkers print -> plain structs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace threadlab::build {

// A note that belongs to an error, or the error itself.
struct Remark {
    std::string file; // as printed; empty if it has no place
    int line = 0;
    int column = 0;
    std::string text;
    std::vector<std::string> excerpt; // lines of code, with marks below
};

struct CompilerError {
    Remark error;
    std::vector<Remark> notes;
    std::vector<std::string> included_from; // "threading.cpp:3", outermost first
};

// All errors in order, each with its notes; warnings are left out.
std::vector<CompilerError> read_compiler_output(std::string_view output);

struct LinkError {
    enum class Kind { undefined, duplicate };
    Kind kind = Kind::undefined;
    std::string symbol; // demangled; the library's default arguments are left out
    std::string file;   // where it is used, or defined again; empty if that was not said
    int line = 0;
    bool operator==(const LinkError&) const = default;
};

// From GNU ld and lld alike, each symbol once.
std::vector<LinkError> read_linker_output(std::string_view output);

// `text` with the system's paths shortened: "/usr/include/c++/12/thread" -> "<thread>", other
// absolute paths to the file's name.
std::string without_paths(std::string_view text);

// The part after the last slash.
std::string file_name(std::string_view path);

} // namespace threadlab::build
