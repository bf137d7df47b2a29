// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QTemporaryDir>
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "dispatch/store.h"

namespace support {

/// A store in memory that keeps what batches publish, so that imports can be looked at.
class FakeStore final : public dispatch::Store {
  public:
    std::vector<dispatch::Record> rows;  ///< In force.
    std::vector<dispatch::Level> levels;
    std::vector<dispatch::Category> categories;
    dispatch::Millis now{std::chrono::hours(24 * 365 * 56)};
    int published = 0;
    int begun = 0;
    std::size_t largestAppend = 0;
    dispatch::BatchPlan lastPlan;
    std::size_t liveFixes = 0;
    std::vector<dispatch::Fix> lastFixes;  ///< Of the last addFixes.

    FakeStore() {
        using dispatch::Level;
        levels = {Level{{1}, "city", "市", "City", 0, 4, {1}},
                  Level{{2}, "district", "区", "District", 1, 6, {1}},
                  Level{{3}, "township", "镇街", "Township", 2, 9, {1}},
                  Level{{4}, "community", "社区", "Community", 3, 12, {1}}};
        const auto category = [&](const char* code, const char* parent, const char* zh,
                                  const char* en, dispatch::Risk risk) {
            dispatch::Category made;
            made.id.value = static_cast<std::int64_t>(categories.size()) + 1;
            made.code = code;
            made.parent = parent;
            made.nameZh = zh;
            made.nameEn = en;
            made.risk = risk;
            categories.push_back(made);
        };
        category("01", "", "市容环卫", "Sanitation", dispatch::Risk::Low);
        category("0101", "01", "垃圾", "Rubbish", dispatch::Risk::Low);
        category("02", "", "消防", "Fire", dispatch::Risk::High);
        category("99", "", "其他", "Other", dispatch::Risk::Low);
    }

    template <class Row>
    std::vector<Row> all() const {
        std::vector<Row> found;
        for (const auto& record : rows)
            if (const auto* row = std::get_if<Row>(&record)) found.push_back(*row);
        return found;
    }

    template <class Row>
    void put(Row row) {
        if (!row.id) row.id.value = ++m_next;
        rows.emplace_back(std::move(row));
    }

    dispatch::Result<dispatch::StoreInfo> info() override { return dispatch::StoreInfo{}; }
    dispatch::Result<std::string> identity() override { return std::string("fake"); }

    dispatch::Result<std::shared_ptr<const dispatch::Picture>> load() override {
        auto picture = std::make_shared<dispatch::Picture>();
        picture->storeTime = now;
        picture->levels = dispatch::Table<dispatch::Level>(levels);
        picture->categories = dispatch::Table<dispatch::Category>(categories);
        picture->grids = dispatch::Table<dispatch::Grid>(all<dispatch::Grid>());
        picture->centres = dispatch::Table<dispatch::Centre>(all<dispatch::Centre>());
        picture->zones = dispatch::Table<dispatch::Zone>(all<dispatch::Zone>());
        picture->posts = dispatch::Table<dispatch::Post>(all<dispatch::Post>());
        picture->units = dispatch::Table<dispatch::Unit>(all<dispatch::Unit>());
        picture->responders = dispatch::Table<dispatch::Responder>(all<dispatch::Responder>());
        return std::shared_ptr<const dispatch::Picture>(picture);
    }

    dispatch::Result<void> read(const dispatch::Query& query,
                                const std::function<bool(dispatch::Record&&)>& row) override {
        for (dispatch::Record record : rows) {
            if (kindOf(record) != query.kind) continue;
            if (query.code && codeOf(record) != *query.code) continue;
            if (!row(std::move(record))) break;
        }
        return {};
    }

    dispatch::Result<std::int64_t> count(const dispatch::Query& query) override {
        std::int64_t found = 0;
        auto done = read(query, [&](dispatch::Record&&) { return ++found > 0; });
        if (!done) return done.error();
        return found;
    }

    dispatch::Result<std::optional<dispatch::Receipt>> receiptOf(const std::string&) override {
        return std::optional<dispatch::Receipt>();
    }
    dispatch::Result<dispatch::FixReceipt> addFixes(std::span<const dispatch::Fix> fixes,
                                                    const std::string&) override {
        liveFixes += fixes.size();
        lastFixes.assign(fixes.begin(), fixes.end());
        dispatch::FixReceipt receipt;
        receipt.taken = fixes.size();
        return receipt;
    }

    dispatch::Result<void> readJournal(
        const dispatch::JournalQuery&,
        const std::function<bool(dispatch::JournalRow&&)>&) override {
        return {};
    }
    dispatch::Result<dispatch::JournalRow> journalHead() override { return dispatch::JournalRow{}; }
    dispatch::Result<bool> holdLease(const std::string&, const std::string&,
                                     std::chrono::milliseconds) override {
        return false;
    }
    dispatch::Result<std::unique_ptr<dispatch::Batch>> beginBatch(
        const dispatch::BatchPlan& plan) override {
        ++begun;
        lastPlan = plan;
        return std::unique_ptr<dispatch::Batch>(std::make_unique<FakeBatch>(*this, plan));
    }

    dispatch::Result<dispatch::Delta> changesSince(dispatch::ChangeSeq, dispatch::FixSeq) override {
        return unused();
    }
    std::pair<dispatch::ChangeSeq, dispatch::FixSeq> resumePoint() const override { return {}; }
    dispatch::Result<dispatch::Commit> commit(const dispatch::Transaction&) override {
        return unused();
    }
    dispatch::Result<std::shared_ptr<const dispatch::Picture>> pictureAt(
        dispatch::Millis) override {
        return unused();
    }
    dispatch::Result<dispatch::ClockReport> heartbeat(const dispatch::Author&) override {
        return unused();
    }
    dispatch::Result<std::vector<dispatch::SeatPresence>> seats() override {
        return std::vector<dispatch::SeatPresence>();
    }
    dispatch::Result<dispatch::ClockReport> clock() override { return unused(); }
    dispatch::Result<dispatch::ClockReport> confirmClock(const dispatch::Author&) override {
        return unused();
    }
    dispatch::Result<void> retain(std::stop_token) override { return unused(); }
    dispatch::Result<std::vector<dispatch::Finding>> verify() override { return unused(); }
    int hintDescriptor() const override { return -1; }
    dispatch::Result<bool> mayHaveChanged() override { return false; }

  private:
    class FakeBatch final : public dispatch::Batch {
      public:
        FakeBatch(FakeStore& store, const dispatch::BatchPlan& plan)
            : m_store(store), m_plan(plan) {}
        dispatch::BatchId id() const override { return {1}; }
        dispatch::Result<void> append(std::span<dispatch::Record> rows) override {
            m_store.largestAppend = std::max(m_store.largestAppend, rows.size());
            for (dispatch::Record& record : rows) {
                std::visit(
                    [&](auto& row) {
                        if constexpr (requires { row.id; })
                            if (!row.id) row.id.value = ++m_store.m_next;
                    },
                    record);
                m_rows.push_back(record);
            }
            return {};
        }
        dispatch::Result<dispatch::Receipt> publish() override {
            std::erase_if(m_store.rows, [&](const dispatch::Record& record) {
                return std::find(m_plan.replaces.begin(), m_plan.replaces.end(), kindOf(record)) !=
                       m_plan.replaces.end();
            });
            m_store.rows.insert(m_store.rows.end(), m_rows.begin(), m_rows.end());
            ++m_store.published;
            return dispatch::Receipt{};
        }

      private:
        FakeStore& m_store;
        dispatch::BatchPlan m_plan;
        std::vector<dispatch::Record> m_rows;
    };

    static dispatch::Error unused() {
        return {dispatch::ErrorCode::Unavailable, "the fake store cannot do this"};
    }

    std::int64_t m_next = 1000;
};

/// Writes a file into a temporary folder.
/// @return Its path.
inline std::string writeFile(const QTemporaryDir& folder, const char* name,
                             const QByteArray& bytes) {
    const QString path = folder.filePath(QString::fromUtf8(name));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) return {};
    return path.toStdString();
}

}  // namespace support
