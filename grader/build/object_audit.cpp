#include "build/object_audit.hpp"

#include "build/allowed_calls.hpp"
#include "build/elf_file.hpp"
#include "build/machine_code.hpp"
#include "build/symbols.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <elf.h>
#include <fmt/format.h>

namespace threadlab::build {

namespace {

using Fault = std::optional<ObjectFault>;

// What the instrumentation of clang calls, and nothing else of the sanitizers.
bool is_instrumentation(std::string_view name) {
    for (const std::string_view beginning : {"__tsan_read", "__tsan_write", "__tsan_unaligned_",
                                             "__tsan_volatile_", "__tsan_vptr_", "__tsan_atomic"}) {
        if (name.starts_with(beginning)) {
            return true;
        }
    }
    return name == "__tsan_func_entry" || name == "__tsan_func_exit" || name == "__tsan_init" ||
           name == "__tsan_memcpy" || name == "__tsan_memmove" || name == "__tsan_memset" ||
           name.starts_with("__sanitizer_cov_trace_pc_guard");
}

Fault audit_lack(const ElfSymbol& symbol, const std::vector<std::string>& allow,
                 Instrumented instrumented) {
    if (instrumented == Instrumented::yes && is_instrumentation(symbol.name)) {
        return std::nullopt;
    }
    if (auto objection = object_to(symbol.name, allow)) {
        return ObjectFault{objection->word, objection->message};
    }
    return std::nullopt;
}

// As a source would name it: of a template without what it is of, of an operator its class.
std::string last_name(const std::string& symbol) {
    const std::string name = function_name(symbol);
    const std::string plain = name.substr(0, std::min(name.find("::operator"), name.find('<')));
    return plain.substr(plain.find_last_of(": ") + 1);
}

// A global operator new or delete, which is no template of anybody's. "nw", "na", "dl", "da": the
// Itanium C++ ABI, 5.1.3.
bool is_allocation(std::string_view name) {
    return name.starts_with("_Znw") || name.starts_with("_Zna") || name.starts_with("_Zdl") ||
           name.starts_with("_Zda");
}

// Templates of the C++ library are defined, as weak symbols, wherever they are used.
Fault audit_definition(const ElfSymbol& symbol) {
    const std::string name = symbol.name;
    if (GELF_ST_TYPE(symbol.symbol.st_info) == STT_GNU_IFUNC) {
        return ObjectFault{last_name(name), "a function that is chosen while the program is loaded "
                                            "(ifunc) is not allowed; write it as a function"};
    }
    if (name == "main") {
        return ObjectFault{name,
                           "the checks have a main of their own: take this one out, or put it "
                           "into another file"};
    }
    const bool is_cpp = name.starts_with("_Z");
    const bool is_weak = GELF_ST_BIND(symbol.symbol.st_info) != STB_GLOBAL;
    if ((!is_cpp || !is_weak || is_allocation(name)) &&
        is_of_the_system(name, GELF_ST_TYPE(symbol.symbol.st_info) == STT_OBJECT)) {
        return ObjectFault{
            last_name(name),
            fmt::format("{} would take the place of the system's own; {}", function_name(name),
                        is_allocation(name) ? "make it a member of the class that needs it"
                                            : "choose another name, or put it into a namespace")};
    }
    for (const std::string_view tools : {"testing::", "lab::harness::", "threadlab"}) {
        if (function_name(name).starts_with(tools)) {
            return ObjectFault{
                last_name(name),
                fmt::format("{} would take the place of a tool's own; choose another "
                            "name",
                            function_name(name))};
        }
    }
    return std::nullopt;
}

// A destructor runs without being named: of a base class, of what another function returns.
bool is_destructor(std::string_view name) {
    return name.ends_with("D0Ev") || name.ends_with("D1Ev") || name.ends_with("D2Ev");
}

Fault audit_symbols(const ElfFile& file, const std::vector<std::string>& allow,
                    Instrumented instrumented) {
    Fault of_a_destructor;
    for (const ElfSymbol& symbol : file.symbols(SHT_DYNSYM)) {
        auto fault = symbol.symbol.st_shndx == SHN_UNDEF ? audit_lack(symbol, allow, instrumented)
                                                         : audit_definition(symbol);
        if (fault && is_destructor(symbol.name)) {
            of_a_destructor = fault;
        } else if (fault) {
            return fault;
        }
    }
    return of_a_destructor;
}

// ---- what the loader is told to do ----

constexpr auto known_libraries = std::to_array<std::string_view>(
    {"libstdc++.so.6", "libm.so.6", "libgcc_s.so.1", "libc.so.6", "libpthread.so.0"});

Fault audit_dynamic_entry(const ElfFile& file, const ElfSection& section, const GElf_Dyn& entry) {
    switch (entry.d_tag) {
    case DT_NEEDED: {
        const char* name = elf_strptr(file.get(), section.header.sh_link, entry.d_un.d_val);
        const std::string_view needed = name == nullptr ? "" : name;
        if (needed.starts_with("ld-linux") ||
            std::find(known_libraries.begin(), known_libraries.end(), needed) !=
                known_libraries.end()) {
            return std::nullopt;
        }
        return ObjectFault{"", fmt::format("it asks for the library {}, which the checks do not "
                                           "link; use the C++ library alone",
                                           needed)};
    }
    case DT_PREINIT_ARRAY:
    case DT_PREINIT_ARRAYSZ:
    case DT_RPATH:
    case DT_RUNPATH:
    case DT_TEXTREL:
    case DT_AUDIT:
    case DT_DEPAUDIT:
    case DT_FILTER:
    case DT_AUXILIARY:
        return ObjectFault{"", fmt::format("it gives the loader an order (entry {:#x}) that no "
                                           "ordinary code gives; write plain C++",
                                           entry.d_tag)};
    default:
        return std::nullopt;
    }
}

Fault audit_dynamic(const ElfFile& file) {
    const ElfSection* section = file.find(SHT_DYNAMIC);
    Elf_Data* data = section == nullptr ? nullptr : file.data(*section);
    if (data == nullptr || section->header.sh_entsize == 0) {
        throw BadObject("the object has no dynamic section");
    }
    const auto count = static_cast<int>(section->header.sh_size / section->header.sh_entsize);
    for (int i = 0; i < count; ++i) {
        GElf_Dyn entry;
        if (gelf_getdyn(data, i, &entry) == nullptr) {
            break;
        }
        if (auto fault = audit_dynamic_entry(file, *section, entry)) {
            return fault;
        }
    }
    return std::nullopt;
}

// Resolved by code that runs while the program is loaded.
Fault audit_relocations(const ElfFile& file) {
    const unsigned indirect =
        file.header().e_machine == EM_AARCH64 ? R_AARCH64_IRELATIVE : R_X86_64_IRELATIVE;
    for (const ElfSection& section : file.sections()) {
        Elf_Data* data = section.header.sh_type == SHT_RELA ? file.data(section) : nullptr;
        const auto entry_size = section.header.sh_entsize;
        const auto count = entry_size == 0 ? 0 : section.header.sh_size / entry_size;
        for (int i = 0; data != nullptr && i < static_cast<int>(count); ++i) {
            GElf_Rela relocation;
            if (gelf_getrela(data, i, &relocation) != nullptr &&
                GELF_R_TYPE(relocation.r_info) == indirect) {
                return ObjectFault{"", "it holds a function that is chosen while the program is "
                                       "loaded (ifunc), which is not allowed"};
            }
        }
    }
    return std::nullopt;
}

// ---- code ----

Fault audit_segments(const ElfFile& file) {
    std::size_t count = 0;
    elf_getphdrnum(file.get(), &count);
    for (std::size_t i = 0; i < count; ++i) {
        GElf_Phdr segment;
        if (gelf_getphdr(file.get(), static_cast<int>(i), &segment) == nullptr) {
            continue;
        }
        const bool loaded = segment.p_type == PT_LOAD || segment.p_type == PT_GNU_STACK;
        const bool both = (segment.p_flags & PF_W) != 0 && (segment.p_flags & PF_X) != 0;
        if (loaded && both) {
            return ObjectFault{"", "it has memory that can be written to and executed, which no "
                                   "ordinary code has; write plain C++"};
        }
    }
    return std::nullopt;
}

constexpr auto code_sections =
    std::to_array<std::string_view>({".init", ".plt", ".plt.got", ".plt.sec", ".text", ".fini"});

Fault audit_code_section(const ElfFile& file, const ElfSection& section,
                         Architecture architecture) {
    const std::string_view name = file.name_of(section);
    if (std::find(code_sections.begin(), code_sections.end(), name) == code_sections.end()) {
        return ObjectFault{"section",
                           fmt::format("it puts code into a section of its own, {}; write "
                                       "it without",
                                       name)};
    }
    const Elf_Data* data = file.data(section);
    if (data == nullptr || data->d_buf == nullptr) {
        return std::nullopt;
    }
    const auto bad = find_bad_instruction(
        {static_cast<const std::byte*>(data->d_buf), data->d_size}, architecture);
    if (!bad) {
        return std::nullopt;
    }
    return ObjectFault{
        "", bad->name.empty()
                ? "its code holds bytes that are no instructions; write plain C++"
                : fmt::format("its code holds the instruction {}, which no compiler makes of C++; "
                              "call the C library instead",
                              bad->name)};
}

Fault audit_code(const ElfFile& file) {
    const auto machine = file.header().e_machine;
    if (machine != EM_X86_64 && machine != EM_AARCH64) {
        throw BadObject("the object is for another processor");
    }
    const auto architecture = machine == EM_AARCH64 ? Architecture::aarch64 : Architecture::x86_64;
    for (const ElfSection& section : file.sections()) {
        if ((section.header.sh_flags & SHF_EXECINSTR) == 0) {
            continue;
        }
        if (auto fault = audit_code_section(file, section, architecture)) {
            return fault;
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<ObjectFault> audit_object(const std::filesystem::path& object,
                                        const std::vector<std::string>& allow,
                                        Instrumented instrumented) {
    const ElfFile file(object);
    if (auto fault = audit_symbols(file, allow, instrumented)) {
        return fault;
    }
    for (const auto& audit : {audit_dynamic, audit_relocations, audit_segments, audit_code}) {
        if (auto fault = audit(file)) {
            return fault;
        }
    }
    return std::nullopt;
}

} // namespace threadlab::build
