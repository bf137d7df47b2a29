// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/picture.h"

#include <algorithm>
#include <unordered_map>

namespace dispatch {
namespace {

template <class Row>
struct Edit {
    std::vector<Row> upserts;
    std::vector<decltype(Row::id)> removed;
};

template <class Row>
const Row* findByCode(const Table<Row>& table, const std::string& code) {
    const Row* found = nullptr;
    table.forEach([&](const Row& row) {
        if (row.code == code) found = &row;
    });
    return found;
}

bool reloads(const Delta& delta, Kind kind) {
    return std::find(delta.reload.begin(), delta.reload.end(), kind) != delta.reload.end();
}

/// Takes the rows of one alternative out of the delta and puts them into the picture's table.
template <class Row>
void applyTo(Table<Row>& table, Kind kind, const Delta& delta, Changes& changes,
             bool (*keep)(const Row&) = nullptr) {
    Edit<Row> edit;
    for (const Record& record : delta.upserts) {
        if (const Row* row = std::get_if<Row>(&record)) {
            if (keep && !keep(*row))
                edit.removed.push_back(row->id);
            else
                edit.upserts.push_back(*row);
            changes.records.push_back({kind, row->id.value});
        }
    }
    for (const RecordRef& gone : delta.removed) {
        if (gone.kind != kind) continue;
        edit.removed.push_back(decltype(Row::id){gone.id});
        changes.records.push_back(gone);
    }
    for (const Quarantined& row : delta.quarantined)
        if (row.record.kind == kind) edit.removed.push_back(decltype(Row::id){row.record.id});
    const bool reload = reloads(delta, kind);
    if (!edit.upserts.empty() || !edit.removed.empty() || reload) changes.add(kind);
    if (reload) {
        changes.reloaded.set(static_cast<std::size_t>(kind));
        table = Table<Row>(std::move(edit.upserts));
    } else {
        table = table.with(std::move(edit.upserts), edit.removed);
    }
}

bool isOpen(const Case& record) {
    return !record.closed;
}

bool isUnfinished(const Assignment& order) {
    return order.state == AssignmentState::Waiting || isLive(order.state);
}

bool isRunning(const Supervision& matter) {
    return !matter.ended;
}

/// What was quarantined and has changed since is judged anew.
void quarantine(Picture& next, const Delta& delta, Changes& changes) {
    if (next.quarantined.empty() && delta.quarantined.empty()) return;
    std::vector<RecordRef> judged = delta.removed;
    for (const Record& record : delta.upserts) judged.push_back({kindOf(record), idOf(record)});
    for (const Quarantined& row : delta.quarantined) judged.push_back(row.record);
    std::sort(judged.begin(), judged.end());
    std::erase_if(next.quarantined, [&](const Quarantined& row) {
        return reloads(delta, row.record.kind) ||
               std::binary_search(judged.begin(), judged.end(), row.record);
    });
    for (const Quarantined& row : delta.quarantined) {
        next.quarantined.push_back(row);
        changes.add(row.record.kind);
        changes.records.push_back(row.record);
    }
    std::sort(next.quarantined.begin(), next.quarantined.end(),
              [](const Quarantined& a, const Quarantined& b) { return a.record < b.record; });
}

std::shared_ptr<const std::vector<Fix>> mergedFixes(const Picture& last,
                                                    const Table<Responder>& responders,
                                                    std::vector<Fix> news,
                                                    const std::vector<std::int64_t>& gone) {
    auto merged = std::make_shared<std::vector<Fix>>();
    std::stable_sort(news.begin(), news.end(),
                     [](const Fix& a, const Fix& b) { return a.responder < b.responder; });
    merged->reserve(last.fixes->size() + news.size());
    auto keep = [&](const Fix& fix) {
        const Responder* who = responders.find(fix.responder);
        if (!who || !who->onDuty) return;
        if (!merged->empty() && merged->back().responder == fix.responder) {
            // A fix that was measured earlier never replaces a later one, however late it arrives.
            if (fix.time >= merged->back().time) merged->back() = fix;
        } else {
            merged->push_back(fix);
        }
    };
    auto put = news.begin();
    for (const Fix& fix : *last.fixes) {
        while (put != news.end() && put->responder < fix.responder) keep(*put++);
        if (!std::binary_search(gone.begin(), gone.end(), fix.responder.value)) keep(fix);
    }
    while (put != news.end()) {
        if (!merged->empty() && put->responder < merged->back().responder) {
            // Cannot happen with sorted input; kept so that a bad store never breaks the order.
            ++put;
            continue;
        }
        keep(*put++);
    }
    return merged;
}

}  // namespace

std::string Picture::setting(const std::string& key, const std::string& fallback) const {
    std::string value = fallback;
    settings.forEach([&](const Setting& row) {
        if (row.key == key) value = row.value;
    });
    return value;
}

const Fix* Picture::fixOf(ResponderId responder) const {
    const auto found =
        std::lower_bound(fixes->begin(), fixes->end(), responder,
                         [](const Fix& fix, ResponderId wanted) { return fix.responder < wanted; });
    return found != fixes->end() && found->responder == responder ? &*found : nullptr;
}

const Case* Picture::caseByCode(const std::string& code) const {
    return findByCode(cases, code);
}
const Grid* Picture::gridByCode(const std::string& code) const {
    return findByCode(grids, code);
}
const Responder* Picture::responderByCode(const std::string& code) const {
    return findByCode(responders, code);
}
const Unit* Picture::unitByCode(const std::string& code) const {
    return findByCode(units, code);
}
const Centre* Picture::centreByCode(const std::string& code) const {
    return findByCode(centres, code);
}
const Level* Picture::levelByCode(const std::string& code) const {
    return findByCode(levels, code);
}
const User* Picture::userByCode(const std::string& code) const {
    return findByCode(users, code);
}

void Changes::merge(const Changes& later) {
    kinds |= later.kinds;
    reloaded |= later.reloaded;
    records.insert(records.end(), later.records.begin(), later.records.end());
}

std::pair<std::shared_ptr<const Picture>, Changes> nextPicture(const Picture& last, Delta delta) {
    auto next = std::make_shared<Picture>(last);
    Changes changes;
    next->seq = std::max(last.seq, delta.seq);
    next->fixSeq = std::max(last.fixSeq, delta.fixSeq);
    next->storeTime = std::max(last.storeTime, delta.storeTime);
    applyTo(next->settings, Kind::Setting, delta, changes);
    applyTo(next->levels, Kind::Level, delta, changes);
    applyTo(next->centres, Kind::Centre, delta, changes);
    applyTo(next->grids, Kind::Grid, delta, changes);
    applyTo(next->zones, Kind::Zone, delta, changes);
    applyTo(next->posts, Kind::Post, delta, changes);
    applyTo(next->units, Kind::Unit, delta, changes);
    applyTo(next->categories, Kind::Category, delta, changes);
    applyTo(next->responders, Kind::Responder, delta, changes);
    applyTo(next->cases, Kind::Case, delta, changes, &isOpen);
    applyTo(next->assignments, Kind::Assignment, delta, changes, &isUnfinished);
    applyTo(next->users, Kind::User, delta, changes);
    applyTo(next->supervisions, Kind::Supervision, delta, changes, &isRunning);
    // Notes are in no picture; who shows those of a case asks for them anew.
    for (const Record& row : delta.upserts)
        if (kindOf(row) == Kind::CaseNote) changes.add(Kind::CaseNote);
    quarantine(*next, delta, changes);
    for (const Kind kind : delta.reload) {
        changes.add(kind);
        changes.reloaded.set(static_cast<std::size_t>(kind));
    }
    std::vector<std::int64_t> gone;
    for (const RecordRef& ref : delta.removed)
        if (ref.kind == Kind::Fix) gone.push_back(ref.id);
    std::sort(gone.begin(), gone.end());
    if (!delta.fixes.empty() || !gone.empty() || changes.touches(Kind::Responder)) {
        next->fixes = mergedFixes(last, next->responders, std::move(delta.fixes), gone);
        changes.add(Kind::Fix);
    }
    if (!delta.sources.empty()) {
        next->sources = std::move(delta.sources);
        changes.add(Kind::Fix);
    }
    return {std::move(next), std::move(changes)};
}

}  // namespace dispatch
