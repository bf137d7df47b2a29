// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <unordered_map>

#include "dispatch/store.h"
#include "gis/store/change_hint.h"
#include "gis/store/open_store.h"
#include "gis/store/row_io.h"
#include "gis/store/sqlite.h"
#include "gis/store/store_clock.h"

namespace gis {

/// The store in one SQLite file, for one machine and several processes. Made by openStore.
class SqliteStore final : public dispatch::Store {
  public:
    /// @param main  Connection that reads and writes, set up and migrated.
    /// @param watch Connection that only asks whether others wrote; null in a store in the making.
    SqliteStore(std::unique_ptr<Connection> main, std::unique_ptr<Connection> watch,
                OpenOptions options);
    ~SqliteStore() override;

    dispatch::Result<dispatch::StoreInfo> info() override;
    dispatch::Result<std::string> identity() override;
    dispatch::Result<std::shared_ptr<const dispatch::Picture>> load() override;
    dispatch::Result<dispatch::Delta> changesSince(dispatch::ChangeSeq seq,
                                                   dispatch::FixSeq fixSeq) override;
    std::pair<dispatch::ChangeSeq, dispatch::FixSeq> resumePoint() const override {
        return m_answered;
    }
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
    int hintDescriptor() const override;
    dispatch::Result<bool> mayHaveChanged() override;

  private:
    struct DutyTimes {
        bool known = false;
        bool onDuty = false;
        std::vector<std::pair<std::int64_t, std::int64_t>> spans;  ///< ms, [from, until).
    };
    dispatch::Result<void> readFixes(const dispatch::Query& query,
                                     const std::function<bool(dispatch::Record&&)>& row);
    /// Keeps the cache of duties as new as the log: only people whose duty or state changed are
    /// asked for again.
    void refreshDuties();
    const DutyTimes& dutiesOf(dispatch::ResponderId who);
    dispatch::Result<void> takeFixes(std::span<const dispatch::Fix> fixes,
                                     const std::string& source, dispatch::FixReceipt& total);

    std::unique_ptr<Connection> m_main;
    std::unique_ptr<Connection> m_watch;
    OpenOptions m_options;
    StoreClock m_clock;
    ChangeHint m_hint;
    std::pair<dispatch::ChangeSeq, dispatch::FixSeq> m_answered;
    std::int64_t m_dataVersion = 0;
    std::int64_t m_dutiesAsOf = -1;
    std::unordered_map<std::int64_t, DutyTimes> m_duties;
};

}  // namespace gis
