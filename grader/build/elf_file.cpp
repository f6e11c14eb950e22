#include "build/elf_file.hpp"

#include <algorithm>
#include <fcntl.h>

namespace threadlab::build {

ElfFile::ElfFile(const std::filesystem::path& object)
    : file_(open(object.c_str(), O_RDONLY | O_CLOEXEC)) {
    elf_version(EV_CURRENT);
    elf_.reset(elf_begin(file_.get(), ELF_C_READ, nullptr));
    if (elf_ == nullptr || elf_kind(elf_.get()) != ELF_K_ELF) {
        throw BadObject(object.string() + " is no shared object");
    }
    // A program that can be placed anywhere is of that type, too: a harness is.
    if (header().e_type != ET_DYN) {
        throw BadObject(object.string() + " is no shared object");
    }
    Elf_Scn* section = nullptr;
    while ((section = elf_nextscn(elf_.get(), section)) != nullptr) {
        GElf_Shdr header;
        if (gelf_getshdr(section, &header) != nullptr) {
            sections_.push_back({section, header});
        }
    }
}

GElf_Ehdr ElfFile::header() const {
    GElf_Ehdr header{};
    gelf_getehdr(elf_.get(), &header);
    return header;
}

const ElfSection* ElfFile::find(unsigned type) const {
    const auto found =
        std::find_if(sections_.begin(), sections_.end(),
                     [&](const ElfSection& section) { return section.header.sh_type == type; });
    return found == sections_.end() ? nullptr : &*found;
}

const char* ElfFile::name_of(const ElfSection& section) const {
    std::size_t names = 0;
    elf_getshdrstrndx(elf_.get(), &names);
    const char* name = elf_strptr(elf_.get(), names, section.header.sh_name);
    return name == nullptr ? "" : name;
}

std::vector<ElfSymbol> ElfFile::symbols(unsigned type) const {
    std::vector<ElfSymbol> all;
    for (const auto& [section, header] : sections_) {
        Elf_Data* table = header.sh_type == type ? elf_getdata(section, nullptr) : nullptr;
        if (table == nullptr) {
            continue;
        }
        // By what is there, not by what the header claims.
        const auto count =
            static_cast<int>(table->d_size / gelf_fsize(elf_.get(), ELF_T_SYM, 1, EV_CURRENT));
        for (int i = 0; i < count; ++i) {
            GElf_Sym symbol;
            const char* name = gelf_getsym(table, i, &symbol) == nullptr
                                   ? nullptr
                                   : elf_strptr(elf_.get(), header.sh_link, symbol.st_name);
            if (name != nullptr && *name != '\0') {
                all.push_back({name, symbol});
            }
        }
    }
    return all;
}

} // namespace threadlab::build
