#include "build/allowed_calls.hpp"

#include "build/call_lists.hpp"
#include "build/elf_file.hpp"
#include "build/symbols.hpp"
#include "build/word_list.hpp"
#include "course/course.hpp"

#include <algorithm>
#include <array>
#include <dlfcn.h>
#include <fmt/format.h>
#include <map>
#include <set>
#include <stdexcept>

namespace threadlab::build {

namespace {

using course::allows;
using Names = std::set<std::string_view, std::less<>>;

Names names_in(std::string_view list) {
    const std::vector<std::string_view> words = split(list, " \n");
    return {words.begin(), words.end()};
}

struct Catalogue {
    Names everybody = names_in(calls_of_everybody);
    Names files = names_in(calls_for_files);
    Names processes = names_in(calls_for_processes);
    Names large_files = names_in(calls_with_large_files);
};

const Catalogue& catalogue() {
    static const Catalogue once;
    return once;
}

// The function that is meant: what standards, sizes of files and checks of buffers make of a name
// is taken off it.
std::string plain_name(std::string_view symbol) {
    for (const std::string_view dialect : {"__isoc99_", "__isoc23_"}) {
        if (symbol.starts_with(dialect)) {
            symbol.remove_prefix(dialect.size());
        }
    }
    constexpr std::string_view checked = "_chk";
    if (symbol.starts_with("__") && symbol.ends_with(checked)) {
        symbol = symbol.substr(2, symbol.size() - 2 - checked.size());
    }
    constexpr std::string_view large = "64";
    if (symbol.ends_with(large) &&
        catalogue().large_files.contains(symbol.substr(0, symbol.size() - large.size()))) {
        symbol.remove_suffix(large.size());
    }
    return std::string(symbol);
}

// What the libraries that every submission is linked with define. The grader is linked with the
// same ones as a harness.
struct System {
    using Library = std::map<std::string, bool, std::less<>>; // and whether it is a variable
    Library cpp, c, mathematics, compiler, loader;
};

System::Library defined_beside(const char* symbol) {
    Dl_info found{};
    if (dladdr(dlsym(RTLD_DEFAULT, symbol), &found) == 0) {
        throw std::runtime_error(std::string("no library here defines ") + symbol);
    }
    System::Library defined;
    const ElfFile library(found.dli_fname);
    for (const auto& [name, entry] : library.symbols(SHT_DYNSYM)) {
        if (entry.st_shndx != SHN_UNDEF) {
            defined.emplace(name, GELF_ST_TYPE(entry.st_info) == STT_OBJECT);
        }
    }
    return defined;
}

const System& the_system() {
    static const System once{.cpp = defined_beside("__cxa_throw"),
                             .c = defined_beside("printf"),
                             .mathematics = defined_beside("cos"),
                             .compiler = defined_beside("_Unwind_Resume"),
                             .loader = defined_beside("__tls_get_addr")};
    return once;
}

struct LibraryClass {
    std::string_view beginning; // of the demangled name
    std::string_view word;
};
// What of the C++ library opens files.
constexpr auto file_classes = std::to_array<LibraryClass>({{"std::basic_ifstream", "ifstream"},
                                                           {"std::basic_ofstream", "ofstream"},
                                                           {"std::basic_fstream", "fstream"},
                                                           {"std::basic_filebuf", "filebuf"},
                                                           {"std::__basic_file", "filebuf"},
                                                           {"__gnu_cxx::stdio_", "stdio_filebuf"},
                                                           {"std::filesystem::", "filesystem"}});

constexpr std::string_view no_files =
    "this exercise is not about files: keep the data in memory, and print with std::cout";

std::optional<Objection> object_to_library(const std::string& symbol,
                                           const std::vector<std::string>& allow) {
    std::string name = demangle(symbol);
    for (const std::string_view derived :
         {"vtable for ", "typeinfo for ", "typeinfo name for ", "VTT for "}) {
        if (name.starts_with(derived)) {
            name.erase(0, derived.size());
        }
    }
    for (const LibraryClass& one : file_classes) {
        if (name.starts_with(one.beginning) && !allows(allow, "files")) {
            return Objection{std::string(one.word), std::string(no_files)};
        }
    }
    for (const std::string_view handler : {"set_terminate", "set_unexpected"}) {
        if (name.starts_with(fmt::format("std::{}(", handler))) {
            return Objection{std::string(handler),
                             fmt::format("{} would hide from the checks how your code ends; catch "
                                         "the exception where it is thrown",
                                         handler)};
        }
    }
    return std::nullopt;
}

bool is_listed(const std::string& name, const std::vector<std::string>& allow) {
    const Catalogue& known = catalogue();
    return known.everybody.contains(name) ||
           (allows(allow, "files") && known.files.contains(name)) ||
           (allows(allow, "processes") && known.processes.contains(name));
}

std::string advice_against(const std::string& name) {
    for (const Advice& advice : advice_on_calls) {
        if (contains(split(advice.names, " \n"), name)) {
            return std::string(advice.instead);
        }
    }
    if (catalogue().files.contains(name)) {
        return std::string(no_files);
    }
    if (catalogue().processes.contains(name)) {
        return "this exercise is not about processes: start a std::thread";
    }
    return "use what the C++ library offers for the same purpose";
}

} // namespace

std::optional<Objection> object_to(const std::string& symbol,
                                   const std::vector<std::string>& allow) {
    const std::string name = plain_name(symbol);
    if (is_listed(name, allow)) {
        return std::nullopt;
    }
    if (the_system().cpp.contains(symbol)) {
        return object_to_library(symbol, allow);
    }
    if (the_system().mathematics.contains(symbol)) {
        return std::nullopt; // nothing but mathematics
    }
    return Objection{name, fmt::format("{} is not allowed in this exercise; {}",
                                       function_name(symbol), advice_against(name))};
}

bool is_of_the_system(const std::string& symbol, bool is_object) {
    const System& system = the_system();
    const auto has = [&](const System::Library& library) {
        const auto found = library.find(symbol);
        return found != library.end() && (!is_object || found->second);
    };
    return has(system.c) || has(system.cpp) || has(system.mathematics) || has(system.compiler) ||
           has(system.loader);
}

} // namespace threadlab::build
