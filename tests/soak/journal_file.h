// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "dispatch/journal.h"

struct sqlite3;

namespace soak {

/// The journal of a store's file opened past the product, its triggers gone: what somebody can do
/// who may write the file. What fails ends the test program.
class JournalFile {
  public:
    explicit JournalFile(const std::string& path);
    ~JournalFile();
    JournalFile(const JournalFile&) = delete;
    JournalFile& operator=(const JournalFile&) = delete;

    void must(const std::string& sql);
    /// Flips a bit of one column so that the entry still is one the store could hold.
    /// @return The column.
    std::string flip(std::int64_t seq, std::mt19937_64& random);
    /// Writes what entries say and their hashes over what the file has, from an index on.
    void rewrite(const std::vector<dispatch::JournalRow>& rows, std::size_t from);

  private:
    bool flipNumber(const std::string& column, std::int64_t seq, std::mt19937_64& random);
    bool flipBytes(const std::string& column, std::int64_t seq, std::mt19937_64& random);
    std::string bytesAt(const std::string& column, std::int64_t seq);
    void put(const std::string& column, std::int64_t seq, const std::string& bytes, bool isText);

    sqlite3* m_file = nullptr;
};

}  // namespace soak
