// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "dispatch/journal.h"

namespace soak {

/// The journal of a store opened past the product, its triggers off: what somebody can do who may
/// write the file or owns the database. What fails ends the test program.
class RawJournal {
  public:
    RawJournal() = default;
    virtual ~RawJournal() = default;
    RawJournal(const RawJournal&) = delete;
    RawJournal& operator=(const RawJournal&) = delete;

    void must(const std::string& sql);
    /// Flips a bit of one column so that the entry still is one the store could hold.
    /// @return The column.
    std::string flip(std::int64_t seq, std::mt19937_64& random);
    /// Writes what entries say and their hashes over what the store has, from an index on.
    void rewrite(const std::vector<dispatch::JournalRow>& rows, std::size_t from);
    /// Lets what the store notes of its newest entry agree with the entries that are there.
    virtual void coverUp() {}

  protected:
    using Columns = std::vector<std::pair<std::string, std::string>>;

    /// @return What is wrong with it; empty where it was done.
    virtual std::string run(const std::string& sql) = 0;
    /// The bytes of one column.
    virtual std::string bytesAt(const std::string& column, std::int64_t seq) = 0;
    virtual void put(std::int64_t seq, const Columns& columns) = 0;
    static bool isBlob(const std::string& column);

  private:
    bool flipNumber(const std::string& column, std::int64_t seq, std::mt19937_64& random);
    bool flipBytes(const std::string& column, std::int64_t seq, std::mt19937_64& random);
};

/// A store on one engine whose journal is attacked again and again. Nobody else may have it open
/// while it is copied, kept or put back.
class JournalPlace {
  public:
    /// An empty store. @param engine One of engines().
    static std::unique_ptr<JournalPlace> make(const std::string& engine);
    virtual ~JournalPlace() = default;

    virtual std::string uri() const = 0;
    /// A copy of the whole store as somebody takes it who may read it: a store of its own.
    /// @param of URI of the store, or of another copy.
    virtual std::string copy(const std::string& of) = 0;
    virtual std::unique_ptr<RawJournal> raw() = 0;

    /// Keeps the journal as it is now for putBack().
    virtual void keep() = 0;
    /// Undoes all attacks since.
    virtual void putBack() = 0;
};

}  // namespace soak
