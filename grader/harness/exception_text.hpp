// What an exception says, for the record.
#pragma once

#include <cstdlib>
#include <cxxabi.h>
#include <exception>
#include <string>

namespace threadlab::harness {

// The type and the text of the exception that is being handled; empty if there is none.
inline std::string current_exception_text() {
    const std::exception_ptr current = std::current_exception();
    if (current == nullptr) {
        return "";
    }
    try {
        std::rethrow_exception(current);
    } catch (const std::exception& error) {
        int status = 0;
        char* name = abi::__cxa_demangle(typeid(error).name(), nullptr, nullptr, &status);
        const std::string type = status == 0 ? name : typeid(error).name();
        std::free(name);
        return type + ": " + error.what();
    } catch (...) {
        return "an exception that is no std::exception";
    }
}

} // namespace threadlab::harness
