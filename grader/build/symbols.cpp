#include "build/symbols.hpp"

#include "sandbox/descriptor.hpp"

#include <algorithm>
#include <cstdlib>
#include <cxxabi.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace threadlab::build {

namespace {

struct EndElf {
    void operator()(Elf* elf) const { elf_end(elf); }
};

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

void read_table(Elf* elf, Elf_Scn* section, const GElf_Shdr& header, Symbols& symbols) {
    Elf_Data* data = elf_getdata(section, nullptr);
    const std::size_t entry = gelf_fsize(elf, ELF_T_SYM, 1, EV_CURRENT);
    if (data == nullptr || entry == 0) {
        return;
    }
    // By what is there, not by what the header claims.
    const auto count = static_cast<int>(data->d_size / entry);
    for (int i = 0; i < count; ++i) {
        GElf_Sym symbol;
        const char* name = gelf_getsym(data, i, &symbol) == nullptr
                               ? nullptr
                               : elf_strptr(elf, header.sh_link, symbol.st_name);
        if (name == nullptr || *name == '\0') {
            continue;
        }
        if (symbol.st_shndx != SHN_UNDEF) {
            symbols.defined.emplace(name, symbol.st_value);
        } else if (GELF_ST_BIND(symbol.st_info) != STB_WEAK) {
            symbols.undefined.insert(name);
        }
    }
}

} // namespace

Symbols read_symbols(const std::filesystem::path& object) {
    elf_version(EV_CURRENT);
    const sandbox::Descriptor file(open(object.c_str(), O_RDONLY | O_CLOEXEC));
    const std::unique_ptr<Elf, EndElf> elf(elf_begin(file.get(), ELF_C_READ, nullptr));
    if (elf == nullptr || elf_kind(elf.get()) != ELF_K_ELF) {
        throw std::runtime_error(object.string() + " is no shared object");
    }
    Symbols symbols;
    Elf_Scn* section = nullptr;
    while ((section = elf_nextscn(elf.get(), section)) != nullptr) {
        GElf_Shdr header;
        if (gelf_getshdr(section, &header) != nullptr && header.sh_type == SHT_DYNSYM) {
            read_table(elf.get(), section, header, symbols);
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

std::vector<std::string> missing_functions(const std::vector<std::string>& required,
                                           const std::filesystem::path& object) {
    const Symbols symbols = read_symbols(object);
    std::vector<std::string> missing;
    for (const std::string& symbol : required) {
        if (symbols.defined.contains(symbol)) {
            continue;
        }
        std::string name = function_name(symbol);
        if (!name.empty() && std::find(missing.begin(), missing.end(), name) == missing.end()) {
            missing.push_back(std::move(name));
        }
    }
    return missing;
}

} // namespace threadlab::build
