#include "batch/budget.hpp"

#include "batch/names.hpp"

namespace threadlab::batch {

void Budget::count_name(std::string_view name) {
    constexpr std::int64_t rest_of_line = 40;
    ++entries_;
    name_bytes_ += static_cast<std::int64_t>(percent_encoded(name).size()) + rest_of_line;
}

bool Budget::admit(std::string_view name) {
    if (const auto folder = folder_not_needed(name)) {
        const auto [count, is_new] = folded_.try_emplace(*folder, 0);
        // The folder's own entry is none of its contents.
        count->second += *folder == name ? 0 : 1;
        if (is_new) {
            count_name(*folder);
        }
        return false;
    }
    const std::string_view top = top_folder(name);
    Spent& spent = spent_[std::string(top)];
    ++spent.entries;
    // What lies in no folder is nobody's alone: a whole class, where the bundle has no folders.
    if (!top.empty() && spent.entries > bounds_.entries_each) {
        if (spent.entries == bounds_.entries_each + 1) {
            count_name(top);
        }
        return false;
    }
    count_name(name);
    return true;
}

std::optional<End> Budget::exhausted() const {
    if (entries_ >= bounds_.entries) {
        return End::entries;
    }
    return name_bytes_ >= bounds_.name_bytes ? std::optional(End::names) : std::nullopt;
}

bool Budget::spend(std::string_view name, std::int64_t bytes) {
    const std::string_view top = top_folder(name);
    Spent& spent = spent_[std::string(top)];
    const bool is_beyond_share = !top.empty() && spent.bytes + bytes > bounds_.bytes_each;
    if (is_beyond_share || bytes_ + bytes > bounds_.bytes) {
        return false;
    }
    spent.bytes += bytes;
    bytes_ += bytes;
    return true;
}

std::vector<Entry> Budget::summary() const {
    std::vector<Entry> entries;
    const auto add = [&](EntryKind kind, const std::string& name, std::int64_t count) {
        Entry& entry = entries.emplace_back();
        entry.kind = kind;
        entry.name = name;
        entry.count = count;
    };
    for (const auto& [folder, count] : folded_) {
        add(EntryKind::folded, folder, count);
    }
    for (const auto& [folder, spent] : spent_) {
        if (!folder.empty() && spent.entries > bounds_.entries_each) {
            add(EntryKind::more, folder, spent.entries - bounds_.entries_each);
        }
    }
    return entries;
}

} // namespace threadlab::batch
