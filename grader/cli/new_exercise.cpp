#include "cli/new_exercise.hpp"

#include "build/cache.hpp"
#include "cli/session.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <regex>

namespace threadlab::cli {

namespace fs = std::filesystem;

namespace {

// What the template has in place of the exercise's names.
struct Names {
    std::string id;    // 07-example-two   in place of  NN-name
    std::string title; // Example two      in place of  TITLE
    std::string name;  // example_two      in place of  NAME
};

Names names_of(const std::string& id) {
    static const std::regex form("[0-9]{2}(-[a-z][a-z0-9]*)+");
    if (!std::regex_match(id, form)) {
        throw UsageError(fmt::format(
            "'{}' is no exercise id: two digits and lower-case words with hyphens, such as "
            "07-example",
            id));
    }
    Names names{id, id.substr(3), id.substr(3)};
    std::replace(names.title.begin(), names.title.end(), '-', ' ');
    names.title[0] = static_cast<char>(names.title[0] - 'a' + 'A');
    std::replace(names.name.begin(), names.name.end(), '-', '_');
    return names;
}

std::string filled_in(std::string text, const Names& names) {
    for (const auto& [word, value] : {std::pair{"NN-name", names.id},
                                      {"NN", names.id.substr(0, 2)},
                                      {"TITLE", names.title},
                                      {"NAME", names.name}}) {
        for (std::size_t at = text.find(word); at != std::string::npos;
             at = text.find(word, at + value.size())) {
            text.replace(at, std::string_view(word).size(), value);
        }
    }
    return text;
}

void write(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary);
    file << text << std::flush;
    if (!file) {
        throw std::runtime_error("cannot write " + path.string());
    }
}

void copy_template(const fs::path& from, const fs::path& to, const Names& names) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(from)) {
        if (entry.is_regular_file()) {
            const std::string inside = fs::relative(entry.path(), from).string();
            write(to / filled_in(inside, names), filled_in(build::read_file(entry.path()), names));
        }
    }
}

// course.yaml with the exercise behind those that there are; nothing if they are not written a line
// each.
std::optional<std::string> course_with(const std::string& text, const std::string& id) {
    static const std::regex entry(R"(\n( *)- *\{ *id: *[0-9]{2}-[a-z0-9-]+[^\n]*)");
    std::smatch last;
    for (std::sregex_iterator found(text.begin(), text.end(), entry), end; found != end; ++found) {
        last = *found;
    }
    if (last.empty()) {
        return std::nullopt;
    }
    std::string more = text;
    const auto place = static_cast<std::size_t>(last.position() + last.length());
    return more.insert(place, fmt::format("\n{}- {{id: {}, weight: 1}}", last.str(1), id));
}

// Its number and its name each stand for one exercise (EX=07, EX=example).
void expect_free(const course::Course& course, const Names& names) {
    for (const course::CourseExercise& other : course.exercises) {
        if (other.id.substr(0, 2) == names.id.substr(0, 2) ||
            other.id.substr(3) == names.id.substr(3)) {
            throw UsageError(
                fmt::format("there is {} already: choose another number and name", other.id));
        }
    }
}

} // namespace

int run_new(const NewOptions& options) {
    const Names names = names_of(options.id);
    const Places places = find_places();
    expect_free(load_course(places), names);
    const fs::path exercise = places.exercises() / names.id;
    const fs::path solution = places.solutions() / names.id;
    for (const fs::path& folder : {exercise, solution}) {
        if (fs::exists(folder)) {
            throw UsageError("there is " + folder.string() + " already");
        }
    }
    const fs::path course_file = places.exercises() / "course.yaml";
    const auto course = course_with(build::read_file(course_file), names.id);
    copy_template(places.grader / "template/exercise", exercise, names);
    copy_template(places.grader / "template/solution", solution, names);
    if (course) {
        write(course_file, *course);
    } else {
        fmt::print("add to {}, under `exercises:`\n  - {{id: {}, weight: 1}}\n",
                   course_file.string(), names.id);
    }
    fmt::print("{0} is there: a small complete exercise, to be rewritten piece by piece.\n"
               "  exercises/{0}   what students get\n"
               "  solutions/{0}   reference, hidden checks, accepted/ and rejected/ answers\n"
               "  make verify EX={1}   after every change\n",
               names.id, names.id.substr(0, 2));
    return full_marks;
}

} // namespace threadlab::cli
