// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/file_guard.h"

#include <fcntl.h>
#include <grp.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "gis/store/migrations.h"

namespace gis {
namespace {

using dispatch::Error;
using dispatch::ErrorCode;

std::string folderOf(const std::string& path) {
    return std::filesystem::absolute(path).parent_path().string();
}

Error systemError(ErrorCode code, const std::string& path, const char* what) {
    return Error{code, path + ": " + what + ": " + std::strerror(errno)};
}

}  // namespace

std::string networkFileSystemOf(const std::string& path) {
    struct statfs found {};
    if (statfs(path.c_str(), &found) != 0 && statfs(folderOf(path).c_str(), &found) != 0) return {};
    // Numbers of statfs(2); FUSE may be local, but sshfs and its like say the same number.
    switch (static_cast<std::uint32_t>(found.f_type)) {
        case 0x6969:
            return "NFS";
        case 0x517b:
        case 0xff534d42:
        case 0xfe534d42:
            return "SMB";
        case 0x65735546:
            return "FUSE";
        case 0x01021997:
            return "9p";
        case 0x73757245:
            return "Coda";
        case 0x5346414f:
        case 0x6b414653:
            return "AFS";
        case 0x00c36400:
            return "Ceph";
        case 0x564c:
            return "NCP";
        case 0x0bd00bd0:
            return "Lustre";
        case 0x47504653:
            return "GPFS";
        case 0x01161970:
            return "GFS2";
        case 0x7461636f:
            return "OCFS2";
        case 0x786f4256:
            return "VirtualBox shared folder";
        default:
            return {};
    }
}

dispatch::Result<void> refuseNetwork(const std::string& path, const OpenOptions& options) {
    const std::string kind =
        options.networkFileSystem ? options.networkFileSystem(path) : networkFileSystemOf(path);
    if (kind.empty()) return {};
    return Error{ErrorCode::Unavailable,
                 path + " lies on a network file system (" + kind +
                     "): a store in a file needs a local disk, since its log is shared memory and"
                     " locks over a network are not to be trusted; for several machines use the"
                     " PostgreSQL store"};
}

dispatch::Result<void> looksLikeStore(const std::string& path) {
    struct stat found {};
    if (stat(path.c_str(), &found) != 0) {
        if (errno == ENOENT)
            return Error{ErrorCode::Unavailable,
                         "there is no store at " + path + "; gridhall init makes one"};
        return systemError(ErrorCode::Unavailable, path, "cannot be reached");
    }
    if (!S_ISREG(found.st_mode)) return Error{ErrorCode::Corrupt, path + " is not a file"};
    if (access(path.c_str(), R_OK) != 0)
        return Error{ErrorCode::Unavailable, path + " may not be read by this user"};
    // Through the engine, never with open and close: closing a descriptor of our own would drop the
    // file locks that other connections of this process hold.
    auto opened = Connection::open(path, Connection::Mode::ReadWrite, std::chrono::seconds(5));
    if (!opened) return opened.error();
    const std::int64_t application = (*opened)->integer("PRAGMA application_id");
    if ((*opened)->failed()) {
        Error error = (*opened)->takeError();
        if (error.code == ErrorCode::Corrupt) error.detail += "; it is damaged or no store";
        if (error.code == ErrorCode::NotAllowed)
            return Error{ErrorCode::Unavailable,
                         path +
                             " or its folder may not be written by this user, which even"
                             " reading needs"};
        return error;
    }
    if (application != kApplicationId)
        return Error{ErrorCode::Corrupt, path + " is no GridHall store"};
    return {};
}

void alignSideFiles(const std::string& path) {
    struct stat store {};
    if (stat(path.c_str(), &store) != 0) return;
    for (const char* ending : {"-wal", "-shm"}) {
        const std::string side = path + ending;
        struct stat found {};
        if (stat(side.c_str(), &found) != 0 || found.st_uid != geteuid()) continue;
        if (found.st_gid != store.st_gid)
            (void)!chown(side.c_str(), static_cast<uid_t>(-1), store.st_gid);
        if ((found.st_mode & 0777U) != (store.st_mode & 0777U))
            chmod(side.c_str(), store.st_mode & 0777U);
    }
}

dispatch::Result<int> makeFile(const std::string& path, const std::string& group) {
    gid_t gid = static_cast<gid_t>(-1);
    if (!group.empty()) {
        const struct group* found = getgrnam(group.c_str());
        if (!found) return Error{ErrorCode::BadInput, "there is no group named " + group};
        gid = found->gr_gid;
    }
    const int left = open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (left >= 0) {
        const bool alive = flock(left, LOCK_EX | LOCK_NB) != 0;
        if (!alive) unlink(path.c_str());
        close(left);
        if (alive)
            return Error{ErrorCode::NotAllowed, path + ": another process is making this store"};
    }
    const int file = open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0) return systemError(ErrorCode::Unavailable, path, "cannot be made");
    flock(file, LOCK_EX | LOCK_NB);
    if (gid != static_cast<gid_t>(-1) && fchown(file, static_cast<uid_t>(-1), gid) != 0) {
        close(file);
        unlink(path.c_str());
        return Error{ErrorCode::BadInput, "the store cannot be given to group " + group +
                                              ": you are not one of its members"};
    }
    fchmod(file, group.empty() ? 0600 : 0660);
    return file;
}

dispatch::Result<int> claimFile(const std::string& path) {
    const int file = open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0) return systemError(ErrorCode::Unavailable, path, "cannot be opened");
    if (flock(file, LOCK_EX | LOCK_NB) != 0) {
        close(file);
        return Error{ErrorCode::NotAllowed, path + ": another process is working on it"};
    }
    return file;
}

dispatch::Result<void> publishFile(int descriptor, const std::string& from, const std::string& to) {
    if (fsync(descriptor) != 0)
        return systemError(ErrorCode::Unavailable, from, "cannot be flushed");
    if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) != 0) {
        if (errno == EEXIST)
            return Error{ErrorCode::NotAllowed, to + " exists already; nothing was overwritten"};
        return systemError(ErrorCode::Unavailable, to, "cannot be given its name");
    }
    const int folder = open(folderOf(to).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        fsync(folder);
        close(folder);
    }
    return {};
}

}  // namespace gis
