// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>
#include <utility>

#include "dispatch/escalation.h"
#include "dispatch/roster.h"

namespace dispatch {
namespace {

constexpr std::size_t kActsATransaction = 50;
constexpr std::size_t kAskOneByOne = 100;  ///< Above this the whole roster is read at once.

void count(Ticked& ticked, const DueAct& act) {
    switch (act.is) {
        case DueAct::Is::Warn:
            ++ticked.warned;
            return;
        case DueAct::Is::Climb:
            ++ticked.climbed;
            return;
        case DueAct::Is::Supervise:
            ++ticked.supervised;
            return;
        case DueAct::Is::NoteLate:
            ++ticked.notes;
            return;
        case DueAct::Is::NotDelivered:
            ++ticked.orders;
            return;
        case DueAct::Is::DutyBegins:
        case DueAct::Is::DutyEnds:
        case DueAct::Is::Overtime:
            ++ticked.duties;
            return;
    }
}

/// Commits acts in order, as many at once as touch different records.
class Ticker {
  public:
    Ticker(Store& store, const std::string& seat, const std::function<std::string()>& key)
        : m_store(store), m_by{kSystemOfficer, seat}, m_key(key) {}

    Result<Ticked> commit(const std::vector<DueAct>& acts) {
        for (const DueAct& act : acts) {
            if (m_batch.size() == kActsATransaction || meets(act))
                if (auto done = flush(); !done) return done.error();
            m_batch.push_back(&act);
            for (const Write& write : act.transaction.writes)
                if (const auto id = idOf(write.record))
                    m_touched.insert({kindOf(write.record), id});
        }
        if (auto done = flush(); !done) return done.error();
        return m_ticked;
    }

  private:
    bool meets(const DueAct& act) const {
        for (const Write& write : act.transaction.writes)
            if (m_touched.contains({kindOf(write.record), idOf(write.record)})) return true;
        return false;
    }

    Result<void> flush() {
        const std::vector<const DueAct*> batch = std::exchange(m_batch, {});
        m_touched.clear();
        if (batch.size() > 1) {
            const auto done = commitTogether(batch);
            if (!done) return done.error();
            if (*done) return {};
        }
        for (const DueAct* act : batch)
            if (auto done = commitAlone(*act); !done) return done.error();
        return {};
    }

    /// @return False where one of them stood in the way of all.
    Result<bool> commitTogether(const std::vector<const DueAct*>& batch) {
        Transaction all;
        for (const DueAct* act : batch) {
            const Transaction& one = act->transaction;
            const int shift = static_cast<int>(all.writes.size());
            all.writes.insert(all.writes.end(), one.writes.begin(), one.writes.end());
            for (JournalEntry line : one.entries) {
                if (line.ofWrite >= 0) line.ofWrite += shift;
                all.entries.push_back(std::move(line));
            }
        }
        all.note = "tick: " + std::to_string(batch.size()) + " acts";
        const auto done = write(std::move(all));
        if (!done) {
            if (done.error().code == ErrorCode::BadInput) return false;
            return done.error();
        }
        if (!std::holds_alternative<Receipt>(*done)) return false;
        for (const DueAct* act : batch) count(m_ticked, *act);
        return true;
    }

    Result<void> commitAlone(const DueAct& act) {
        const auto done = write(act.transaction);
        if (done) {
            if (std::holds_alternative<Receipt>(*done))
                count(m_ticked, act);
            else
                ++m_ticked.lost;
            return {};
        }
        if (done.error().code != ErrorCode::BadInput) return done.error();
        if (m_ticked.refused++ == 0) m_ticked.because = done.error().detail;
        return {};
    }

    Result<Commit> write(Transaction transaction) {
        transaction.key = m_key();
        transaction.by = m_by;
        return m_store.commit(transaction);
    }

    Store& m_store;
    Author m_by;
    const std::function<std::string()>& m_key;
    std::vector<const DueAct*> m_batch;
    std::set<RecordRef> m_touched;
    Ticked m_ticked;
};

bool isOfDuty(const DueAct& act) {
    return act.is == DueAct::Is::DutyBegins || act.is == DueAct::Is::DutyEnds ||
           act.is == DueAct::Is::Overtime;
}

/// The duties of those whom an act would put on or off duty, as they are in the store now.
Result<std::vector<Duty>> presentDuties(Store& store, const std::vector<DueAct>& acts) {
    std::set<ResponderId> concerned;
    for (const DueAct& act : acts)
        if (isOfDuty(act))
            concerned.insert(std::get<Duty>(act.transaction.writes.front().record).responder);
    std::vector<Duty> duties;
    if (concerned.size() > kAskOneByOne) {
        auto all = readDuties(store);
        if (!all) return all.error();
        for (Duty& duty : *all)
            if (concerned.contains(duty.responder)) duties.push_back(duty);
        return duties;
    }
    for (const ResponderId who : concerned) {
        auto some = readDuties(store, who);
        if (!some) return some.error();
        duties.insert(duties.end(), some->begin(), some->end());
    }
    return duties;
}

/// What is due, with the roster looked up anew where somebody would go on or off duty: what the
/// caller handed in may be older than what was just planned or done by hand.
Result<std::vector<DueAct>> actsToCommit(Store& store, const Situation& now,
                                         std::span<const Duty> duties) {
    std::vector<DueAct> acts = dueActs(now, duties);
    if (std::none_of(acts.begin(), acts.end(), isOfDuty)) return acts;
    const auto present = presentDuties(store, acts);
    if (!present) return present.error();
    std::erase_if(acts, isOfDuty);
    for (DueAct& act : dueActs(now, *present))
        if (isOfDuty(act)) acts.push_back(std::move(act));
    return acts;
}

}  // namespace

Result<Ticked> tick(Store& store, const Situation& now, std::span<const Duty> duties,
                    const std::string& seat, const std::function<std::string()>& key) {
    const auto acts = actsToCommit(store, now, duties);
    if (!acts) return acts.error();
    return Ticker(store, seat, key).commit(*acts);
}

}  // namespace dispatch
