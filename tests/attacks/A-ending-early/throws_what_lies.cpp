// attack: throws an exception whose text is the memory of the harness
// check: answer
// gets: fails: answer (api-contract)
#include "attacked.hpp"

#include <exception>

namespace lab::attacked {

namespace {

struct Looking : std::exception {
    const char* what() const noexcept override {
        return reinterpret_cast<const char*>(this) - 4096;
    }
};

} // namespace

int twice(int) {
    throw Looking();
}

} // namespace lab::attacked

#include "parts/rest.cpp"
