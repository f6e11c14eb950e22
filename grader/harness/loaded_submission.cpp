#include "harness/loaded_submission.hpp"

#include <algorithm>
#include <cstddef>
#include <elf.h>
#include <link.h>

namespace threadlab::harness {

namespace {

// Signal handlers ask for it, which get no argument of ours: hence global.
struct Extent {
    unsigned long base = 0;
    unsigned long end = 0;
};
Extent extent;

} // namespace

void note_submission(void* handle) {
    extent.base = static_cast<const link_map*>(handle)->l_addr;
    dl_iterate_phdr(
        [](dl_phdr_info* info, std::size_t, void*) {
            if (info->dlpi_addr == extent.base) {
                for (int i = 0; i < info->dlpi_phnum; ++i) {
                    const auto& segment = info->dlpi_phdr[i];
                    if (segment.p_type == PT_LOAD) {
                        extent.end = std::max(extent.end,
                                              info->dlpi_addr + segment.p_vaddr + segment.p_memsz);
                    }
                }
            }
            return 0;
        },
        nullptr);
}

unsigned long submission_base() {
    return extent.base;
}

bool is_in_submission(const void* address) {
    const auto value = reinterpret_cast<unsigned long>(address);
    return extent.base <= value && value < extent.end;
}

} // namespace threadlab::harness
