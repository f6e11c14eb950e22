#include "batch/sift.hpp"

#include "batch/folded_name.hpp"
#include "batch/names.hpp"
#include "batch/unwanted.hpp"
#include "build/source_text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <utility>

namespace threadlab::batch {

namespace {

// Why an entry of this kind is not taken, whatever its name is; empty if that alone is no reason.
std::string never_taken(EntryKind kind) {
    switch (kind) {
    case EntryKind::symbolic_link:
        return "it is a symbolic link; send the file itself";
    case EntryKind::hard_link:
        return "it is a hard link, a second name of another file; send a copy";
    case EntryKind::special:
        return "it is a FIFO, a device or a socket; send a file";
    case EntryKind::too_deep:
        return "it lies below too many folders; put the file further up";
    default:
        return "";
    }
}

// Why the file that is wanted cannot be had.
std::string not_to_be_had(EntryKind kind, const Bounds& bounds) {
    switch (kind) {
    case EntryKind::too_large:
        return fmt::format("it is larger than {} bytes; no answer is", bounds.file_bytes);
    case EntryKind::over_budget:
        return "the files before it already came to more than may be taken in; send it alone";
    case EntryKind::encrypted:
        return "it is encrypted; pack it without a password";
    case EntryKind::damaged:
        return "it is damaged or cut off; pack it anew";
    case EntryKind::unreadable:
        return "the system does not let it be read; change its permissions";
    case EntryKind::changed:
        return "it changed while it was read; try again";
    default:
        return "its contents are missing";
    }
}

std::string why_ended(End end, const Bounds& bounds) {
    switch (end) {
    case End::all:
        break;
    case End::entries:
        return fmt::format("it holds more than {} entries; what follows was not looked at",
                           bounds.entries);
    case End::names:
        return "the names in it are too long altogether; what follows was not looked at";
    case End::unpacked:
        return fmt::format("more than {} MB come out of it; what follows was not looked at",
                           bounds.unpacked_bytes >> 20);
    case End::ratio:
        return fmt::format("more than {} times its size comes out of it; what follows was not "
                           "looked at",
                           bounds.unpacked_per_byte);
    case End::encrypted:
        return "it is encrypted; pack it without a password";
    case End::broken:
        return "it is damaged or cut off; what follows cannot be read: pack it anew";
    case End::unknown:
        return "it is no zip, tar, 7z or rar archive; pack it as a zip";
    case End::layers:
        return "it is compressed more than once; pack it as a zip";
    }
    return "";
}

class Sieve {
public:
    Sieve(const std::vector<std::string>& wanted, const Bounds& bounds)
        : wanted_(wanted), bounds_(bounds) {}

    void add(Entry entry) {
        entry.name = tidied(entry.name);
        if (entry.kind == EntryKind::folded) {
            remark(Fate::ignored, entry.name,
                   fmt::format("a tool keeps it; its {} entries were not looked at", entry.count));
        } else if (entry.kind == EntryKind::more) {
            remark(Fate::refused, entry.name,
                   fmt::format("it holds {} entries more than the {} that are looked at; hand in "
                               "the exercise's file alone",
                               entry.count, bounds_.entries_each));
        } else if (entry.kind != EntryKind::folder || !entry.name.empty()) {
            add_named(std::move(entry));
        }
    }

    Intake result(End end) && {
        refuse_doubles();
        for (Entry& entry : candidates_) {
            take(std::move(entry));
        }
        if (end != End::all) {
            remark(Fate::refused, "", why_ended(end, bounds_));
        } else if (!any_file_) {
            remark(Fate::refused, "", "it holds no files");
        }
        return std::move(intake_);
    }

private:
    void remark(Fate fate, const std::string& name, const std::string& why) {
        intake_.remarks.push_back({fate, name, why});
    }

    bool is_wanted(std::string_view name) const {
        return std::find(wanted_.begin(), wanted_.end(), last_part(name)) != wanted_.end();
    }

    void add_named(Entry entry) {
        any_file_ = any_file_ || entry.kind != EntryKind::folder;
        if (const auto fault = find_name_fault(entry.name)) {
            remark(Fate::refused, entry.name, *fault);
        } else if (entry.kind == EntryKind::folder) {
            // Says nothing by itself.
        } else if (const auto folder = folder_not_needed(entry.name)) {
            remark(Fate::ignored, entry.name, "it lies in a folder that a tool keeps");
        } else if (const std::string why = never_taken(entry.kind); !why.empty()) {
            remark(Fate::refused, entry.name, why);
        } else {
            add_file(std::move(entry));
        }
    }

    void add_file(Entry entry) {
        by_folded_name_[folded_name(entry.name)].push_back(entry.name);
        if (is_wanted(entry.name)) {
            candidates_.push_back(std::move(entry));
        } else {
            intake_.remarks.push_back(remark_on_unwanted(entry.name, wanted_));
        }
    }

    // Which of them its sender means, nobody can know: elsewhere there is only one of them.
    void refuse_doubles() {
        std::erase_if(candidates_, [&](const Entry& entry) {
            const std::vector<std::string>& names = by_folded_name_[folded_name(entry.name)];
            if (names.size() == 1) {
                return false;
            }
            const auto other =
                std::find_if(names.begin(), names.end(),
                             [&](const std::string& name) { return name != entry.name; });
            remark(Fate::refused, entry.name,
                   other == names.end()
                       ? fmt::format("it is there {} times; send it once", names.size())
                       : fmt::format("its name differs from {} by upper case or by the form of its "
                                     "accents only; send one of them",
                                     *other));
            return true;
        });
    }

    void take(Entry entry) {
        if (entry.kind != EntryKind::file) {
            remark(Fate::refused, entry.name, not_to_be_had(entry.kind, bounds_));
            return;
        }
        if (entry.special_bits) {
            remark(Fate::noted, entry.name, "its setuid, setgid or sticky bit is left out");
        }
        if (const auto fault = build::find_text_fault(entry.text)) {
            remark(Fate::noted, entry.name,
                   fmt::format("it {}{}", fault->what,
                               fault->line == 0 ? "" : fmt::format(" (line {})", fault->line)));
        }
        intake_.files.push_back({std::move(entry.name), std::move(entry.text)});
    }

    const std::vector<std::string>& wanted_;
    const Bounds& bounds_;
    Intake intake_;
    std::vector<Entry> candidates_;
    std::map<std::string, std::vector<std::string>> by_folded_name_;
    bool any_file_ = false;
};

} // namespace

Intake sift(Listing listing, const std::vector<std::string>& wanted, const Bounds& bounds) {
    Sieve sieve(wanted, bounds);
    for (Entry& entry : listing.entries) {
        sieve.add(std::move(entry));
    }
    return std::move(sieve).result(listing.end);
}

} // namespace threadlab::batch
