// attack: puts its own function where the harness keeps the address of write
// check: answer
// gets: fails: answer (wrong-result)
#include "attacked.hpp"

#include "parts/find_symbol.cpp"

#include <link.h>
#include <string>

namespace lab::attacked {

namespace {

using Write = long (*)(int, const void*, unsigned long);
Write real_write = nullptr;

// The record as it would be if nothing had failed.
long write_without_failures(int descriptor, const void* data, unsigned long size) {
    const std::string text(static_cast<const char*>(data), size);
    const std::size_t failure = text.find("\nfailure\t");
    const std::string passing = text.substr(0, failure) + "\nend\n";
    if (failure != std::string::npos) {
        real_write(descriptor, passing.data(), passing.size());
        return static_cast<long>(size);
    }
    return real_write(descriptor, data, size);
}

// Of the module at `base`, every word that is the address of write and can be written.
void replace_in(const char* base, const Elf64_Phdr& data, const Elf64_Phdr* read_only) {
    const std::uint64_t begin =
        read_only != nullptr && read_only->p_vaddr == data.p_vaddr
            ? (read_only->p_vaddr + read_only->p_memsz + 4095) / 4096 * 4096
            : data.p_vaddr;
    for (std::uint64_t at = begin; at + 8 <= data.p_vaddr + data.p_memsz; at += 8) {
        auto* word = reinterpret_cast<Write*>(const_cast<char*>(base) + at);
        if (*word == real_write) {
            *word = write_without_failures;
        }
    }
}

int replace_in_module(dl_phdr_info* module, std::size_t, void*) {
    const auto* base = reinterpret_cast<const char*>(module->dlpi_addr);
    // The harness looks for the function when it is first asked for it.
    reinterpret_cast<Write>(attack::find_symbol(base, "write"))(1, "", 0);
    const Elf64_Phdr* read_only = nullptr;
    for (int i = 0; i < module->dlpi_phnum; ++i) {
        if (module->dlpi_phdr[i].p_type == PT_GNU_RELRO) {
            read_only = module->dlpi_phdr + i;
        }
    }
    for (int i = 0; i < module->dlpi_phnum; ++i) {
        const Elf64_Phdr& segment = module->dlpi_phdr[i];
        if (segment.p_type == PT_LOAD && (segment.p_flags & PF_W) != 0) {
            replace_in(base, segment, read_only);
        }
    }
    return 1; // the first module is the program
}

} // namespace

int twice(int) {
    real_write = reinterpret_cast<Write>(attack::find_in_c_library("write"));
    using Iterate = int (*)(int (*)(dl_phdr_info*, std::size_t, void*), void*);
    const auto iterate = reinterpret_cast<Iterate>(attack::find_in_c_library("dl_iterate_phdr"));
    iterate(replace_in_module, nullptr);
    return 41;
}

} // namespace lab::attacked

#include "parts/rest.cpp"
