// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/seal/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>

#include "gis/seal/digest.h"

namespace gis {

using namespace dispatch;

Descriptor::~Descriptor() {
    if (m_number >= 0) ::close(m_number);
}

Error cannot(const std::filesystem::path& file, const char* what) {
    return {ErrorCode::Unavailable,
            file.string() + " cannot be " + what + ": " + std::generic_category().message(errno)};
}

Result<void> makeFolder(const std::filesystem::path& folder) {
    if (folder.empty()) return {};
    std::error_code code;
    std::filesystem::create_directories(folder, code);
    if (code)
        return Error{ErrorCode::Unavailable,
                     folder.string() + " cannot be made: " + code.message()};
    return {};
}

bool writeWhole(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t done = ::write(descriptor, bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(done));
    }
    return ::fsync(descriptor) == 0;
}

void syncFolder(const std::filesystem::path& folder) {
    const Descriptor opened(
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened) (void)::fsync(opened.number());
}

Result<void> putPrivateFile(const std::filesystem::path& file, std::string_view bytes,
                            bool replace) {
    if (auto made = makeFolder(file.parent_path()); !made) return made;
    const std::filesystem::path draft = file.string() + "." + randomHex(8);
    {
        const Descriptor opened(
            ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (!opened) return cannot(draft, "made");
        if (!writeWhole(opened.number(), bytes)) {
            const Error error = cannot(draft, "written");
            ::unlink(draft.c_str());
            return error;
        }
    }
    const bool placed = replace ? std::rename(draft.c_str(), file.c_str()) == 0
                                : ::link(draft.c_str(), file.c_str()) == 0 || errno == EEXIST;
    const Error error = cannot(file, "made");
    if (!replace || !placed) ::unlink(draft.c_str());
    if (!placed) return error;
    syncFolder(file.parent_path());
    return {};
}

}  // namespace gis
