// A shared object, opened for reading its tables.
#pragma once

#include "sandbox/descriptor.hpp"

#include <filesystem>
#include <gelf.h>
#include <libelf.h>
#include <memory>
#include <stdexcept>
#include <vector>

namespace threadlab::build {

struct ElfSection {
    Elf_Scn* section = nullptr;
    GElf_Shdr header{};
};

// One symbol of a table, with its name.
struct ElfSymbol {
    const char* name = "";
    GElf_Sym symbol{};
};

// The file is not what it should be; what() says how.
class BadObject : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class ElfFile {
public:
    // Throws BadObject if the file is no shared object.
    explicit ElfFile(const std::filesystem::path& object);

    Elf* get() const { return elf_.get(); }
    GElf_Ehdr header() const;
    const std::vector<ElfSection>& sections() const { return sections_; }
    // nullptr: there is none of that type.
    const ElfSection* find(unsigned type) const;
    const char* name_of(const ElfSection& section) const; // "" if it has none
    // Those of all tables of that type (SHT_DYNSYM, SHT_SYMTAB) that have a name.
    std::vector<ElfSymbol> symbols(unsigned type) const;
    // The bytes of a section; empty if it takes none of the file.
    Elf_Data* data(const ElfSection& section) const {
        return elf_getdata(section.section, nullptr);
    }

private:
    struct End {
        void operator()(Elf* elf) const { elf_end(elf); }
    };

    sandbox::Descriptor file_;
    std::unique_ptr<Elf, End> elf_;
    std::vector<ElfSection> sections_;
};

} // namespace threadlab::build
