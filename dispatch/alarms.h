// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <compare>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "dispatch/alarm_figures.h"
#include "dispatch/journal.h"
#include "dispatch/picture.h"
#include "dispatch/result.h"

namespace dispatch {

/// What an officer is called for.
enum class AlarmKind {
    NewCase,
    Amber,              ///< 80 % of a stage's limit are used up.
    Red,                ///< A stage's limit is missed.
    Refused,            ///< A responder refused its order.
    NoAcknowledgement,  ///< An order was not acknowledged in time.
    SafetyCheck,        ///< A safety check was missed.
    SupervisionNote,    ///< A note or whistle waits for an answer; again when it is late.
    Silent,             ///< A responder on duty, or a source of positions, has gone stale.
    LinkLost,           ///< The store does not answer.
    NotDelivered,       ///< No channel delivered an order.
};

constexpr int kAlarmKinds = 10;

/// The kind's word in journal and settings: "new-case".
const char* word(AlarmKind kind);

/// Priority by design, so that few alarms are high (about 5 % high, 15 % medium, 80 % low).
/// @param risk Of the case it is about; Low where there is none.
/// @source ISA-18.2, EEMUA 191.
AlarmPriority alarmPriority(AlarmKind kind, Risk risk);

/// Where an alarm comes from: one kind of one record. A source has one place in the list, however
/// often it comes and goes.
struct AlarmSource {
    AlarmKind kind = AlarmKind::NewCase;
    RecordRef record;
    friend auto operator<=>(const AlarmSource&, const AlarmSource&) = default;
};

/// A kind, or one source, that neither sounds nor lights until a time.
struct Shelf {
    AlarmKind kind = AlarmKind::NewCase;
    std::optional<RecordRef> record;  ///< Empty: all of the kind.
    Millis until{};
    std::string reason;
};

/// What the journal says of a shelf.
/// @error BadInput it ends in the past or in more than 8 hours, or has no reason.
Result<JournalEntry> journalOf(const Shelf& shelf, Millis now);

/// One line of the list, or one chip: an alarm alone, or several of a kind with their number.
struct AlarmLine {
    AlarmKind kind = AlarmKind::NewCase;
    AlarmPriority priority = AlarmPriority::Low;  ///< The highest in it.
    AlarmPriority lowest = AlarmPriority::Low;
    bool grouped = false;   ///< Stands for a kind, not for one source.
    RecordRef record;       ///< Source of the newest in it.
    RecordRef subject;      ///< Where to go: the case, or the responder.
    std::string code;       ///< Of the case, where it is about one.
    std::string who;        ///< Code of the responder or source, where it is about one.
    int count = 0;          ///< Alarms in it.
    int lit = 0;            ///< Of them not acknowledged.
    int shelved = 0;        ///< Of them shelved.
    int sources = 0;        ///< From so many sources.
    bool stands = false;    ///< The reason of one of them is still there.
    bool flapping = false;  ///< One of them came and went 3 times or more in a minute.
    Millis newest{};
    std::optional<Millis> shelvedUntil;
    std::int64_t last = 0;  ///< Number of the newest; what comes later is not acknowledged with it.
    bool isShelved() const { return shelvedUntil && shelved >= count; }
    friend bool operator==(const AlarmLine&, const AlarmLine&) = default;
};

/// What to play now.
struct AlarmSound {
    AlarmKind kind = AlarmKind::NewCase;
    AlarmPriority priority = AlarmPriority::Low;
    friend bool operator==(const AlarmSound&, const AlarmSound&) = default;
};

/// The alarms of one seat: raised by what changed, lit until acknowledged, repeated while ignored,
/// grouped under load. Nothing is ever dropped: `raised()` is always `lit() + acknowledged()`.
///
/// A source that comes back within a minute is the same alarm: it stays acknowledged, and is raised
/// once however often it flaps. An acknowledged alarm leaves when its reason has gone.
///
/// @thread one.
class Alarms {
  public:
    static constexpr int kMostLines = 10;

    /// Compares two pictures and looks at the clocks. Where `last` is the empty picture, what
    /// already stands is lit, but not counted in the figures; a case is new then only where nobody
    /// has touched it since it was taken in, at most ten minutes ago.
    /// Imported cases are not new. Positions are not judged while the link is lost.
    /// @param changes   From `last` to `now`; none: only time went on.
    /// @param storeTime Store time now.
    void watch(const Picture& last, const Picture& now, const Changes& changes, Millis storeTime);
    void watchLink(bool lost, Millis storeTime);

    /// Cases of which the orders must be read: one that was seen has ended, and a picture does not
    /// say how. Stays until it is answered.
    const std::set<CaseId>& wantedOrders() const { return m_casesToRead; }
    /// The answer: all orders of the case, ended ones too.
    void judgeOrders(CaseId record, std::span<const Assignment> orders, const Picture& now,
                     Millis storeTime);

    /// Highest first, at most ten: alarms one by one as far as there is room, the others grouped.
    std::vector<AlarmLine> lines(Millis now) const;
    /// One line a kind, highest first.
    std::vector<AlarmLine> kinds(Millis now) const;

    /// Acknowledges what a line showed; what came after it stays lit.
    void acknowledge(const AlarmLine& line);
    /// Takes effect once its journal entry is written; a later one for the same takes its place.
    void shelve(const Shelf& shelf);
    void unshelve(AlarmKind kind, std::optional<RecordRef> record);
    /// Stops repeating what is lit now for 5 minutes. It stays lit; a new alarm sounds.
    void silence(Millis now);
    /// The most urgent sound that is due, once: an alarm's first, or its repetition (high after
    /// 30 s, medium after 2 min). Of one kind no oftener than every 2, 5 or 15 s by priority.
    /// @param least Only alarms of this priority or above.
    std::optional<AlarmSound> nextSound(Millis now, AlarmPriority least = AlarmPriority::Low);

    std::int64_t raised() const { return m_raised; }
    std::int64_t acknowledged() const { return m_acknowledged; }
    std::int64_t lit() const { return m_raised - m_acknowledged; }
    AlarmFigures figures(Millis now) const;

  private:
    /// A source that comes back within it is the same alarm.
    static constexpr std::chrono::seconds kSameAlarm{60};

    struct Alarm {
        AlarmPriority priority = AlarmPriority::Low;
        std::int64_t turn = 0;  ///< Tells one occasion of a source from the next: its due time.
        RecordRef subject;
        std::string code;
        std::string who;
        Millis newest{};
        Millis since{};  ///< When it came to stand, or ceased to.
        bool stands = false;
        int lit = 0;
        bool flapping = false;
        std::array<Millis, 3> comings{};  ///< The last three, oldest first.
        std::int64_t number = 0;
        bool unheard = false;
        Millis sounded{};
        Millis silencedUntil{};
    };
    using Alarmed = std::map<AlarmSource, Alarm>;

    void raise(AlarmSource source, std::int64_t turn, Alarm about, Millis time);
    void raiseForCase(AlarmKind kind, const Case& record, std::int64_t turn, Millis time);
    void raiseForOrder(AlarmKind kind, const Assignment& order, std::int64_t turn,
                       const Picture& now, Millis time);
    void watchCases(const Picture& last, const Picture& now, Millis time);
    void watchEnds(const Picture& last, const Picture& now, const Changes& changes);
    void watchClocks(const Picture& now, Millis time);
    void watchOrders(const Picture& now, Millis time);
    void watchNotes(const Picture& now, Millis time);
    void watchPositions(const Picture& now, Millis time);
    void settle(const Picture& now, Millis time);
    std::optional<Millis> shelvedUntil(const AlarmSource& source, Millis now) const;
    std::vector<AlarmLine> grouped(Millis now, bool byPriority) const;
    void add(AlarmLine& line, const Alarmed::value_type& alarm, Millis now) const;

    Alarmed m_alarms;
    std::map<AlarmSource, Shelf> m_shelves;  ///< Of one source.
    std::array<std::optional<Shelf>, kAlarmKinds> m_kindShelves;
    std::set<AssignmentId> m_ended;  ///< Orders of which it is not known how they ended.
    std::set<CaseId> m_casesToRead;
    std::array<Millis, kAlarmKinds> m_kindSounded{};
    AlarmRates m_rates;
    std::int64_t m_raised = 0;
    std::int64_t m_acknowledged = 0;
    std::int64_t m_number = 0;
    Seconds m_settled{};
    bool m_linkLost = false;
    bool m_atStart = false;
};

}  // namespace dispatch
