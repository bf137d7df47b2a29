// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "dispatch/result.h"
#include "gis/store/open_store.h"

namespace gis {

/// Refuses a folder on a network file system: the write-ahead log needs memory shared by all
/// processes, and file locks there lie.
dispatch::Result<void> refuseNetwork(const std::string& path, const OpenOptions& options);

/// The kernel's answer for OpenOptions::networkFileSystem: "NFS", "SMB", "FUSE", "9p" …, or empty.
std::string networkFileSystemOf(const std::string& path);

/// Is there a file, and is it a store of ours? Changes nothing in it.
/// @error Unavailable it is not there or may not be read.
/// @error Corrupt     it is no SQLite file, or another program's, or cut off.
dispatch::Result<void> looksLikeStore(const std::string& path);

/// Gives the log and index beside a store the store's own mode and group, where they are ours.
void alignSideFiles(const std::string& path);

/// Makes an empty file with mode 0600, or 0660 for a named group.
/// @return Its descriptor, locked (flock) for the time of making.
/// @error NotAllowed another process is making a store of that name.
/// @error BadInput   there is no such group, or its members we are not.
dispatch::Result<int> makeFile(const std::string& path, const std::string& group);

/// Takes hold of an unfinished file that another process may have left.
/// @return Its descriptor, locked as makeFile does.
/// @error NotAllowed that process still works on it.
dispatch::Result<int> claimFile(const std::string& path);

/// Flushes a file and gives it its final name, which must be free.
dispatch::Result<void> publishFile(int descriptor, const std::string& from, const std::string& to);

}  // namespace gis
