// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "gis/store/wrapped_store.h"

namespace soak {

/// One record of a transaction as the log of a desk keeps it.
struct LoggedWrite {
    dispatch::RecordRef record;  ///< Its id is 0 until somebody learnt it.
    std::int64_t expected = 0;
    bool removes = false;
    std::int64_t responder = 0;  ///< Orders.
    bool live = false;           ///< The order binds its responder.
    bool onDuty = false;         ///< Responders.
    std::string print;           ///< Of what the row says; empty where its kind has no revisions.
    std::string level;           ///< Cases, as the rest.
    std::int64_t due = 0;        ///< 0: none.
    std::int64_t entered = 0;
    bool warned = false;
    bool supervised = false;
};

/// One entry of a transaction's journal.
struct LoggedEntry {
    std::int64_t record = 0;
    int ofWrite = -1;
    std::string action;
    std::string print;  ///< Of its texts and its author.
};

/// One transaction as it was sent, and what was heard of it.
struct LoggedCommit {
    enum class Heard { Nothing, Done, Conflict, Refused };
    std::string key;
    dispatch::Author by;
    std::int64_t sent = 0;
    std::int64_t answered = 0;
    std::vector<LoggedWrite> writes;
    std::vector<LoggedEntry> entries;
    Heard heard = Heard::Nothing;
    std::int64_t seq = 0;
    dispatch::RecordRef found;  ///< A conflict's record.
    std::int64_t foundRevision = 0;
    dispatch::Author first;  ///< Whom the conflict named.
    std::int64_t firstAt = 0;
};

struct DeskHistory {
    std::vector<LoggedCommit> commits;  ///< A key once for every time it was sent.
    std::vector<std::string> faults;    ///< What may never be, a sentence each.
    std::int64_t lineFailures = 0;
};

/// What a row says, of kinds with revisions that a desk writes; without id, revision, and what the
/// store gives it: a case's code and grid. Empty for other kinds.
std::string printOf(const dispatch::Record& record);
/// What an entry says of itself, with its author.
std::string printOf(const dispatch::JournalEntry& entry, const dispatch::Author& by);

/// A file that outlives kill -9: each line is one write to it.
class DeskLog {
  public:
    explicit DeskLog(const std::string& path);
    ~DeskLog();
    DeskLog(const DeskLog&) = delete;
    DeskLog& operator=(const DeskLog&) = delete;

    void sending(const dispatch::Transaction& transaction);
    void heard(const dispatch::Transaction& transaction,
               const dispatch::Result<dispatch::Commit>& answer);
    void fault(const std::string& sentence);

  private:
    void line(const std::string& text);
    int m_file;
};

/// Adds what a log says to a history.
void readDeskLog(const std::string& path, DeskHistory& history);

/// A store that writes down all that is committed through it. What the line swallowed is sent again
/// with the same key until the store says yes or no, and now and then what was answered already: it
/// must get the same receipt.
class LoggedStore final : public gis::WrappedStore<> {
  public:
    LoggedStore(std::string uri, DeskLog& log, std::uint64_t seed);

    /// Opens it anew after the line broke; ends the program where that does not work in two
    /// minutes.
    void reopen();

    dispatch::Result<dispatch::Commit> commit(const dispatch::Transaction& transaction) override;

  private:
    dispatch::Result<dispatch::Commit> settle(const dispatch::Transaction& transaction);

    std::string m_uri;
    DeskLog& m_log;
    std::mt19937_64 m_random;
};

}  // namespace soak
