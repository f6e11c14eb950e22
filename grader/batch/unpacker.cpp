#include "batch/unpacker.hpp"

#include "batch/budget.hpp"
#include "batch/index.hpp"
#include "batch/names.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <cerrno>
#include <optional>
#include <string_view>
#include <sys/stat.h>

namespace threadlab::batch {

namespace {

constexpr std::size_t block = 65536;

class Unpacker {
public:
    Unpacker(archive* reader, std::int64_t archive_size, const Bounds& bounds,
             const std::vector<std::string>& suffixes, const Sink& contents)
        : reader_(reader), bounds_(bounds), suffixes_(suffixes), contents_(contents),
          budget_(bounds),
          most_unpacked_(archive_size * bounds.unpacked_per_byte + bounds.unpacked_free) {}

    std::string index() {
        const End end = read_all();
        for (const Entry& entry : budget_.summary()) {
            index_ += index_line(entry.kind, false, entry.count, entry.name);
        }
        return index_ + end_line(end);
    }

private:
    End read_all() {
        for (bool first = true;; first = false) {
            archive_entry* entry = nullptr;
            const int result = archive_read_next_header(reader_, &entry);
            if (result == ARCHIVE_EOF) {
                return End::all;
            }
            if (result == ARCHIVE_FATAL || result == ARCHIVE_RETRY) {
                return why_broken(first);
            }
            constexpr int plain_and_one_filter = 2;
            if (archive_filter_count(reader_) > plain_and_one_filter) {
                return End::layers;
            }
            if (const auto end = take(entry, result == ARCHIVE_FAILED)) {
                return *end;
            }
        }
    }

    End why_broken(bool first) const {
        if (archive_read_has_encrypted_entries(reader_) > 0) {
            return End::encrypted;
        }
        // libarchive's name for it is in none of its public headers.
        constexpr int unknown_format = EILSEQ;
        const bool is_no_format = archive_errno(reader_) == unknown_format;
        return first && is_no_format ? End::unknown : End::broken;
    }

    // Why reading must end with this entry, if so.
    std::optional<End> take(archive_entry* entry, bool is_broken) {
        const std::string name = tidied(name_of(entry));
        const bool admitted = budget_.admit(name);
        const EntryKind kind = is_broken ? EntryKind::damaged : kind_of(entry, name);
        std::string text;
        const EntryKind told = admitted && kind == EntryKind::file ? read(name, text) : kind;
        if (admitted) {
            index_ += index_line(told, has_special_bits(entry),
                                 static_cast<std::int64_t>(text.size()), name);
            contents_(text);
        }
        skip_rest();
        return ended_ ? ended_ : budget_.exhausted();
    }

    // Its bytes as the archive has them, where the locale lets them through; cut where it is too
    // long in any case.
    static std::string name_of(archive_entry* entry) {
        const char* name = archive_entry_pathname(entry);
        if (name == nullptr) {
            name = archive_entry_pathname_utf8(entry);
        }
        // No name of UTF-8, and told as such.
        return name == nullptr ? "\xff" : std::string(name).substr(0, longest_name + 1);
    }

    static bool has_special_bits(archive_entry* entry) {
        return (archive_entry_mode(entry) & (S_ISUID | S_ISGID | S_ISVTX)) != 0;
    }

    EntryKind kind_of(archive_entry* entry, std::string_view name) const {
        if (archive_entry_hardlink(entry) != nullptr) {
            return EntryKind::hard_link;
        }
        switch (archive_entry_filetype(entry)) {
        case AE_IFLNK:
            return EntryKind::symbolic_link;
        case AE_IFDIR:
            return EntryKind::folder;
        case AE_IFREG:
            break;
        default:
            return EntryKind::special;
        }
        if (!ends_in_one_of(name, suffixes_)) {
            return EntryKind::other;
        }
        return archive_entry_is_encrypted(entry) != 0 ? EntryKind::encrypted : EntryKind::file;
    }

    // Reads the entry's contents into `text`, which is left empty unless they are to be taken out.
    EntryKind read(std::string_view name, std::string& text) {
        const EntryKind kind = read_contents(text);
        if (kind == EntryKind::file &&
            budget_.spend(name, static_cast<std::int64_t>(text.size()))) {
            return kind;
        }
        text.clear();
        return kind == EntryKind::file ? EntryKind::over_budget : kind;
    }

    EntryKind read_contents(std::string& text) {
        std::array<char, block> buffer;
        for (;;) {
            const la_ssize_t size = archive_read_data(reader_, buffer.data(), buffer.size());
            if (size == 0) {
                return EntryKind::file;
            }
            if (size < 0) {
                ended_ = size == ARCHIVE_FATAL ? std::optional(End::broken) : std::nullopt;
                return EntryKind::damaged;
            }
            count_unpacked(size);
            text.append(buffer.data(), static_cast<std::size_t>(size));
            if (static_cast<std::int64_t>(text.size()) > bounds_.file_bytes) {
                return EntryKind::too_large;
            }
            if (ended_) {
                return EntryKind::over_budget;
            }
        }
    }

    // Block by block where it must be unpacked to be skipped: a bomb is one there, too.
    void skip_rest() {
        if (ended_) {
            return;
        }
        const int family = archive_format(reader_) & ARCHIVE_FORMAT_BASE_MASK;
        if (family == ARCHIVE_FORMAT_ZIP && archive_filter_count(reader_) == 1) {
            if (archive_read_data_skip(reader_) == ARCHIVE_FATAL) {
                ended_ = End::broken;
            }
            return;
        }
        int result = ARCHIVE_OK;
        while (!ended_ && (result == ARCHIVE_OK || result == ARCHIVE_WARN)) {
            const void* data = nullptr;
            std::size_t size = 0;
            la_int64_t offset = 0;
            result = archive_read_data_block(reader_, &data, &size, &offset);
            count_unpacked(static_cast<std::int64_t>(size));
        }
        if (result == ARCHIVE_FATAL && !ended_) {
            ended_ = End::broken;
        }
    }

    void count_unpacked(std::int64_t bytes) {
        unpacked_ += bytes;
        if (unpacked_ > bounds_.unpacked_bytes) {
            ended_ = End::unpacked;
        } else if (unpacked_ > most_unpacked_) {
            ended_ = End::ratio;
        }
    }

    archive* reader_;
    const Bounds& bounds_;
    const std::vector<std::string>& suffixes_;
    const Sink& contents_;
    Budget budget_;
    std::int64_t most_unpacked_;
    std::int64_t unpacked_ = 0;
    std::string index_;
    std::optional<End> ended_;
};

} // namespace

void FreeReader::operator()(archive* reader) const {
    archive_read_free(reader);
}

// Others of libarchive's formats name files on disk, or run programs.
Reader new_reader() {
    Reader reader(archive_read_new());
    archive* const a = reader.get();
    archive_read_support_format_zip(a);
    archive_read_support_format_tar(a);
    archive_read_support_format_7zip(a);
    archive_read_support_format_rar(a);
    archive_read_support_format_rar5(a);
    archive_read_support_format_empty(a);
    archive_read_support_filter_gzip(a);
    archive_read_support_filter_bzip2(a);
    archive_read_support_filter_xz(a);
    archive_read_support_filter_lzma(a);
    archive_read_support_filter_zstd(a);
    archive_read_support_filter_compress(a);
    return reader;
}

std::string unpack(archive* reader, std::int64_t archive_size, const Bounds& bounds,
                   const std::vector<std::string>& suffixes, const Sink& contents) {
    return Unpacker(reader, archive_size, bounds, suffixes, contents).index();
}

} // namespace threadlab::batch
