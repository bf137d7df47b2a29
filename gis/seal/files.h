// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

#include "dispatch/result.h"

namespace gis {

/// An open file that is closed whatever happens.
class Descriptor {
  public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor();
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return m_number; }
    explicit operator bool() const { return m_number >= 0; }

  private:
    int m_number;
};

/// The error of a file that cannot be WHAT ("read", "written"), with errno's reason.
dispatch::Error cannot(const std::filesystem::path& file, const char* what);

/// Makes a folder and those above it.
dispatch::Result<void> makeFolder(const std::filesystem::path& folder);

/// Writes all bytes and has them on disk. @return False with errno set.
bool writeWhole(int descriptor, std::string_view bytes);

/// Has a folder's names on disk.
void syncFolder(const std::filesystem::path& folder);

/// Puts a file that only its owner may read in its place, folders and all: all of it or nothing,
/// whenever the process is killed.
/// @param replace False: a file that is there already stays, which is no error.
dispatch::Result<void> putPrivateFile(const std::filesystem::path& file, std::string_view bytes,
                                      bool replace);

}  // namespace gis
