// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace gis {

/// Watches a store's write-ahead log through the kernel: readable when somebody may have written.
/// The log may be deleted and made again; the folder is watched for that.
class ChangeHint {
  public:
    /// @param path The store's file; empty for no watching.
    explicit ChangeHint(const std::string& path);
    ~ChangeHint();
    ChangeHint(const ChangeHint&) = delete;
    ChangeHint& operator=(const ChangeHint&) = delete;

    /// @return -1 where the kernel gave none.
    int descriptor() const { return m_descriptor; }
    /// Empties the queue and watches a log that was made anew.
    void drain();

  private:
    void watchLog();
    std::string m_log;
    int m_descriptor = -1;
    int m_logWatch = -1;
};

}  // namespace gis
