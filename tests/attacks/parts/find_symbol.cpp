#include <cstdint>
#include <cstdio>
#include <cstring>
#include <elf.h>

// Reads the tables that the loader has in memory: no call that could be refused.
namespace attack {

inline const char* elf_before(const void* place) {
    constexpr std::uintptr_t page = 4096;
    auto at = reinterpret_cast<std::uintptr_t>(place) & ~(page - 1);
    while (std::memcmp(reinterpret_cast<const void*>(at), ELFMAG, SELFMAG) != 0) {
        at -= page;
    }
    return reinterpret_cast<const char*>(at);
}

// The segment of type `type` and, of those, with the flags `flags`, if they are given.
inline const Elf64_Phdr* segment(const char* base, unsigned type, unsigned flags = 0) {
    const auto* header = reinterpret_cast<const Elf64_Ehdr*>(base);
    const auto* program = reinterpret_cast<const Elf64_Phdr*>(base + header->e_phoff);
    for (int i = 0; i < header->e_phnum; ++i) {
        if (program[i].p_type == type && (program[i].p_flags & flags) == flags) {
            return program + i;
        }
    }
    return nullptr;
}

inline void* find_symbol(const char* base, const char* name) {
    const Elf64_Sym* symbols = nullptr;
    const char* names = nullptr;
    const auto* entry =
        reinterpret_cast<const Elf64_Dyn*>(base + segment(base, PT_DYNAMIC)->p_vaddr);
    for (; entry->d_tag != DT_NULL; ++entry) {
        if (entry->d_tag == DT_SYMTAB) {
            symbols = reinterpret_cast<const Elf64_Sym*>(entry->d_un.d_ptr);
        }
        if (entry->d_tag == DT_STRTAB) {
            names = reinterpret_cast<const char*>(entry->d_un.d_ptr);
        }
    }
    for (const Elf64_Sym* symbol = symbols; reinterpret_cast<const char*>(symbol) < names;
         ++symbol) {
        if (symbol->st_value != 0 && std::strcmp(names + symbol->st_name, name) == 0) {
            return const_cast<char*>(base) + symbol->st_value;
        }
    }
    return nullptr;
}

inline void* find_in_c_library(const char* name) {
    return find_symbol(elf_before(reinterpret_cast<const void*>(&std::puts)), name);
}

} // namespace attack
