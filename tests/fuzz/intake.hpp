// What the targets for what is handed in share.
#pragma once

#include "batch/assign.hpp"
#include "batch/names.hpp"
#include "batch/sift.hpp"
#include "target.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace threadlab::fuzz {

// Small ones, for a small input to reach.
inline batch::Bounds small_bounds() {
    batch::Bounds bounds;
    bounds.file_bytes = 1'000;
    bounds.bytes_each = 1'500;
    bounds.bytes = 2'500;
    bounds.entries_each = 4;
    bounds.entries = 12;
    bounds.name_bytes = 2'000;
    bounds.unpacked_bytes = 1 << 20;
    bounds.unpacked_free = 1 << 16;
    return bounds;
}

inline bool is_harmless_name(std::string_view name) {
    if (name.empty() || name.starts_with('/') || name.find_first_of("\\\n\r\x1b") != name.npos) {
        return false;
    }
    const std::string inside = "/" + std::string(name) + "/";
    return inside.find("/../") == inside.npos && inside.find("/./") == inside.npos &&
           inside.find("//") == inside.npos && inside.find('\0') == inside.npos;
}

inline void require_told(const std::vector<batch::Remark>& remarks) {
    for (const batch::Remark& remark : remarks) {
        require(!remark.why.empty(), "a remark says why");
        require(std::ranges::none_of(to_string(remark),
                                     [](unsigned char c) { return c < 0x20 || c == 0x7F; }),
                "a remark is one line without controls");
    }
}

// What the grader makes of a listing, whoever wrote that.
inline void require_sound_intake(const batch::Listing& listing) {
    const std::vector<batch::Wanted> wanted{{"01-threading", "threading.cpp"},
                                            {"03-race-fix", "race_fix.cpp"}};
    batch::Intake intake = batch::sift(listing, {wanted[0].edit, wanted[1].edit}, small_bounds());
    require_told(intake.remarks);
    std::set<std::string> names;
    for (const batch::TakenFile& file : intake.files) {
        require(is_harmless_name(file.name), "a name that is taken leads nowhere else");
        const std::string_view last = batch::last_part(file.name);
        require(last == wanted[0].edit || last == wanted[1].edit,
                "only what an exercise asks for is taken");
        require(names.insert(file.name).second, "a name is taken once");
    }
    const std::size_t taken = intake.files.size();
    const std::size_t told = intake.remarks.size();
    const batch::Assigned assigned =
        batch::assign(std::move(intake), wanted, batch::place_by_folders);
    require_told(assigned.remarks);
    require(assigned.files.size() + assigned.remarks.size() >= taken + told,
            "each file has a place, or a reason why not");
    std::set<batch::Place> places;
    for (const batch::HandedIn& file : assigned.files) {
        require(places.insert(file.place).second, "a place has one file");
    }
}

} // namespace threadlab::fuzz
