// What llvm-symbolizer says of a submission's debug information.

#include "tsan_data.hpp"

#include "judge/symbolise.hpp"
#include "target.hpp"

using namespace threadlab;
using fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    tests::Answering sandbox(std::string(fuzz::text_of(data, size)));
    const auto answer =
        judge::symbolise({{"submission.so", 0x16af}, {"libc.so.6", 1}}, "/build/submission.so",
                         "/usr/bin/llvm-symbolizer", sandbox);
    for (const auto& [address, places] : std::get<judge::Places>(answer)) {
        require(address.first == "submission.so", "only that object was asked for");
        require(!places.empty(), "what is not known is left out");
        for (const judge::Place& place : places) {
            require(place != judge::Place{}, "a place says something");
            require(place.line >= 0 && place.function_line >= 0 && place.column >= 0,
                    "lines and columns count from 1");
        }
    }
    return 0;
}
