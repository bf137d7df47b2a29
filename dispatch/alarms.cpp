// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/alarms.h"

#include <algorithm>
#include <cstdio>

namespace dispatch {
namespace {

using namespace std::chrono_literals;

constexpr auto kStale = 24h;
constexpr auto kLongestShelf = 8h;
constexpr auto kSilence = 5min;

std::size_t indexOf(AlarmKind kind) {
    return static_cast<std::size_t>(kind);
}

std::chrono::milliseconds kindGap(AlarmPriority priority) {
    switch (priority) {
        case AlarmPriority::High:
            return 2s;
        case AlarmPriority::Medium:
            return 5s;
        case AlarmPriority::Low:
            return 15s;
    }
    return 15s;
}

/// How long an alarm may be ignored before it sounds again; none: it does not.
std::optional<std::chrono::milliseconds> repeatAfter(AlarmPriority priority) {
    if (priority == AlarmPriority::High) return 30s;
    if (priority == AlarmPriority::Medium) return 2min;
    return std::nullopt;
}

std::string utcText(Millis time) {
    const auto second = std::chrono::floor<std::chrono::seconds>(time);
    const auto day = std::chrono::floor<std::chrono::days>(second);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(second - day);
    char out[40];
    std::snprintf(out, sizeof out, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return out;
}

/// Higher first; then what is lit; then the newest.
bool comesFirst(const AlarmLine& a, const AlarmLine& b) {
    if (a.isShelved() != b.isShelved()) return b.isShelved();
    if (a.priority != b.priority) return a.priority > b.priority;
    if ((a.lit > 0) != (b.lit > 0)) return a.lit > 0;
    if (a.newest != b.newest) return a.newest > b.newest;
    return a.last > b.last;
}

}  // namespace

const char* word(AlarmKind kind) {
    static constexpr std::array<const char*, kAlarmKinds> words{"new-case",
                                                                "amber",
                                                                "red",
                                                                "refused",
                                                                "no-acknowledgement",
                                                                "safety-check",
                                                                "supervision-note",
                                                                "silent",
                                                                "link-lost",
                                                                "not-delivered"};
    return words[indexOf(kind)];
}

AlarmPriority alarmPriority(AlarmKind kind, Risk risk) {
    switch (kind) {
        case AlarmKind::NewCase:
            return static_cast<AlarmPriority>(risk);
        case AlarmKind::Red:
            return risk == Risk::High ? AlarmPriority::High : AlarmPriority::Medium;
        case AlarmKind::SafetyCheck:
        case AlarmKind::LinkLost:
        case AlarmKind::NotDelivered:
            return AlarmPriority::High;
        case AlarmKind::Refused:
        case AlarmKind::NoAcknowledgement:
        case AlarmKind::SupervisionNote:
            return AlarmPriority::Medium;
        case AlarmKind::Amber:
        case AlarmKind::Silent:
            return AlarmPriority::Low;
    }
    return AlarmPriority::Low;
}

Result<JournalEntry> journalOf(const Shelf& shelf, Millis now) {
    if (shelf.until <= now)
        return Error{ErrorCode::BadInput, "the shelf's end must lie in the future"};
    if (shelf.until > now + kLongestShelf)
        return Error{ErrorCode::BadInput, "an alarm is shelved for 8 hours at most"};
    if (shelf.reason.find_first_not_of(" \t\r\n") == std::string::npos)
        return Error{ErrorCode::BadInput, "a shelf needs a reason"};
    JournalEntry entry;
    entry.action = "shelve";
    entry.what = std::string("alarm ") + word(shelf.kind);
    if (shelf.record) {
        entry.what += " of ";
        entry.what += kindName(shelf.record->kind);
        entry.what += " " + std::to_string(shelf.record->id);
        if (shelf.record->kind == Kind::Case) entry.record = CaseId{shelf.record->id};
    }
    entry.what += " until " + utcText(shelf.until);
    entry.why = shelf.reason;
    return entry;
}

void Alarms::raise(AlarmSource source, std::int64_t turn, Alarm about, Millis time) {
    auto [place, fresh] = m_alarms.try_emplace(source, about);
    Alarm& alarm = place->second;
    if (!fresh && alarm.stands && alarm.turn == turn) return;
    const bool soon = !fresh && time - std::max(alarm.since, alarm.newest) < kSameAlarm;
    const bool sameTurn = alarm.turn == turn;
    std::rotate(alarm.comings.begin(), alarm.comings.begin() + 1, alarm.comings.end());
    alarm.comings.back() = time;
    alarm.flapping =
        !fresh && alarm.comings.front() != Millis{} && time - alarm.comings.front() < kSameAlarm;
    alarm.turn = turn;
    alarm.priority = about.priority;
    alarm.subject = about.subject;
    alarm.code = std::move(about.code);
    alarm.who = std::move(about.who);
    alarm.newest = time;
    alarm.since = time;
    alarm.stands = true;
    if (soon && (sameTurn || alarm.flapping || alarm.lit > 0)) return;
    ++alarm.lit;
    ++m_raised;
    alarm.number = ++m_number;
    alarm.unheard = true;
    alarm.silencedUntil = {};
    if (!m_atStart) m_rates.add(time, alarm.priority);
}

void Alarms::acknowledge(const AlarmLine& line) {
    const auto takes = [&](const AlarmSource& source, const Alarm& alarm) {
        return source.kind == line.kind && alarm.lit > 0 && alarm.number <= line.last &&
               (line.grouped ? alarm.priority >= line.lowest && alarm.priority <= line.priority
                             : source.record == line.record);
    };
    for (auto& [source, alarm] : m_alarms) {
        if (!takes(source, alarm)) continue;
        m_acknowledged += alarm.lit;
        alarm.lit = 0;
        alarm.unheard = false;
    }
}

void Alarms::shelve(const Shelf& shelf) {
    if (shelf.record)
        m_shelves[{shelf.kind, *shelf.record}] = shelf;
    else
        m_kindShelves[indexOf(shelf.kind)] = shelf;
}

void Alarms::unshelve(AlarmKind kind, std::optional<RecordRef> record) {
    if (record)
        m_shelves.erase({kind, *record});
    else
        m_kindShelves[indexOf(kind)].reset();
}

std::optional<Millis> Alarms::shelvedUntil(const AlarmSource& source, Millis now) const {
    std::optional<Millis> until;
    if (const auto& kind = m_kindShelves[indexOf(source.kind)]; kind && kind->until > now)
        until = kind->until;
    const auto alone = m_shelves.find(source);
    if (alone != m_shelves.end() && alone->second.until > now)
        until = std::max(until.value_or(Millis{}), alone->second.until);
    return until;
}

void Alarms::silence(Millis now) {
    for (auto& [source, alarm] : m_alarms) {
        if (alarm.lit == 0) continue;
        alarm.silencedUntil = now + kSilence;
        alarm.unheard = false;
        alarm.sounded = now;
    }
}

std::optional<AlarmSound> Alarms::nextSound(Millis now, AlarmPriority least) {
    std::optional<AlarmSound> best;
    std::int64_t bestNumber = 0;
    const auto due = [&](const Alarm& alarm) {
        if (alarm.lit == 0 || alarm.priority < least) return false;
        if (alarm.unheard) return true;
        const auto wait = repeatAfter(alarm.priority);
        return wait && alarm.stands && now >= alarm.silencedUntil && now - alarm.sounded >= *wait;
    };
    for (const auto& [source, alarm] : m_alarms) {
        if (!due(alarm) || now - m_kindSounded[indexOf(source.kind)] < kindGap(alarm.priority) ||
            shelvedUntil(source, now))
            continue;
        if (best && (alarm.priority < best->priority ||
                     (alarm.priority == best->priority && alarm.number < bestNumber)))
            continue;
        best = AlarmSound{source.kind, alarm.priority};
        bestNumber = alarm.number;
    }
    if (!best) return std::nullopt;
    m_kindSounded[indexOf(best->kind)] = now;
    for (auto& [source, alarm] : m_alarms) {
        if (source.kind != best->kind || alarm.lit == 0 || shelvedUntil(source, now)) continue;
        alarm.unheard = false;
        alarm.sounded = now;
    }
    return best;
}

void Alarms::add(AlarmLine& line, const Alarmed::value_type& entry, Millis now) const {
    const auto& [source, alarm] = entry;
    const int count = std::max(1, alarm.lit);
    if (line.sources == 0 || alarm.priority > line.priority) line.priority = alarm.priority;
    if (line.sources == 0 || alarm.priority < line.lowest) line.lowest = alarm.priority;
    if (line.sources == 0 || alarm.number > line.last) {
        line.kind = source.kind;
        line.record = source.record;
        line.subject = alarm.subject;
        line.code = alarm.code;
        line.who = alarm.who;
        line.last = alarm.number;
    }
    line.newest = line.sources == 0 ? alarm.newest : std::max(line.newest, alarm.newest);
    ++line.sources;
    line.count += count;
    line.lit += alarm.lit;
    line.stands = line.stands || alarm.stands;
    line.flapping = line.flapping || alarm.flapping;
    if (const auto until = shelvedUntil(source, now)) {
        line.shelved += count;
        line.shelvedUntil = std::max(line.shelvedUntil.value_or(Millis{}), *until);
    }
}

std::vector<AlarmLine> Alarms::grouped(Millis now, bool byPriority) const {
    std::array<std::array<AlarmLine, 3>, kAlarmKinds> groups{};
    for (const auto& entry : m_alarms) {
        const auto& [source, alarm] = entry;
        if (alarm.lit == 0 && !alarm.stands) continue;
        add(groups[indexOf(source.kind)][byPriority ? static_cast<std::size_t>(alarm.priority) : 0],
            entry, now);
    }
    std::vector<AlarmLine> lines;
    for (const auto& kind : groups)
        for (const AlarmLine& line : kind)
            if (line.sources > 0) lines.push_back(line);
    for (AlarmLine& line : lines) line.grouped = true;
    std::sort(lines.begin(), lines.end(), comesFirst);
    return lines;
}

std::vector<AlarmLine> Alarms::kinds(Millis now) const {
    return grouped(now, false);
}

std::vector<AlarmLine> Alarms::lines(Millis now) const {
    std::vector<AlarmLine> groups = grouped(now, true);
    if (groups.size() > static_cast<std::size_t>(kMostLines)) groups = grouped(now, false);
    int room = kMostLines - static_cast<int>(groups.size());
    std::vector<AlarmLine> lines;
    for (const AlarmLine& group : groups) {
        if (group.sources - 1 > room) {
            lines.push_back(group);
            continue;
        }
        room -= group.sources - 1;
        for (const auto& entry : m_alarms) {
            const auto& [source, alarm] = entry;
            if (source.kind != group.kind || alarm.priority < group.lowest ||
                alarm.priority > group.priority || (alarm.lit == 0 && !alarm.stands))
                continue;
            add(lines.emplace_back(), entry, now);
        }
    }
    std::sort(lines.begin(), lines.end(), comesFirst);
    return lines;
}

AlarmFigures Alarms::figures(Millis now) const {
    AlarmFigures figures = m_rates.at(now);
    for (const auto& [source, alarm] : m_alarms) {
        if (alarm.flapping && now - alarm.newest < kSameAlarm) ++figures.chattering;
        if (alarm.stands && now - alarm.since > kStale) ++figures.stale;
    }
    return figures;
}

}  // namespace dispatch
