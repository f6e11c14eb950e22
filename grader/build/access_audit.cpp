#include "build/access_audit.hpp"

#include "build/lexical.hpp"
#include "build/preprocessed.hpp"
#include "build/symbols.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <fmt/format.h>
#include <set>
#include <string>
#include <unordered_map>

namespace threadlab::build {

namespace {

// Intrinsics that store and are left out, wherever they are called from: headers have functions
// around them.
constexpr auto unwatched_intrinsics = std::to_array<std::string_view>(
    {"masked.store", "masked.scatter", "compressstore", "maskstore", "maskmov", ".scatter",
     "fxsave", "xsave", "movnt", "movdir", "clzero", "tilestored", "enqcmd"});

// What follows `mark` in `line`, up to one of `ends`; "" if it is not there.
std::string_view behind(std::string_view line, std::string_view mark, std::string_view ends) {
    const std::size_t found = line.find(mark);
    if (found == std::string_view::npos) {
        return "";
    }
    line.remove_prefix(found + mark.size());
    return line.substr(0, line.find_first_of(ends));
}

int number_in(std::string_view digits) {
    int number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

// The first operand that is a pointer: ", ptr %3" or, before LLVM 15, "i32* %3".
std::string_view pointer_in(std::string_view operands) {
    std::size_t first = operands.size();
    for (const std::string_view mark : {", ptr ", "(ptr ", "* "}) {
        first = std::min(first, operands.find(mark));
    }
    std::string_view pointer = behind(operands.substr(first), " ", ",)");
    pointer = pointer.substr(0, pointer.find(" to ")); // of a bitcast
    const std::string_view untyped = pointer.starts_with("ptr ") ? pointer.substr(4) : pointer;
    return untyped.substr(untyped.find_last_of(' ') + 1); // behind its attributes
}

// Of a type as LLVM writes it; 0: of no kind that is looked at.
int bits_of(std::string_view type) {
    if (type == "x86_fp80") {
        constexpr int stored = 80;
        return stored;
    }
    if (type.ends_with('*')) {
        return 0; // to whatever it is
    }
    if (type.starts_with('i') && type.size() > 1 && is_digit(type[1])) {
        return number_in(type.substr(1));
    }
    if (type.starts_with('<')) { // <8 x i32>
        const int count = number_in(type.substr(1));
        const std::string_view element = behind(type, " x ", ">");
        const bool is_large = element == "double" || element == "ptr" || element.ends_with('*');
        const int bits = element == "float" ? 32 : is_large ? 64 : bits_of(element);
        return count * bits;
    }
    return 0;
}

bool is_watched(int bits) {
    constexpr int byte = 8;
    const int bytes = (bits + byte - 1) / byte;
    return bytes <= 2 || bytes == 4 || bytes == 8 || bytes == 16;
}

// The type in front of an operand: "i32" of "i32 %3", "<8 x i32>" of "<8 x i32> %3".
std::string_view type_in(std::string_view operands) {
    const std::size_t end = operands.starts_with('<') ? operands.find('>') + 1 : operands.find(' ');
    return operands.substr(0, end);
}

std::string what_is_stored(std::string_view type) {
    return type == "x86_fp80" ? "a long double" : "something of an unusual size";
}

class Module {
public:
    explicit Module(std::string_view text) {
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            read(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }

    std::optional<AccessFault> fault() const {
        for (const Function& function : functions_) {
            if (is_own(function.program) && !is_instrumented(function)) {
                return AccessFault{
                    "the checks cannot see into this function; take its attributes away",
                    line_of(function.program), ""};
            }
        }
        for (const Store& store : stores_) {
            if (is_own(store.place)) {
                return AccessFault{
                    fmt::format("this stores {} to memory that other threads may see: no checker "
                                "can watch that; use another type, such as double or int",
                                what_is_stored(store.type)),
                    line_of(store.place), ""};
            }
        }
        if (caller_) {
            const std::string name = function_name(std::string(*caller_));
            return AccessFault{
                fmt::format("{} stores to memory in a way that no checker can watch; use "
                            "plain C++",
                            name),
                0, name};
        }
        return std::nullopt;
    }

private:
    struct Function {
        std::string_view name;       // mangled
        std::string_view attributes; // "3"
        std::string_view program;    // "!12", or empty
    };
    struct Store {
        std::string_view type;
        std::string_view place; // "!13"
    };

    void read(std::string_view line) {
        if (line.starts_with("  ")) {
            read_instruction(line.substr(2));
        } else if (line.starts_with("define ")) {
            locals_.clear();
            const std::string_view attributes =
                line.substr(std::min(line.rfind(" #"), line.size()));
            functions_.push_back(
                {behind(line, "@", "("), behind(attributes, "#", " "), behind(line, "!dbg ", " ")});
        } else if (line.starts_with("attributes #")) {
            attributes_[behind(line, "#", " ")] = line;
        } else if (line.starts_with('!')) {
            metadata_[line.substr(0, line.find(' '))] = line;
        }
    }

    void read_instruction(std::string_view line) {
        const std::size_t equals = line.find(" = ");
        if (line.starts_with('%') && equals != std::string_view::npos) {
            read_value(line.substr(0, equals), line.substr(equals + 3));
        } else if (line.starts_with("store ")) {
            constexpr std::string_view is_volatile = "store volatile ";
            read_store(line.substr(line.starts_with(is_volatile) ? is_volatile.size() : 6));
        } else if (line.find("@llvm.va_copy") != std::string_view::npos) {
            note("va_list", pointer_in(line), line);
        } else if (line.find("call ") != std::string_view::npos) {
            read_call(behind(line, "@llvm.", "("));
        }
    }

    void read_call(std::string_view intrinsic) {
        const bool unwatched = std::ranges::any_of(unwatched_intrinsics, [&](auto part) {
            return intrinsic.find(part) != std::string_view::npos;
        });
        if (unwatched && !caller_) {
            caller_ = functions_.empty() ? "" : functions_.back().name;
        }
    }

    // "i24 %11, ptr %7, align 1, !dbg !29"
    void read_store(std::string_view line) {
        const std::string_view type = type_in(line);
        if (!is_watched(bits_of(type))) {
            const std::string_view operands = line.substr(0, line.rfind(", align "));
            note(type, operands.substr(operands.rfind(' ') + 1), line);
        }
    }

    // Of addresses of and within what the function itself has on its stack.
    void read_value(std::string_view name, std::string_view what) {
        const bool derived = what.starts_with("getelementptr") || what.starts_with("bitcast");
        if (what.starts_with("alloca ") || (derived && locals_.contains(pointer_in(what)))) {
            locals_.insert(name);
        }
    }

    void note(std::string_view type, std::string_view pointer, std::string_view line) {
        if (!locals_.contains(pointer)) {
            stores_.push_back({type, behind(line, "!dbg ", ",")});
        }
    }

    bool is_instrumented(const Function& function) const {
        const auto found = attributes_.find(function.attributes);
        return found != attributes_.end() &&
               found->second.find(" sanitize_thread ") != std::string_view::npos &&
               found->second.find("disable_sanitizer_instrumentation") == std::string_view::npos;
    }

    std::string_view metadata(std::string_view name) const {
        const auto found = metadata_.find(name);
        return found == metadata_.end() ? "" : found->second;
    }

    int line_of(std::string_view name) const {
        return number_in(behind(metadata(name), "line: ", ",)"));
    }

    // `name`: of a place, a block or a function.
    bool is_own(std::string_view name) const {
        std::string_view node = metadata(name);
        std::string_view file = behind(node, "file: ", ",)");
        for (std::size_t steps = 0; file.empty() && steps < metadata_.size(); ++steps) {
            node = metadata(behind(node, "scope: ", ",)"));
            file = behind(node, "file: ", ",)");
        }
        return !file.empty() && !is_trusted(behind(metadata(file), "filename: \"", "\""));
    }

    std::vector<Function> functions_;
    std::vector<Store> stores_;
    std::set<std::string_view> locals_; // of the function that is read
    std::unordered_map<std::string_view, std::string_view> attributes_, metadata_;
    std::optional<std::string_view> caller_; // of an intrinsic that is left out
};

} // namespace

std::optional<AccessFault> audit_accesses(std::string_view module) {
    return Module(module).fault();
}

} // namespace threadlab::build
