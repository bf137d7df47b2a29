// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "dispatch/store.h"

namespace support {

/// What a test tells its FakeStore from another thread.
struct FakeStoreScript {
    std::mutex lock;
    dispatch::Delta next;       ///< Handed out by the next changesSince, with the next seq.
    dispatch::Delta meanwhile;  ///< Comes in while the next changesSince is being answered.
    bool changed = false;
    int seq = 1;
    int calls = 0;
    int failEvery = 0;  ///< Every n-th call fails.
    bool away = false;  ///< Everything fails, with `failure`.
    bool tooOld = false;
    dispatch::ErrorCode failure = dispatch::ErrorCode::Unavailable;
    std::string identity = "hall";
    int loads = 0;
    dispatch::ChangeSeq followedFrom;  ///< What changesSince was last asked.
    std::chrono::milliseconds delay{0};
    dispatch::Picture picture;        ///< What load() answers.
    std::atomic<bool> leads = false;  ///< Gives its leases.
    std::atomic<dispatch::ErrorCode> commitFailure = dispatch::ErrorCode::NotAllowed;

    void push(dispatch::Delta delta) {
        const std::scoped_lock guard(lock);
        for (auto& row : delta.upserts) next.upserts.push_back(std::move(row));
        for (auto& fix : delta.fixes) next.fixes.push_back(fix);
        for (auto& row : delta.quarantined) next.quarantined.push_back(row);
        changed = true;
    }
};

/// A store in memory that a test scripts: slow, failing, away, or with changes to come.
class FakeStore final : public dispatch::Store {
  public:
    explicit FakeStore(std::shared_ptr<FakeStoreScript> script) : m_script(std::move(script)) {}

    dispatch::Result<dispatch::StoreInfo> info() override { return dispatch::StoreInfo{}; }
    dispatch::Result<std::string> identity() override {
        if (auto failed = call(); !failed) return failed.error();
        const std::scoped_lock guard(m_script->lock);
        return m_script->identity;
    }
    dispatch::Result<std::shared_ptr<const dispatch::Picture>> load() override {
        if (auto failed = call(); !failed) return failed.error();
        const std::scoped_lock guard(m_script->lock);
        ++m_script->loads;
        auto picture = std::make_shared<dispatch::Picture>(m_script->picture);
        picture->seq = dispatch::ChangeSeq{m_script->seq};
        picture->storeTime = dispatch::SystemClock().now();
        m_answered = {picture->seq, picture->fixSeq};
        return std::shared_ptr<const dispatch::Picture>(std::move(picture));
    }
    dispatch::Result<dispatch::Delta> changesSince(dispatch::ChangeSeq seq,
                                                   dispatch::FixSeq fixSeq) override {
        if (auto failed = call(); !failed) return failed.error();
        const std::scoped_lock guard(m_script->lock);
        m_script->followedFrom = seq;
        dispatch::Delta delta = std::exchange(m_script->next, {});
        delta.seq = dispatch::ChangeSeq{++m_script->seq};
        delta.fixSeq = fixSeq;
        delta.storeTime = dispatch::SystemClock().now();
        delta.tooOld = std::exchange(m_script->tooOld, false);
        m_script->changed = !m_script->meanwhile.isEmpty();
        if (m_script->changed) m_script->next = std::exchange(m_script->meanwhile, {});
        m_answered = {delta.seq, delta.fixSeq};
        return delta;
    }
    std::pair<dispatch::ChangeSeq, dispatch::FixSeq> resumePoint() const override {
        return m_answered;
    }
    dispatch::Result<dispatch::Commit> commit(const dispatch::Transaction&) override {
        return dispatch::Error{m_script->commitFailure.load(), "a fake store takes no commits"};
    }
    dispatch::Result<std::optional<dispatch::Receipt>> receiptOf(const std::string&) override {
        return std::optional<dispatch::Receipt>();
    }
    dispatch::Result<dispatch::FixReceipt> addFixes(std::span<const dispatch::Fix>,
                                                    const std::string&) override {
        return dispatch::FixReceipt{};
    }
    dispatch::Result<std::shared_ptr<const dispatch::Picture>> pictureAt(
        dispatch::Millis) override {
        return load();
    }
    dispatch::Result<void> read(const dispatch::Query& query,
                                const std::function<bool(dispatch::Record&&)>& row) override {
        if (auto failed = call(); !failed) return failed;
        if (query.kind == dispatch::Kind::CaseNote && query.record) {
            dispatch::CaseNote note;
            note.id = dispatch::CaseNoteId{1};
            note.record = *query.record;
            note.author = "w1";
            note.text = "Seen on site";
            row(note);
        }
        return {};
    }
    dispatch::Result<std::int64_t> count(const dispatch::Query&) override { return 0; }
    dispatch::Result<void> readJournal(
        const dispatch::JournalQuery&,
        const std::function<bool(dispatch::JournalRow&&)>&) override {
        return {};
    }
    dispatch::Result<dispatch::JournalRow> journalHead() override { return dispatch::JournalRow{}; }
    dispatch::Result<bool> holdLease(const std::string&, const std::string&,
                                     std::chrono::milliseconds) override {
        return m_script->leads.load();
    }
    dispatch::Result<std::unique_ptr<dispatch::Batch>> beginBatch(
        const dispatch::BatchPlan&) override {
        return dispatch::Error{dispatch::ErrorCode::NotAllowed, "a fake store takes no batches"};
    }
    dispatch::Result<dispatch::ClockReport> heartbeat(const dispatch::Author&) override {
        if (auto failed = call(); !failed) return failed.error();
        return clock();
    }
    dispatch::Result<std::vector<dispatch::SeatPresence>> seats() override {
        return std::vector<dispatch::SeatPresence>();
    }
    dispatch::Result<dispatch::ClockReport> clock() override {
        return dispatch::ClockReport{dispatch::SystemClock().now(), {}, true, {}};
    }
    dispatch::Result<dispatch::ClockReport> confirmClock(const dispatch::Author&) override {
        return clock();
    }
    dispatch::Result<void> retain(std::stop_token) override { return {}; }
    dispatch::Result<std::vector<dispatch::Finding>> verify() override {
        return std::vector<dispatch::Finding>{};
    }
    int hintDescriptor() const override { return -1; }
    dispatch::Result<bool> mayHaveChanged() override {
        if (auto failed = call(); !failed) return failed.error();
        const std::scoped_lock guard(m_script->lock);
        return m_script->changed || m_script->tooOld;
    }

  private:
    dispatch::Result<void> call() {
        std::chrono::milliseconds delay;
        bool fails = false;
        dispatch::ErrorCode failure{};
        {
            const std::scoped_lock guard(m_script->lock);
            ++m_script->calls;
            delay = m_script->delay;
            failure = m_script->failure;
            fails = m_script->away ||
                    (m_script->failEvery > 0 && m_script->calls % m_script->failEvery == 0);
        }
        if (delay.count() > 0) std::this_thread::sleep_for(delay);
        if (fails) return dispatch::Error{failure, "the fake store is away"};
        return {};
    }

    std::pair<dispatch::ChangeSeq, dispatch::FixSeq> m_answered;
    std::shared_ptr<FakeStoreScript> m_script;
};

}  // namespace support
