// The record that a harness sends, from a process in which the submission ran.

#include "harness/record.hpp"
#include "target.hpp"

#include <string>

using namespace threadlab::harness;
using threadlab::fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(threadlab::fuzz::text_of(data, size));
    const auto record = read_record(text);
    if (!record) {
        return 0;
    }
    require(write_record(*record) == text, "nothing is a record but what write_record() writes");
    require(!read_record(text + text), "two records are none");
    require(!read_record(text + "\nend\n"), "a record with something behind it is none");
    require(!read_record("\n" + text), "a record with something before it is none");
    require(!read_record(text.substr(0, size - 1)), "a record that was cut off is none");
    return 0;
}
