// Exceptions, run-time types and what the compiler adds for them.
#include <exception>
#include <future>
#include <iostream>
#include <new>
#include <stdexcept>
#include <string>
#include <system_error>
#include <typeinfo>
#include <variant>
#include <any>
#include <optional>
#include <memory>
#include <cxxabi.h>

struct Shape {
    virtual ~Shape() = default;
    virtual double area() const = 0;
};
struct Square final : Shape {
    double side = 2;
    double area() const override { return side * side; }
};
class Broken : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

int habit(int x) try {
    std::unique_ptr<Shape> shape = std::make_unique<Square>();
    auto shared = std::make_shared<Square>();
    if (auto* square = dynamic_cast<Square*>(shape.get()); square != nullptr && x > 1)
        throw Broken("broken " + std::to_string(square->area()));
    std::exception_ptr kept;
    try {
        std::rethrow_exception(std::make_exception_ptr(std::logic_error("kept")));
    } catch (...) {
        kept = std::current_exception();
    }
    try {
        if (kept)
            std::throw_with_nested(std::runtime_error("outer"));
    } catch (const std::exception& error) {
        try {
            std::rethrow_if_nested(error);
        } catch (...) {
        }
    }
    int status = 0;
    char* name = abi::__cxa_demangle(typeid(*shape).name(), nullptr, nullptr, &status);
    std::cout << name << std::uncaught_exceptions();
    std::free(name);
    std::variant<int, std::string> either = "text";
    std::any any = 3;
    std::optional<int> maybe;
    if (x == -1)
        throw std::system_error(EAGAIN, std::generic_category(), "no thread");
    if (x == -2)
        std::abort();
    if (x == -3)
        std::terminate();
    return std::any_cast<int>(any) + static_cast<int>(std::get<1>(either).size()) +
           maybe.value_or(0) + std::stoi("12") + static_cast<int>(std::stod("1.5"));
} catch (const std::bad_alloc&) {
    return 1;
} catch (const std::exception& error) {
    std::cerr << error.what() << typeid(error).name();
    throw;
}
