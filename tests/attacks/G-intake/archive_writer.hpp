// Writes archives that honest programs do not write.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace threadlab::testing {

class ArchiveWriter {
public:
    // The format is told by the name's ending: .zip, .7z, .tar, .tar.gz, .tar.xz, .tar.zst.
    explicit ArchiveWriter(const std::filesystem::path& file, const char* options = nullptr)
        : archive_(archive_write_new()) {
        const std::string name = file.filename().string();
        const auto ends_in = [&](const char* ending) { return name.ends_with(ending); };
        if (ends_in(".zip"))
            archive_write_set_format_zip(archive_);
        else if (ends_in(".7z"))
            archive_write_set_format_7zip(archive_);
        else
            archive_write_set_format_gnutar(archive_);
        if (ends_in(".gz"))
            archive_write_add_filter_gzip(archive_);
        else if (ends_in(".xz"))
            archive_write_add_filter_xz(archive_);
        else if (ends_in(".zst"))
            archive_write_add_filter_zstd(archive_);
        // Bytes, not blocks of a tape.
        archive_write_set_bytes_in_last_block(archive_, 1);
        if (options != nullptr) {
            check(archive_write_set_options(archive_, options));
            check(archive_write_set_passphrase(archive_, "secret"));
        }
        check(archive_write_open_filename(archive_, file.c_str()));
    }
    ArchiveWriter(const ArchiveWriter&) = delete;
    ArchiveWriter& operator=(const ArchiveWriter&) = delete;
    ~ArchiveWriter() { archive_write_free(archive_); }

    ArchiveWriter& file(const std::string& name, std::string_view text, int mode = 0644) {
        return add(name, AE_IFREG, mode, text, "", "");
    }
    ArchiveWriter& folder(const std::string& name) { return add(name, AE_IFDIR, 0755, "", "", ""); }
    ArchiveWriter& symbolic_link(const std::string& name, const std::string& target) {
        return add(name, AE_IFLNK, 0777, "", target, "");
    }
    ArchiveWriter& hard_link(const std::string& name, const std::string& target) {
        return add(name, AE_IFREG, 0644, "", "", target);
    }
    ArchiveWriter& fifo(const std::string& name) { return add(name, AE_IFIFO, 0644, "", "", ""); }
    ArchiveWriter& device(const std::string& name) { return add(name, AE_IFCHR, 0644, "", "", ""); }

    // `megabytes` of zeros.
    ArchiveWriter& zeros(const std::string& name, int megabytes) {
        const std::string block(std::size_t{1} << 20, '\0');
        archive_entry* entry =
            header(name, AE_IFREG, 0644, static_cast<la_int64_t>(megabytes) << 20, "", "");
        check(archive_write_header(archive_, entry));
        for (int i = 0; i < megabytes; ++i)
            archive_write_data(archive_, block.data(), block.size());
        archive_entry_free(entry);
        return *this;
    }

    void close() { check(archive_write_close(archive_)); }

private:
    void check(int result) const {
        if (result != ARCHIVE_OK)
            throw std::runtime_error(archive_error_string(archive_));
    }

    static archive_entry* header(const std::string& name, unsigned type, int mode, la_int64_t size,
                                 const std::string& link, const std::string& other_name) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, name.c_str());
        archive_entry_set_filetype(entry, type);
        archive_entry_set_perm(entry, static_cast<unsigned>(mode));
        archive_entry_set_size(entry, size);
        if (type == AE_IFCHR)
            archive_entry_set_rdev(entry, 0x0105);
        if (!link.empty())
            archive_entry_set_symlink(entry, link.c_str());
        if (!other_name.empty())
            archive_entry_set_hardlink(entry, other_name.c_str());
        return entry;
    }

    ArchiveWriter& add(const std::string& name, unsigned type, int mode, std::string_view text,
                       const std::string& link, const std::string& other_name) {
        archive_entry* entry =
            header(name, type, mode, static_cast<la_int64_t>(text.size()), link, other_name);
        check(archive_write_header(archive_, entry));
        if (!text.empty())
            archive_write_data(archive_, text.data(), text.size());
        archive_entry_free(entry);
        return *this;
    }

    archive* archive_;
};

} // namespace threadlab::testing
