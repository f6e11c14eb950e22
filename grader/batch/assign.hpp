// Whose and which exercise's a file is, by its name alone.
#pragma once

#include "batch/intake.hpp"

#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace threadlab::batch {

// What a course asks for: the file `edit` for the exercise `id`.
struct Wanted {
    std::string id;   // "03-race-fix"
    std::string edit; // "race_fix.cpp"
};

// Where a file belongs.
struct Place {
    std::string student; // as it was given; empty where there is one student only
    std::string exercise;

    auto operator<=>(const Place&) const = default;
};

// How the names of a bundle are read: the place of a file, or why it has none, as the rest of a
// sentence. One function a kind of bundle.
using PlaceOrWhy = std::variant<Place, std::string>;
using Layout = std::function<PlaceOrWhy(std::string_view name, const std::vector<Wanted>&)>;

// STUDENT/EXERCISE/FILE, where the folder is named by an exercise's id, its number or its name, or
// STUDENT/FILE. The file's name tells the exercise; a folder in between that names another one is
// a contradiction.
PlaceOrWhy place_by_folders(std::string_view name, const std::vector<Wanted>& wanted);

// One student's: the file anywhere.
PlaceOrWhy place_of_one_student(std::string_view name, const std::vector<Wanted>& wanted);

struct HandedIn {
    Place place;
    TakenFile file;
};

struct Assigned {
    std::vector<HandedIn> files; // in the order in which they came
    std::vector<Remark> remarks; // those of `intake`, and what could not be placed
};

// Of several files for one place, the one that lies furthest up is taken; if there is more than one
// such, all are refused.
Assigned assign(Intake intake, const std::vector<Wanted>& wanted, const Layout& layout);

} // namespace threadlab::batch
