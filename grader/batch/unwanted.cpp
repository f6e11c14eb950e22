#include "batch/unwanted.hpp"

#include "batch/folded_name.hpp"
#include "batch/names.hpp"

#include <algorithm>
#include <array>

namespace threadlab::batch {

namespace {

using Words = std::initializer_list<std::string_view>;

bool is_one_of(std::string_view word, Words words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool ends_in(std::string_view word, Words endings) {
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view ending) { return word.ends_with(ending); });
}

// `name` is in lower case, as on systems that see no difference.
bool steers_tools(std::string_view name) {
    return is_one_of(name, {"makefile",
                            "gnumakefile",
                            "cmakelists.txt",
                            "cmakepresets.json",
                            "cmakeuserpresets.json",
                            "cmakecache.txt",
                            "compile_commands.json",
                            "compile_flags.txt",
                            "configure",
                            "meson.build",
                            "build",
                            "workspace",
                            ".clang-format",
                            ".clang-tidy",
                            ".clangd",
                            ".gitattributes",
                            ".gitignore",
                            ".gitmodules",
                            ".editorconfig",
                            ".gdbinit",
                            ".lldbinit"}) ||
           ends_in(name, {".cmake", ".mk", ".mak", ".ninja", ".cfg", ".vcxproj", ".sln", ".bat",
                          ".sh", ".yaml", ".yml", ".modulemap"});
}

bool is_compiled(std::string_view name) {
    return ends_in(name, {".o", ".a", ".so", ".pch", ".gch", ".obj", ".lib", ".exe", ".dll",
                          ".dylib", ".out", ".pcm", ".bc", ".ll", ".ilk", ".pdb"}) ||
           name.find(".so.") != std::string_view::npos;
}

// Those of the standard library have no ending.
bool stands_for_a_header(std::string_view name) {
    return ends_in(name, {".h", ".hpp", ".hh", ".hxx", ".h++", ".inc", ".ipp", ".tpp"}) ||
           name.find('.') == std::string_view::npos;
}

} // namespace

Remark remark_on_unwanted(std::string_view name, const std::vector<std::string>& wanted) {
    const std::string last = folded_name(last_part(name));
    Remark remark{Fate::ignored, std::string(name), ""};
    for (const std::string& one : wanted) {
        if (folded_name(one) == last) {
            remark.fate = Fate::refused;
            remark.why = "the exercise's file is called " + one + "; rename it";
            return remark;
        }
    }
    if (is_archive_name(last)) {
        remark.fate = Fate::refused;
        remark.why =
            "it is an archive in what was handed in, and not opened; hand in what it holds";
    } else if (steers_tools(last)) {
        remark.why = "it would steer a tool; the grader has settings of its own";
    } else if (is_compiled(last)) {
        remark.why = "it is what a compiler made; only the source is taken";
    } else if (stands_for_a_header(last)) {
        remark.why = "it may stand for a header; the exercise's and the library's own are used";
    } else {
        remark.why = "no exercise asks for a file of that name";
    }
    return remark;
}

} // namespace threadlab::batch
