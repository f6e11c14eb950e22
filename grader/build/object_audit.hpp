// What a submission's shared object must not be: read from its tables and its code, before anything
// of it is loaded.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace threadlab::build {

struct ObjectFault {
    std::string word;    // by which the source may be searched for it; may be empty
    std::string message; // why it is refused, and what to use instead
};

// What an object may lack that is no function of the system: the calls that a sanitizer puts in.
enum class Instrumented { no, yes };

// The first fault, in the order of the file's tables; nothing if there is none. `allow`: the
// classes of the exercise. Throws BadObject if the file is no shared object of this
// machine's as a linker makes it.
std::optional<ObjectFault> audit_object(const std::filesystem::path& object,
                                        const std::vector<std::string>& allow,
                                        Instrumented instrumented);

} // namespace threadlab::build
