// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "dispatch/store.h"
#include "gis/store/open_store.h"
#include "gis/store/pg.h"
#include "gis/store/sequence_gaps.h"

namespace gis {

/// A descriptor that stays the same while the connection behind it is made anew.
class LinkHint {
  public:
    LinkHint();
    ~LinkHint();
    LinkHint(const LinkHint&) = delete;
    LinkHint& operator=(const LinkHint&) = delete;
    /// @param socket -1 for none.
    void watch(int socket);
    int descriptor() const { return m_descriptor; }

  private:
    int m_descriptor;
    int m_socket = -1;
};

/// The store on a PostgreSQL server, for a hall of many seats. Made by openStore. A call is one
/// round trip once its statement is prepared; long answers come in pieces. A broken connection is
/// made anew by the next call.
class PostgisStore final : public dispatch::Store {
  public:
    PostgisStore(std::string uri, std::unique_ptr<PgLink> link, const OpenOptions& options);
    ~PostgisStore() override;

    dispatch::Result<dispatch::StoreInfo> info() override;
    dispatch::Result<std::shared_ptr<const dispatch::Picture>> load() override;
    dispatch::Result<dispatch::Delta> changesSince(dispatch::ChangeSeq seq,
                                                   dispatch::FixSeq fixSeq) override;
    std::pair<dispatch::ChangeSeq, dispatch::FixSeq> resumePoint() const override;
    dispatch::Result<dispatch::Commit> commit(const dispatch::Transaction& transaction) override;
    dispatch::Result<std::optional<dispatch::Receipt>> receiptOf(const std::string& key) override;
    dispatch::Result<dispatch::FixReceipt> addFixes(std::span<const dispatch::Fix> fixes,
                                                    const std::string& source) override;
    dispatch::Result<std::shared_ptr<const dispatch::Picture>> pictureAt(
        dispatch::Millis time) override;
    dispatch::Result<void> read(const dispatch::Query& query,
                                const std::function<bool(dispatch::Record&&)>& row) override;
    dispatch::Result<std::int64_t> count(const dispatch::Query& query) override;
    dispatch::Result<void> readJournal(
        const dispatch::JournalQuery& query,
        const std::function<bool(dispatch::JournalRow&&)>& row) override;
    dispatch::Result<dispatch::JournalRow> journalHead() override;
    dispatch::Result<bool> holdLease(const std::string& name, const std::string& holder,
                                     std::chrono::milliseconds length) override;
    dispatch::Result<std::unique_ptr<dispatch::Batch>> beginBatch(
        const dispatch::BatchPlan& plan) override;
    dispatch::Result<dispatch::ClockReport> heartbeat(const dispatch::Author& by) override;
    dispatch::Result<std::vector<dispatch::SeatPresence>> seats() override;
    dispatch::Result<dispatch::ClockReport> clock() override;
    dispatch::Result<dispatch::ClockReport> confirmClock(const dispatch::Author& by) override;
    dispatch::Result<void> retain(std::stop_token stop) override;
    dispatch::Result<std::vector<dispatch::Finding>> verify() override;
    dispatch::Result<std::string> identity() override;
    int hintDescriptor() const override { return m_hint.descriptor(); }
    dispatch::Result<bool> mayHaveChanged() override;

  private:
    /// The connection, made anew where it broke; then it listens again.
    dispatch::Result<PgLink*> link();
    dispatch::Result<void> sweep(std::stop_token stop);
    /// One statement; a broken line is tried once more where asking twice does no harm.
    dispatch::Result<PgAnswer> ask(const std::string& sql, std::initializer_list<PgValue> values,
                                   bool harmlessTwice = true);
    dispatch::ClockReport clockReport(std::int64_t serverMillis,
                                      std::chrono::system_clock::time_point asked) const;

    std::string m_uri;
    OpenOptions m_options;
    std::unique_ptr<PgLink> m_link;
    LinkHint m_hint;
    bool m_listens = false;
    bool m_notified = false;
    std::chrono::steady_clock::time_point m_lastLook;
    /// Where the last answer of load or changesSince left off; gaps are known only there.
    dispatch::ChangeSeq m_seq{-1};
    dispatch::FixSeq m_fixSeq{-1};
    SequenceGaps m_gaps;
    SequenceGaps m_fixGaps;
};

/// "store@server" of a URI for people, without a password.
std::string withoutPassword(const std::string& uri);

}  // namespace gis
