#include "explorer/runtime/library_code.hpp"

#include "explorer/runtime/arena.hpp"
#include "explorer/runtime/system.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <elf.h>
#include <fcntl.h>
#include <span>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace threadlab::explorer {
namespace {

using arena::Range;

// Whether a mangled name is that of a function in namespace std.
bool is_of_std(const char* symbol) {
    constexpr std::array beginnings{"_ZSt", "_ZNSt", "_ZNKSt", "_ZZNSt", "_ZZNKSt"};
    return std::any_of(beginnings.begin(), beginnings.end(), [&](const char* beginning) {
        return std::strncmp(symbol, beginning, std::strlen(beginning)) == 0;
    });
}

// The functions of a class of namespace std, and those that are made for it: the mangled names that
// hold the class's.
struct Functions {
    const char* name;
    std::array<Range, 512> ranges{}; // each type of pointer brings some ten
    std::size_t count = 0;

    void take(const char* symbol, const Range& range) {
        if (count < ranges.size() && is_of_std(symbol) && std::strstr(symbol, name) != nullptr) {
            ranges[count++] = range;
        }
    }

    // A return address may be the first one behind its function.
    bool hold(std::uintptr_t address) const {
        return std::any_of(ranges.begin(), ranges.begin() + count, [&](const Range& range) {
            return range.begin < address && address <= range.end;
        });
    }
};

// Constant-initialised: filled before the program begins.
constinit Functions of_atomic_pointers{"St10_Sp_atomicI"};
constinit Functions of_semaphores{"St18__atomic_semaphore"};

// A file in memory, for as long as it is read.
class MappedFile {
public:
    explicit MappedFile(const char* path) {
        const long descriptor =
            system::call(SYS_openat, AT_FDCWD, reinterpret_cast<long>(path), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0) {
            return;
        }
        const long size = system::call(SYS_lseek, descriptor, 0, SEEK_END);
        if (size > 0) {
            const long address =
                system::call(SYS_mmap, 0, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
            constexpr long last_error = -4095;
            if (address > 0 || address < last_error) {
                bytes_ = {reinterpret_cast<const char*>(address), static_cast<std::size_t>(size)};
            }
        }
        system::call(SYS_close, descriptor);
    }
    ~MappedFile() {
        if (!bytes_.empty()) {
            system::call(SYS_munmap, reinterpret_cast<long>(bytes_.data()),
                         static_cast<long>(bytes_.size()));
        }
    }
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    // What lies there; nothing, if the file ends before it does.
    template <typename Part>
    std::span<const Part> parts(std::uint64_t offset, std::uint64_t size) const {
        if (offset > bytes_.size() || size > bytes_.size() - offset) {
            return {};
        }
        return {reinterpret_cast<const Part*>(bytes_.data() + offset), size / sizeof(Part)};
    }

private:
    std::span<const char> bytes_;
};

void take_from(std::span<const Elf64_Sym> symbols, std::span<const char> names,
               std::uintptr_t base) {
    if (names.empty() || names.back() != '\0') {
        return;
    }
    for (const Elf64_Sym& symbol : symbols) {
        const bool is_function = ELF64_ST_TYPE(symbol.st_info) == STT_FUNC && symbol.st_size > 0;
        if (is_function && symbol.st_name < names.size()) {
            const char* name = names.data() + symbol.st_name;
            const std::uintptr_t begin = base + symbol.st_value;
            of_atomic_pointers.take(name, {begin, begin + symbol.st_size});
            of_semaphores.take(name, {begin, begin + symbol.st_size});
        }
    }
}

} // namespace

bool find_library_code(const char* path, std::uintptr_t base) {
    const MappedFile file(path);
    const auto header = file.parts<Elf64_Ehdr>(0, sizeof(Elf64_Ehdr));
    if (header.empty()) {
        return false;
    }
    const auto sections = file.parts<Elf64_Shdr>(
        header[0].e_shoff, std::uint64_t{header[0].e_shnum} * sizeof(Elf64_Shdr));
    for (const Elf64_Shdr& section : sections) {
        if (section.sh_type == SHT_SYMTAB && section.sh_link < sections.size()) {
            const Elf64_Shdr& names = sections[section.sh_link];
            take_from(file.parts<Elf64_Sym>(section.sh_offset, section.sh_size),
                      file.parts<char>(names.sh_offset, names.sh_size), base);
        }
    }
    return true;
}

bool is_in_atomic_pointer(const Board& board, std::uintptr_t pc, std::uint32_t stack) {
    bool inside = of_atomic_pointers.hold(pc);
    for (std::uint32_t at = stack; at != 0 && !inside; at = board.stacks[at].below) {
        inside = of_atomic_pointers.hold(board.stacks[at].pc);
    }
    return inside;
}

bool is_in_semaphore(std::uintptr_t pc) {
    return of_semaphores.hold(pc);
}

bool uses_semaphores() {
    return of_semaphores.count > 0;
}

} // namespace threadlab::explorer
