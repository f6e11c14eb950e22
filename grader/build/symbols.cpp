#include "build/symbols.hpp"

#include "build/elf_file.hpp"

#include <algorithm>
#include <cstdlib>
#include <cxxabi.h>
#include <dlfcn.h>
#include <memory>
#include <string_view>

namespace threadlab::build {

namespace {

// Each of a name's references to one of its parts may double what it stands for: a name of 255
// bytes can mean a gigabyte. With so many, it is a megabyte or two at most; names that people read
// have fewer.
constexpr int most_references = 24;

// S_, S0_, T_, T1_ and the like.
int references_in(std::string_view symbol) {
    int count = 0;
    for (std::size_t at = symbol.find_first_of("ST"); at != std::string_view::npos;
         at = symbol.find_first_of("ST", at + 1)) {
        const std::size_t end =
            symbol.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", at + 1);
        count += end != std::string_view::npos && symbol[end] == '_' ? 1 : 0;
    }
    return count;
}

} // namespace

Symbols read_symbols(const std::filesystem::path& object) {
    Symbols symbols;
    const ElfFile file(object); // holds the names
    for (const auto& [name, symbol] : file.symbols(SHT_DYNSYM)) {
        if (symbol.st_shndx != SHN_UNDEF) {
            symbols.defined.emplace(name, symbol.st_value);
        } else if (GELF_ST_BIND(symbol.st_info) != STB_WEAK) {
            symbols.undefined.insert(name);
        }
    }
    return symbols;
}

std::vector<std::string> not_of_the_system(const std::set<std::string>& undefined) {
    std::vector<std::string> left;
    // The grader is linked with the same C and C++ libraries as a harness.
    std::copy_if(
        undefined.begin(), undefined.end(), std::back_inserter(left),
        [](const std::string& name) { return dlsym(RTLD_DEFAULT, name.c_str()) == nullptr; });
    return left;
}

std::string demangle(const std::string& symbol) {
    if (references_in(symbol) > most_references) {
        return symbol;
    }
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> name(
        abi::__cxa_demangle(symbol.c_str(), nullptr, nullptr, &status), &std::free);
    return status == 0 ? name.get() : symbol;
}

std::string function_name(const std::string& symbol) {
    const std::string full = demangle(symbol);
    for (const char* derived : {"vtable for ", "typeinfo for ", "typeinfo name for ", "VTT for ",
                                "non-virtual thunk to ", "virtual thunk to "}) {
        if (full.starts_with(derived)) {
            return "";
        }
    }
    // "name[abi:cxx11]() const": the tag is the compiler's, not the student's.
    return full.substr(0, full.find_first_of("(["));
}

bool is_meant(const std::string& symbol, const std::string& name) {
    const std::string function = function_name(symbol);
    return function == name || function.ends_with("::" + name);
}

} // namespace threadlab::build
