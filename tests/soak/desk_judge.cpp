// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/desk_judge.h"

#include <QtGlobal>
#include <algorithm>
#include <limits>
#include <set>
#include <sstream>
#include <tuple>
#include <utility>

#include "gis/seal/verification.h"

namespace soak {

using namespace dispatch;
using Heard = LoggedCommit::Heard;

namespace {

constexpr std::size_t kMostFaults = 40;
constexpr const char* kKinds = "('case', 'assignment', 'responder', 'duty', 'supervision')";

Kind kindNamed(const std::string& name) {
    for (int i = 0; i < kKindCount; ++i)
        if (name == kindName(static_cast<Kind>(i))) return static_cast<Kind>(i);
    qFatal("there is no kind %s", name.c_str());
}

std::string nameOf(RecordRef record) {
    return std::string(kindName(record.kind)) + ' ' + std::to_string(record.id);
}

using VersionRef = std::pair<RecordRef, std::int64_t>;

class DeskJudge {
  public:
    DeskJudge(StorePlace& place, const std::vector<std::string>& logs) : m_place(place) {
        for (const std::string& log : logs) readDeskLog(log, m_history);
        m_verdict.lineFailures = m_history.lineFailures;
        for (const std::string& one : m_history.faults) fault(one);
    }

    DeskVerdict verdict() {
        readStored();
        settle();
        orderVersions();
        checkAsHistory();
        checkWhoWasFirst();
        checkRows();
        checkEscalations();
        checkWhoWentOffDuty();
        checkJournal();
        for (const std::string& breach : brokenRules(m_place)) fault(breach);
        for (const std::string& breach : brokenRosterRules(m_place)) fault(breach);
        const auto store = m_place.open();
        const auto findings = store->verify();
        if (!findings) fault("the store cannot be verified: " + findings.error().detail);
        if (findings)
            for (const Finding& finding : *findings) fault(finding.code + " " + finding.detail);
        return std::move(m_verdict);
    }

  private:
    void fault(std::string sentence) {
        if (m_verdict.faults.size() < kMostFaults) m_verdict.faults.push_back(std::move(sentence));
    }

    void readStored() {
        for (const std::string& row : m_place.ask("SELECT key FROM action")) m_keys.insert(row);
        for (const std::string& row : m_place.ask(
                 std::string(
                     "SELECT c.kind, c.record, c.revision, c.seq, a.at, a.key, a.officer, a.seat"
                     " FROM change c JOIN action a ON a.id = c.action"
                     " WHERE c.op <> 3 AND c.kind IN ") +
                 kKinds)) {
            std::istringstream words(row);
            std::string kind;
            VersionRef version;
            Written by;
            words >> kind >> version.first.id >> version.second >> by.seq >> by.at >> by.key >>
                by.by.officer >> by.by.seat;
            version.first.kind = kindNamed(kind);
            m_versions[version] = by;
            m_byKey[by.key].push_back(version);
        }
    }

    /// What was done, each key once: what was acknowledged, and what the store holds unasked.
    void settle() {
        std::map<std::string, const LoggedCommit*> known;
        std::set<std::string> refused;
        for (const LoggedCommit& one : m_history.commits) {
            const LoggedCommit*& best = known[one.key];
            if (!best || one.heard == Heard::Done) best = &one;
            if (one.heard == Heard::Conflict || one.heard == Heard::Refused)
                refused.insert(one.key);
            m_verdict.conflicts += one.heard == Heard::Conflict;
            m_verdict.refused += one.heard == Heard::Refused;
        }
        for (const auto& [key, one] : known) {
            const bool there = m_keys.contains(key);
            if (one->heard == Heard::Done) {
                ++m_verdict.acknowledged;
                if (!there) fault(key + " was acknowledged and is not in the store");
            } else if (one->heard == Heard::Nothing) {
                ++m_verdict.unanswered;
                m_verdict.unansweredDone += there;
            }
            if (!there) continue;
            if (refused.contains(key)) fault(key + " was refused but it wrote");
            m_done.push_back(*one);
            adopt(m_done.back());
        }
    }

    /// New rows of a transaction that nobody answered get their ids from the store.
    void adopt(LoggedCommit& one) {
        if (one.heard == Heard::Done) return;
        std::vector<VersionRef> fresh;
        for (const VersionRef& version : m_byKey[one.key])
            if (version.second == 1) fresh.push_back(version);
        std::sort(fresh.begin(), fresh.end());
        for (LoggedWrite& write : one.writes) {
            if (write.record.id != 0) continue;
            const auto own = std::find_if(fresh.begin(), fresh.end(), [&](const VersionRef& row) {
                return row.first.kind == write.record.kind;
            });
            if (own == fresh.end()) continue;
            write.record = own->first;
            fresh.erase(own);
        }
    }

    /// What each version says, and who wrote it.
    void orderVersions() {
        for (const LoggedCommit& one : m_done)
            for (const LoggedWrite& write : one.writes) {
                if (write.print.empty()) continue;
                auto& newest = m_last[write.record];
                if (write.expected + 1 > newest.first)
                    newest = {write.expected + 1, write.removes ? std::string() : write.print};
                m_prints[{write.record, write.expected + 1}] = &write;
                m_writers[{write.record, write.expected + 1}] = &one;
            }
    }

    bool wasLive(const LoggedWrite& write) const {
        const auto before = m_prints.find({write.record, write.expected});
        return before != m_prints.end() && before->second->live;
    }

    support::Operation operationOf(const LoggedCommit& one) const {
        support::Operation made;
        made.key = one.key;
        made.sent = one.sent;
        made.answered = one.answered;
        made.seq = one.seq;
        if (one.heard == Heard::Done) made.answer = support::Operation::Answer::Done;
        if (one.heard == Heard::Conflict) {
            made.answer = support::Operation::Answer::Refused;
            made.foundOther = support::Version{one.found, one.foundRevision};
        }
        for (const LoggedWrite& write : one.writes) {
            if (write.print.empty()) continue;
            support::Touch touch;
            touch.record = write.record;
            touch.expected = write.expected;
            touch.removes = write.removes;
            const std::string thing = "live order of responder " + std::to_string(write.responder);
            if (write.live && !wasLive(write)) touch.takes = thing;
            if (!write.live && wasLive(write)) touch.frees = thing;
            made.touches.push_back(std::move(touch));
        }
        return made;
    }

    void checkAsHistory() {
        support::History history;
        for (const LoggedCommit& one : m_history.commits)
            if (one.heard != Heard::Refused) history.operations.push_back(operationOf(one));
        for (const auto& [version, by] : m_versions)
            history.stored.push_back({{version.first, version.second}, by.key, by.seq});
        for (const std::string& one : support::checkHistory(history).faults) fault(one);
    }

    void checkWhoWasFirst() {
        for (const LoggedCommit& one : m_history.commits) {
            if (one.heard != Heard::Conflict) continue;
            auto found = m_versions.find({one.found, one.foundRevision});
            if (one.foundRevision == 0) {  // It is gone: who removed it wrote last.
                found =
                    m_versions.upper_bound({one.found, std::numeric_limits<std::int64_t>::max()});
                if (found == m_versions.begin() || (--found)->first.first != one.found) continue;
            }
            if (found == m_versions.end()) continue;
            const Written& by = found->second;
            if (by.by != one.first || by.at != one.firstAt)
                fault(one.key + " was refused because of " + nameOf(one.found) + " by " +
                      one.first.officer + " at " + one.first.seat + ", but " + by.by.officer +
                      " at " + by.by.seat + " wrote it");
        }
    }

    void checkRows() {
        const auto store = m_place.open();
        std::map<RecordRef, std::pair<std::int64_t, std::string>> rows;
        for (const Kind kind :
             {Kind::Case, Kind::Assignment, Kind::Responder, Kind::Duty, Kind::Supervision}) {
            Query query;
            query.kind = kind;
            const auto read = store->read(query, [&](Record&& row) {
                rows[{kind, idOf(row)}] = {revisionOf(row).value, printOf(row)};
                return true;
            });
            if (!read) fault(read.error().detail);
        }
        for (const auto& [record, row] : rows) {
            const auto last = m_last.find(record);
            if (last == m_last.end() || last->second != row)
                fault(nameOf(record) + " is in force as revision " + std::to_string(row.first) +
                      ", which does not say what its last writer wrote");
        }
        for (const auto& [record, last] : m_last)
            if (!rows.contains(record) && !last.second.empty())
                fault(nameOf(record) + " is gone, and nobody removed it");
    }

    /// Walks each case from version to version: what the tick did, it did once for each limit.
    void checkEscalations() {
        std::map<std::string, std::int64_t> acts;
        std::set<std::tuple<std::string, RecordRef, std::int64_t, std::string, std::int64_t>> acted;
        std::int64_t warnedSince = 0;
        for (const auto& [version, write] : m_prints) {
            const auto& [record, revision] = version;
            if (revision == 1) warnedSince = 1;
            if (record.kind != Kind::Case || revision == 1) continue;
            const auto before = m_prints.find({record, revision - 1});
            if (before == m_prints.end()) continue;
            const LoggedWrite& old = *before->second;
            // Another limit may be warned of anew, also where it ends in the same second.
            if (old.due != write->due || old.entered != write->entered) warnedSince = revision;
            if (m_writers.at(version)->by.officer != "system") continue;
            const auto once = [&](const char* act, std::int64_t since) {
                ++acts[act];
                if (!acted.emplace(act, record, old.entered, old.level, since).second)
                    fault(std::string(act) + " twice for one limit: " + nameOf(record) +
                          " revision " + std::to_string(revision) + " by " +
                          m_writers.at(version)->key);
            };
            if (old.level != write->level) once("climb", old.due);
            if (!old.supervised && write->supervised) once("supervise", old.due);
            if (!old.warned && write->warned) once("warn", warnedSince);
        }
        for (const char* act : {"climb", "supervise", "warn"}) {
            m_verdict.acts[act] = acts[act];
            m_expectedActs[act] = acts[act];
        }
    }

    /// Who takes or ends an order writes the responder too, so the change log has one order of an
    /// order's life and of going off duty.
    void checkWhoWentOffDuty() {
        using Span = std::pair<std::int64_t, std::int64_t>;
        std::map<std::int64_t, std::vector<Span>> bound;  // by responder, changes from and to
        std::map<RecordRef, std::int64_t> begun;
        for (const auto& [version, write] : m_prints) {
            const auto stored = m_versions.find(version);
            if (version.first.kind != Kind::Assignment || stored == m_versions.end()) continue;
            const std::int64_t seq = stored->second.seq;
            if (write->live) {
                begun.try_emplace(version.first, seq);
            } else if (const auto from = begun.find(version.first); from != begun.end()) {
                bound[write->responder].emplace_back(from->second, seq);
                begun.erase(from);
            }
        }
        for (const auto& [order, from] : begun)
            bound[m_prints.lower_bound({order, 0})->second->responder].emplace_back(
                from, std::numeric_limits<std::int64_t>::max());
        for (const auto& [version, write] : m_prints) {
            const auto stored = m_versions.find(version);
            if (version.first.kind != Kind::Responder || stored == m_versions.end()) continue;
            const auto before = m_prints.find({version.first, version.second - 1});
            if (write->onDuty || before == m_prints.end() || !before->second->onDuty) continue;
            ++m_verdict.acts["off duty"];
            const std::int64_t seq = stored->second.seq;
            for (const Span& span : bound[version.first.id])
                if (span.first < seq && seq < span.second)
                    fault(nameOf(version.first) + " went off duty with a live order, by " +
                          m_writers.at(version)->key);
        }
    }

    void checkJournal() {
        std::multiset<std::string> expected;
        for (const LoggedCommit& one : m_done)
            for (const LoggedEntry& entry : one.entries) {
                std::int64_t record = entry.record;
                if (entry.ofWrite >= 0)
                    record = one.writes.at(static_cast<std::size_t>(entry.ofWrite)).record.id;
                expected.insert(std::to_string(record) + ' ' + entry.action + ' ' + entry.print);
            }
        const auto store = m_place.open();
        std::map<CaseId, std::int64_t> numbers;
        std::map<std::string, std::int64_t> acts;
        std::int64_t seq = 0;
        const auto proof = gis::verifyJournal(*store, {}, {}, [&](const JournalRow& row) {
            if (row.seq.value != std::exchange(seq, row.seq.value) + 1)
                fault("the journal has a hole before entry " + std::to_string(row.seq.value));
            if (row.number != std::exchange(numbers[row.record], row.number) + 1)
                fault("case " + std::to_string(row.record.value) +
                      " has a hole in its journal before entry " + std::to_string(row.number));
            if (row.officer == "system") ++acts[row.action];
            // What made the store is in no log.
            if (row.officer == "gridhall" && row.seat == "init") return;
            const JournalEntry entry{row.record, -1,           row.action, row.what,
                                     row.why,    row.onBehalf, row.contact};
            const std::string line = std::to_string(row.record.value) + ' ' + row.action + ' ' +
                                     printOf(entry, {row.officer, row.seat});
            const auto found = expected.find(line);
            if (found == expected.end())
                fault("entry " + std::to_string(row.seq.value) + ", " + row.action + " of case " +
                      std::to_string(row.record.value) + " by " + row.officer + " at " + row.seat +
                      ": nobody wrote it, or it is there twice");
            else
                expected.erase(found);
        });
        if (!proof) return fault("the journal cannot be read: " + proof.error().detail);
        m_verdict.entries = proof->entries;
        for (const gis::JournalFinding& finding : proof->findings)
            fault(std::string("the journal: ") + gis::faultName(finding.fault) + ' ' +
                  finding.detail);
        for (const std::string& line : expected)
            fault("an entry of what was done is not in the journal: " + line);
        for (const auto& [act, count] : m_expectedActs)
            if (acts[act] != count)
                fault("the journal tells " + std::to_string(acts[act]) + " times " + act +
                      ", the cases " + std::to_string(count));
    }

    struct Written {
        std::string key;
        Author by;
        std::int64_t at = 0;
        std::int64_t seq = 0;  ///< In the change log.
    };

    StorePlace& m_place;
    DeskHistory m_history;
    DeskVerdict m_verdict;
    std::set<std::string> m_keys;
    std::map<VersionRef, Written> m_versions;
    std::map<std::string, std::vector<VersionRef>> m_byKey;
    std::vector<LoggedCommit> m_done;
    std::map<RecordRef, std::pair<std::int64_t, std::string>> m_last;
    std::map<VersionRef, const LoggedWrite*> m_prints;
    std::map<VersionRef, const LoggedCommit*> m_writers;
    std::map<std::string, std::int64_t> m_expectedActs;
};

}  // namespace

std::vector<std::string> brokenRosterRules(StorePlace& place) {
    std::vector<std::string> broken;
    const auto none = [&](const char* rule, const std::string& query) {
        for (const std::string& row : place.ask(query)) broken.push_back(rule + (": " + row));
    };
    // An empty duty covers nothing.
    none("responder with two duties at once",
         "SELECT a.responder, a.id, b.id FROM duty a JOIN duty b ON b.responder = a.responder"
         " AND b.generation = a.generation AND b.id > a.id"
         " WHERE a.from_at < coalesce(b.until_at, a.from_at + 1)"
         " AND b.from_at < coalesce(a.until_at, b.from_at + 1)"
         " AND a.from_at < coalesce(a.until_at, a.from_at + 1)"
         " AND b.from_at < coalesce(b.until_at, b.from_at + 1)");
    none("responder off duty with a position",
         "SELECT r.code FROM fix_latest f JOIN responder r ON r.id = f.responder"
         " WHERE r.on_duty = 0");
    return broken;
}

DeskVerdict judgeDesk(StorePlace& place, const std::vector<std::string>& logs) {
    return DeskJudge(place, logs).verdict();
}

}  // namespace soak
