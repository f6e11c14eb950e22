#include "explorer/detect/granules.hpp"

#include "explorer/runtime/system.hpp"

#include <algorithm>

namespace threadlab::explorer {

Granules::Granules() : table_(arena::kept<Table>()), schedule_(++table_.schedules) {
    if (table_.slots == 0) {
        grow();
    }
}

Granule* Granules::add(std::uintptr_t key) {
    ++table_.pages;
    if (std::size_t{2} * table_.pages > table_.slots) {
        grow();
    }
    // All zero, which is no schedule's.
    auto* granules = static_cast<Granule*>(arena::keep(2 * granules_per_page * sizeof(Granule)));
    table_.page[slot_of(key)] = {key, granules};
    return granules;
}

void Granules::keep_beginning() {
    for (std::size_t slot = 0; slot < table_.slots; ++slot) {
        Granule* const granules = table_.page[slot].granules;
        for (std::size_t i = 0; granules != nullptr && i < granules_per_page; ++i) {
            if (is_of_now(granules[i])) { // nothing else is written to: most of it is untouched
                granules[i].begun = true;
                kept_of(granules[i]) = granules[i];
            }
        }
    }
}

void Granules::grow() {
    constexpr std::size_t least = 256;
    if (table_.slots == most_slots) {
        system::give_up("the program uses more memory than can be followed");
    }
    arena::Vector<Page> before(table_.page.begin(),
                               table_.page.begin() + static_cast<std::ptrdiff_t>(table_.slots));
    table_.slots = std::max(least, 2 * table_.slots);
    std::fill_n(table_.page.begin(), table_.slots, Page{});
    for (const Page& page : before) {
        if (page.key != 0) {
            table_.page[slot_of(page.key)] = page;
        }
    }
}

} // namespace threadlab::explorer
