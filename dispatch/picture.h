// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bitset>
#include <memory>
#include <string>
#include <vector>

#include "dispatch/record.h"
#include "dispatch/table.h"

namespace dispatch {

/// Where positions come from; the age of its newest fix is shown beside the map.
struct FixSource {
    std::int32_t index = 0;
    std::string code;  ///< "handset", "vehicle", "simulator"
    Millis newest{};   ///< Time of the newest fix from it.
    int reportSeconds = 30;
    friend bool operator==(const FixSource&, const FixSource&) = default;
};

/// A row of the store that no program of ours would have written, put in by hand or by a broken
/// tool: kept out of every picture and named, so that one bad row never takes a hall down.
struct Quarantined {
    RecordRef record;
    std::string code;  ///< Its code as far as it can be read, at most 80 bytes of it.
    std::string why;   ///< One sentence that names record and field.
    friend bool operator==(const Quarantined&, const Quarantined&) = default;
};

/// Everything live at one moment of the store: what every view draws from. Immutable once made;
/// cases that are closed and positions of people off duty are not in it.
///
/// @thread any; shared as shared_ptr<const Picture>.
struct Picture {
    ChangeSeq seq;       ///< Changes up to here are in it.
    FixSeq fixSeq;       ///< Position reports up to here are in it.
    Millis storeTime{};  ///< Store time when it was made.

    Table<Setting> settings;
    Table<Level> levels;
    Table<Centre> centres;
    Table<Grid> grids;
    Table<Zone> zones;
    Table<Post> posts;
    Table<Unit> units;
    Table<Category> categories;
    Table<Responder> responders;    ///< All of them, on and off duty.
    Table<Case> cases;              ///< Open ones only.
    Table<Assignment> assignments;  ///< Live and waiting ones only.
    Table<User> users;
    Table<Supervision> supervisions;  ///< Open ones only.

    /// Latest fix of each on-duty responder, sorted by responder id; replaced whole per batch.
    std::shared_ptr<const std::vector<Fix>> fixes = std::make_shared<const std::vector<Fix>>();
    std::vector<FixSource> sources;
    std::vector<Quarantined> quarantined;  ///< Rows left out, by kind and id.

    /// @return Value of a setting, or the fallback.
    std::string setting(const std::string& key, const std::string& fallback = {}) const;
    /// @return Latest fix of a responder, or null where it is off duty or never reported.
    const Fix* fixOf(ResponderId responder) const;
    const Case* caseByCode(const std::string& code) const;
    const Grid* gridByCode(const std::string& code) const;
    const Responder* responderByCode(const std::string& code) const;
    const Unit* unitByCode(const std::string& code) const;
    const Centre* centreByCode(const std::string& code) const;
    const Level* levelByCode(const std::string& code) const;
    const User* userByCode(const std::string& code) const;
};

/// What differs between two pictures.
struct Changes {
    std::bitset<kKindCount> kinds;     ///< Kinds of which something changed.
    std::vector<RecordRef> records;    ///< Which ones; empty for kinds in `reloaded`.
    std::bitset<kKindCount> reloaded;  ///< Kinds of which everything may have changed.
    bool touches(Kind kind) const { return kinds.test(static_cast<std::size_t>(kind)); }
    void add(Kind kind) { kinds.set(static_cast<std::size_t>(kind)); }
    void merge(const Changes& later);
};

/// What the store reports since a place in the log: rows as they are now.
struct Delta {
    ChangeSeq seq;
    FixSeq fixSeq;
    Millis storeTime{};
    bool tooOld = false;  ///< The log was trimmed past the place: load afresh.
    std::vector<Record> upserts;
    std::vector<RecordRef> removed;  ///< Of Kind::Fix: the responder whose position went.
    std::vector<Kind> reload;  ///< A batch of these became visible: the rows follow in `upserts`.
    std::vector<Quarantined> quarantined;  ///< Changed rows that cannot be shown; not in `upserts`.
    std::vector<Fix> fixes;                ///< New latest positions.
    std::vector<FixSource> sources;  ///< All sources, with their newest fix; empty if unchanged.
    bool isEmpty() const {
        return !tooOld && upserts.empty() && removed.empty() && reload.empty() &&
               quarantined.empty() && fixes.empty() && sources.empty();
    }
};

/// Makes the next picture from the last one and what changed since. A pure function: a closed case
/// leaves the picture, a responder going off duty loses its position.
///
/// @param last  The picture before.
/// @param delta Not `tooOld`.
std::pair<std::shared_ptr<const Picture>, Changes> nextPicture(const Picture& last, Delta delta);

}  // namespace dispatch
