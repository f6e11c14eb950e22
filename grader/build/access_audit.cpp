#include "build/access_audit.hpp"

#include "build/preprocessed.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <fmt/format.h>
#include <set>
#include <string>
#include <unordered_map>

namespace threadlab::build {

namespace {

// Intrinsics that store and are left out, wherever they are called from: headers have functions
// around them.
constexpr auto unwatched_intrinsics = std::to_array<std::string_view>(
    {"masked.store", "compressstore", "maskstore", "maskmov", ".scatter", "fxsave", "xsave",
     "movnt", "movdir", "clzero", "tilestored", "enqcmd"});

// What follows `mark` in `line`, up to one of `ends`; "" if it is not there.
std::string_view behind(std::string_view line, std::string_view mark, std::string_view ends) {
    const std::size_t found = line.find(mark);
    if (found == std::string_view::npos) {
        return "";
    }
    line.remove_prefix(found + mark.size());
    return line.substr(0, line.find_first_of(ends));
}

// Of a piece of metadata: what follows `name` outside of quotes, in which LLVM escapes quotes.
std::string_view field(std::string_view node, std::string_view name) {
    bool quoted = false;
    for (std::size_t at = 0; at < node.size(); ++at) {
        if (!quoted && node.substr(at).starts_with(name)) {
            return behind(node.substr(at), name, ",)");
        }
        quoted = quoted != (node[at] == '"');
    }
    return "";
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

// How many bits a value of this type, as LLVM writes it, has; 0: no size that is known.
std::int64_t bits_of(std::string_view type) {
    struct Size {
        std::string_view name;
        int bits;
    };
    constexpr auto sizes = std::to_array<Size>(
        {{"ptr", 64}, {"float", 32}, {"double", 64}, {"half", 16}, {"bfloat", 16}, {"fp128", 128}});
    if (type.ends_with('*')) {
        return sizes[0].bits;
    }
    const auto* known = std::ranges::find(sizes, type, &Size::name);
    if (known != sizes.end()) {
        return known->bits;
    }
    if (type.starts_with('i')) {
        return number_in(type.substr(1));
    }
    if (type.starts_with('<')) { // <8 x i32>
        const std::int64_t count = number_in(type.substr(1));
        return count * bits_of(behind(type, " x ", ">"));
    }
    // What the compiler passes around in two registers.
    const bool is_pair = type.starts_with('{') && std::ranges::count(type, ',') <= 1;
    constexpr int two_registers = 128;
    return is_pair ? two_registers : 0;
}

bool is_watched(std::string_view type) {
    constexpr int byte = 8;
    const std::int64_t bytes = (bits_of(type) + byte - 1) / byte;
    return bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8 || bytes == 16;
}

// The type in front of an operand: "i32" of "i32 %3", "<8 x i32>" of "<8 x i32> %3".
std::string_view type_in(std::string_view operands) {
    const char close = operands.starts_with('<') ? '>' : operands.starts_with('{') ? '}' : ' ';
    const std::size_t end = std::min(operands.find(close), operands.size());
    return operands.substr(0, close == ' ' ? end : end + 1);
}

constexpr std::string_view long_double = "x86_fp80";

std::string what_is_stored(std::string_view type) {
    return type == long_double ? "a long double" : "something of an unusual size";
}

// The last of the names that a mangled one begins with: "put" of _ZN3lab3putEi. (Demangled, the
// type that it returns would come first.) Itanium C++ ABI, 5.1.3.
std::string source_name(std::string_view mangled) {
    if (!mangled.starts_with("_Z")) {
        return std::string(mangled);
    }
    std::string_view last = mangled;
    std::string_view rest = mangled.substr(2);
    for (;;) {
        const std::size_t digits = rest.find_first_of("0123456789");
        const bool is_next =
            digits <= 2 && rest.substr(0, digits).find_first_not_of("NStLK") == rest.npos;
        if (!is_next || digits == std::string_view::npos) {
            return std::string(last);
        }
        rest.remove_prefix(digits);
        const auto size = static_cast<std::size_t>(number_in(rest));
        rest.remove_prefix(std::min(rest.find_first_not_of("0123456789"), rest.size()));
        last = rest.substr(0, size);
        rest.remove_prefix(last.size());
    }
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
            if (is_suspect(store)) {
                return AccessFault{
                    fmt::format("this stores {} to memory that other threads may see: no checker "
                                "can watch that; use another type, such as double or int",
                                what_is_stored(store.type)),
                    is_own(store.place) ? line_of(store.place) : 0, source_name(store.function)};
            }
        }
        if (caller_) {
            const std::string name = source_name(*caller_);
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
        std::string_view place;    // "!13", or empty
        std::string_view function; // that holds it
    };

    void read(std::string_view line) {
        if (line.starts_with("  ")) {
            read_instruction(line.substr(2));
        } else if (line.starts_with("define ")) {
            read_parameters(line);
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
        const bool has_result = line.starts_with('%') && equals != std::string_view::npos;
        read_call(behind(line, "@llvm.", "("));
        if (has_result) {
            read_value(line.substr(0, equals), line.substr(equals + 3));
        } else if (line.starts_with("store ")) {
            constexpr std::string_view is_volatile = "store volatile ";
            read_store(line.substr(line.starts_with(is_volatile) ? is_volatile.size() : 6));
        } else if (line.find("@llvm.va_copy") != std::string_view::npos ||
                   line.find("@llvm.va_start") != std::string_view::npos) {
            note("va_list", pointer_in(line), line);
        }
    }

    // What a caller has made room for on its stack is as good as the function's own.
    void read_parameters(std::string_view line) {
        locals_.clear();
        for (const std::string_view mark : {" sret(", " byval("}) {
            for (std::size_t at = line.find(mark); at != line.npos; at = line.find(mark, at + 1)) {
                const std::string_view type = line.substr(at + mark.size());
                const std::string_view rest = type.substr(std::min(type.find(')'), type.size()));
                const std::string_view words = rest.substr(0, rest.find_first_of(",)", 1));
                locals_.insert(words.substr(words.find_last_of(' ') + 1));
            }
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
        // Those of other sizes are calls of functions.
        const bool is_atomic = type == "atomic";
        if (!is_atomic && !is_watched(type)) {
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
            stores_.push_back({type, behind(line, "!dbg ", ","),
                               functions_.empty() ? "" : functions_.back().name});
        }
    }

    // Headers have long doubles of their own, which nobody else sees; the other types are
    // somebody's of whom they are templates. What has no place in a file is the submission's, or an
    // intrinsic of the compiler's that it calls.
    bool is_suspect(const Store& store) const {
        return store.type != long_double || store.place.empty() || is_own(store.place);
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

    int line_of(std::string_view name) const { return number_in(field(metadata(name), "line: ")); }

    // `name`: of a place, a block or a function.
    bool is_own(std::string_view name) const {
        std::string_view node = metadata(name);
        std::string_view file = field(node, "file: ");
        for (std::size_t steps = 0; file.empty() && steps < metadata_.size(); ++steps) {
            node = metadata(field(node, "scope: "));
            file = field(node, "file: ");
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
