// What may still be named and taken out while a folder or an archive is read.
#pragma once

#include "batch/bounds.hpp"
#include "batch/entry.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace threadlab::batch {

class Budget {
public:
    explicit Budget(const Bounds& bounds) : bounds_(bounds) {}

    // Whether the entry of this tidied name is to be looked at; else it was counted, for summary().
    bool admit(std::string_view name);

    // Why no further entry can be admitted, if so.
    std::optional<End> exhausted() const;

    // Whether a file of `bytes` may be taken out; if so, that is what it has cost.
    bool spend(std::string_view name, std::int64_t bytes);

    // One entry of kind `folded` or `more` for each folder of which entries were only counted.
    std::vector<Entry> summary() const;

private:
    struct Spent {
        std::int64_t entries = 0;
        std::int64_t bytes = 0;
    };

    void count_name(std::string_view name);

    const Bounds& bounds_;
    std::int64_t entries_ = 0;    // lines of the index, those of the summary among them
    std::int64_t name_bytes_ = 0; // of these lines, at most
    std::int64_t bytes_ = 0;
    std::map<std::string, Spent, std::less<>> spent_;         // by top folder
    std::map<std::string, std::int64_t, std::less<>> folded_; // by folder
};

} // namespace threadlab::batch
