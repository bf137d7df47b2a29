// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace gis {

/// While it lives, GDAL's messages of this thread are kept here instead of going to stderr; the
/// drivers are registered with the first one.
class GdalGuard {
  public:
    GdalGuard();
    ~GdalGuard();
    GdalGuard(const GdalGuard&) = delete;
    GdalGuard& operator=(const GdalGuard&) = delete;

    /// The last failure GDAL spoke of, one line; empty where there was none.
    const std::string& failure() const { return m_failure; }
    void clear() { m_failure.clear(); }
    void note(std::string message) { m_failure = std::move(message); }

  private:
    std::string m_failure;
};

/// The name under which GDAL opens a file: gzipped ones through /vsigzip/, zipped through /vsizip/.
std::string gdalPath(const std::string& file);
/// Whether there is a file of this name that can be read.
bool fileIsThere(const std::string& file);
/// Why a file cannot be read, in one sentence: it is not there, it is a folder, or its rights
/// forbid it; empty where nothing speaks against it.
std::string whyUnreadable(const std::string& file);

}  // namespace gis
