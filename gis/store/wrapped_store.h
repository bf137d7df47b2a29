// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "dispatch/store.h"

namespace gis {

/// Hands every call on as it is.
struct Straight {
    template <class Call>
    auto operator()(Call call) -> decltype(call()) {
        return call();
    }
};

/// A batch whose calls go through `around`.
template <class Around>
class WrappedBatch final : public dispatch::Batch {
  public:
    WrappedBatch(std::unique_ptr<dispatch::Batch> inside, Around around)
        : m_inside(std::move(inside)), m_around(std::move(around)) {}
    dispatch::BatchId id() const override { return m_inside->id(); }
    dispatch::Result<void> append(std::span<dispatch::Record> rows) override {
        return m_around([&] { return m_inside->append(rows); });
    }
    dispatch::Result<dispatch::Receipt> publish() override {
        return m_around([&] { return m_inside->publish(); });
    }

  private:
    std::unique_ptr<dispatch::Batch> m_inside;
    Around m_around;
};

/// A store whose calls that may fail go through `around(call)`, which gives what the call gives;
/// who wraps one overrides what is to be otherwise.
///
/// @thread as the store inside.
template <class Around = Straight>
class WrappedStore : public dispatch::Store {
  public:
    explicit WrappedStore(std::unique_ptr<dispatch::Store> inside, Around around = {})
        : m_inside(std::move(inside)), m_around(std::move(around)) {}

    dispatch::Result<dispatch::StoreInfo> info() override {
        return m_around([&] { return m_inside->info(); });
    }
    dispatch::Result<std::string> identity() override {
        return m_around([&] { return m_inside->identity(); });
    }
    dispatch::Result<std::shared_ptr<const dispatch::Picture>> load() override {
        return m_around([&] { return m_inside->load(); });
    }
    dispatch::Result<dispatch::Delta> changesSince(dispatch::ChangeSeq seq,
                                                   dispatch::FixSeq fixSeq) override {
        return m_around([&] { return m_inside->changesSince(seq, fixSeq); });
    }
    std::pair<dispatch::ChangeSeq, dispatch::FixSeq> resumePoint() const override {
        return m_inside->resumePoint();
    }
    dispatch::Result<dispatch::Commit> commit(const dispatch::Transaction& transaction) override {
        return m_around([&] { return m_inside->commit(transaction); });
    }
    dispatch::Result<std::optional<dispatch::Receipt>> receiptOf(const std::string& key) override {
        return m_around([&] { return m_inside->receiptOf(key); });
    }
    dispatch::Result<dispatch::FixReceipt> addFixes(std::span<const dispatch::Fix> fixes,
                                                    const std::string& source) override {
        return m_around([&] { return m_inside->addFixes(fixes, source); });
    }
    dispatch::Result<std::shared_ptr<const dispatch::Picture>> pictureAt(
        dispatch::Millis time) override {
        return m_around([&] { return m_inside->pictureAt(time); });
    }
    dispatch::Result<void> read(const dispatch::Query& query,
                                const std::function<bool(dispatch::Record&&)>& row) override {
        return m_around([&] { return m_inside->read(query, row); });
    }
    dispatch::Result<std::int64_t> count(const dispatch::Query& query) override {
        return m_around([&] { return m_inside->count(query); });
    }
    dispatch::Result<void> readJournal(
        const dispatch::JournalQuery& query,
        const std::function<bool(dispatch::JournalRow&&)>& row) override {
        return m_around([&] { return m_inside->readJournal(query, row); });
    }
    dispatch::Result<dispatch::JournalRow> journalHead() override {
        return m_around([&] { return m_inside->journalHead(); });
    }
    dispatch::Result<bool> holdLease(const std::string& name, const std::string& holder,
                                     std::chrono::milliseconds length) override {
        return m_around([&] { return m_inside->holdLease(name, holder, length); });
    }
    dispatch::Result<std::unique_ptr<dispatch::Batch>> beginBatch(
        const dispatch::BatchPlan& plan) override {
        return m_around([&]() -> dispatch::Result<std::unique_ptr<dispatch::Batch>> {
            auto batch = m_inside->beginBatch(plan);
            if (!batch) return batch.error();
            return std::unique_ptr<dispatch::Batch>(
                std::make_unique<WrappedBatch<Around>>(std::move(*batch), m_around));
        });
    }
    dispatch::Result<dispatch::ClockReport> heartbeat(const dispatch::Author& by) override {
        return m_around([&] { return m_inside->heartbeat(by); });
    }
    dispatch::Result<std::vector<dispatch::SeatPresence>> seats() override {
        return m_around([&] { return m_inside->seats(); });
    }
    dispatch::Result<dispatch::ClockReport> clock() override {
        return m_around([&] { return m_inside->clock(); });
    }
    dispatch::Result<dispatch::ClockReport> confirmClock(const dispatch::Author& by) override {
        return m_around([&] { return m_inside->confirmClock(by); });
    }
    dispatch::Result<void> retain(std::stop_token stop) override {
        return m_around([&] { return m_inside->retain(stop); });
    }
    dispatch::Result<std::vector<dispatch::Finding>> verify() override {
        return m_around([&] { return m_inside->verify(); });
    }
    int hintDescriptor() const override { return m_inside->hintDescriptor(); }
    dispatch::Result<bool> mayHaveChanged() override {
        return m_around([&] { return m_inside->mayHaveChanged(); });
    }

  protected:
    std::unique_ptr<dispatch::Store> m_inside;
    Around m_around;
};

}  // namespace gis
