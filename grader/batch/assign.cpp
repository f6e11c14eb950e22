#include "batch/assign.hpp"

#include "batch/names.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <utility>

namespace threadlab::batch {

namespace {

const Wanted* find_by_file(std::string_view file, const std::vector<Wanted>& wanted) {
    const auto found = std::find_if(wanted.begin(), wanted.end(),
                                    [&](const Wanted& one) { return one.edit == file; });
    return found == wanted.end() ? nullptr : &*found;
}

// Whether a person means the exercise `id` by `word`: "03-race-fix", "race-fix", "03" or "3".
bool means(std::string_view word, std::string_view id) {
    const std::size_t dash = std::min(id.find('-'), id.size());
    const std::string_view number = id.substr(0, dash);
    return word == id || word == number || (dash < id.size() && word == id.substr(dash + 1)) ||
           (number.starts_with('0') && word == number.substr(1));
}

// Another exercise that `word` names, if it names any.
const Wanted* names_another(std::string_view word, const Wanted& than,
                            const std::vector<Wanted>& wanted) {
    const auto found = std::find_if(wanted.begin(), wanted.end(), [&](const Wanted& one) {
        return one.id != than.id && means(word, one.id);
    });
    return found == wanted.end() ? nullptr : &*found;
}

std::ptrdiff_t depth(std::string_view name) {
    return std::count(name.begin(), name.end(), '/');
}

// A few names of many.
std::string names_of(const std::vector<std::size_t>& indices, const std::vector<HandedIn>& files) {
    constexpr std::size_t most = 3;
    std::string names;
    for (std::size_t i = 0; i < std::min(most, indices.size()); ++i) {
        names += (names.empty() ? "" : ", ") + files[indices[i]].file.name;
    }
    return indices.size() > most ? names + ", ..." : names;
}

// Of several files for one place: those that lie nearest to the top.
std::vector<std::size_t> nearest(const std::vector<std::size_t>& indices,
                                 const std::vector<HandedIn>& files) {
    std::vector<std::size_t> best;
    for (const std::size_t index : indices) {
        const auto here = depth(files[index].file.name);
        const auto least = best.empty() ? here : depth(files[best[0]].file.name);
        if (here < least) {
            best.clear();
        }
        if (here <= least) {
            best.push_back(index);
        }
    }
    return best;
}

} // namespace

PlaceOrWhy place_by_folders(std::string_view name, const std::vector<Wanted>& wanted) {
    const Wanted* const exercise = find_by_file(last_part(name), wanted);
    if (exercise == nullptr) {
        return "no exercise asks for a file of that name";
    }
    const std::string_view student = top_folder(name);
    if (student.empty()) {
        return "it lies in no student's folder; put it into one";
    }
    const std::string_view rest = name.substr(student.size() + 1);
    const std::string_view folder = top_folder(rest);
    if (!folder.empty()) {
        if (const Wanted* const other = names_another(folder, *exercise, wanted)) {
            return fmt::format("its folder is that of {}, whose file is {}", other->id,
                               other->edit);
        }
        if (depth(rest) > 1 || !means(folder, exercise->id)) {
            return fmt::format("it belongs into the student's folder, or into {} there",
                               exercise->id);
        }
    }
    return Place{std::string(student), exercise->id};
}

PlaceOrWhy place_of_one_student(std::string_view name, const std::vector<Wanted>& wanted) {
    const Wanted* const exercise = find_by_file(last_part(name), wanted);
    if (exercise == nullptr) {
        return "no exercise asks for a file of that name";
    }
    return Place{"", exercise->id};
}

Assigned assign(Intake intake, const std::vector<Wanted>& wanted, const Layout& layout) {
    Assigned assigned;
    assigned.remarks = std::move(intake.remarks);
    std::vector<HandedIn> files;
    std::map<Place, std::vector<std::size_t>> by_place;
    for (TakenFile& file : intake.files) {
        const PlaceOrWhy place = layout(file.name, wanted);
        if (const auto* why = std::get_if<std::string>(&place)) {
            assigned.remarks.push_back({Fate::refused, file.name, *why});
            continue;
        }
        by_place[std::get<Place>(place)].push_back(files.size());
        files.push_back({std::get<Place>(place), std::move(file)});
    }
    std::vector<std::size_t> chosen;
    for (const auto& [place, rivals] : by_place) {
        const std::vector<std::size_t> best = nearest(rivals, files);
        const bool is_clear = best.size() == 1;
        const std::string names = names_of(best, files);
        for (const std::size_t rival : rivals) {
            if (is_clear && rival == best[0]) {
                chosen.push_back(rival);
            } else if (is_clear) {
                assigned.remarks.push_back({Fate::ignored, files[rival].file.name,
                                            names + " is taken, which lies further up"});
            } else {
                assigned.remarks.push_back(
                    {Fate::refused, files[rival].file.name,
                     "several files are for " + place.exercise + " (" + names + "); send one"});
            }
        }
    }
    std::sort(chosen.begin(), chosen.end());
    for (const std::size_t index : chosen) {
        assigned.files.push_back(std::move(files[index]));
    }
    return assigned;
}

} // namespace threadlab::batch
