// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/alarms/alarm_desk.h"

#include <algorithm>
#include <utility>

#include "app/alarms/tone.h"

namespace app {
namespace {

using dispatch::AlarmPriority;

constexpr qint64 kAskAgainMs = 3000;
constexpr std::size_t kMostAsked = 8;

int lengthMs(AlarmPriority priority) {
    int length = 0;
    for (const Beat& beat : rhythm(priority)) length += beat.soundMs + beat.restMs;
    return length;
}

}  // namespace

AlarmDesk::AlarmDesk(LiveState& state, std::unique_ptr<SoundPort> sound, QObject* parent)
    : QObject(parent),
      m_state(state),
      m_sound(std::move(sound)),
      m_last(std::make_shared<const dispatch::Picture>()) {
    connect(&m_state, &LiveState::changed, this, &AlarmDesk::take);
    connect(&m_state, &LiveState::linkChanged, this, [this](const Link& link) {
        m_alarms.watchLink(link.state == LinkState::Lost, m_state.storeNow());
        this->sound();
        refresh();
    });
    m_soundEnds.setSingleShot(true);
    connect(&m_soundEnds, &QTimer::timeout, this, &AlarmDesk::sound);
    connect(&m_tick, &QTimer::timeout, this, &AlarmDesk::tick);
    m_tick.start(1000);
    if (m_state.hasPicture()) take(m_state.picture(), {});
}

void AlarmDesk::forget() {
    m_alarms = {};
    m_asked.clear();
    m_last = std::make_shared<const dispatch::Picture>();
    refresh();
}

void AlarmDesk::take(const std::shared_ptr<const dispatch::Picture>& picture,
                     const dispatch::Changes& changes) {
    using dispatch::Kind;
    const bool isFirst = m_last->seq == dispatch::ChangeSeq{};
    if (!isFirst && !changes.touches(Kind::Case) && !changes.touches(Kind::Assignment) &&
        !changes.touches(Kind::Supervision)) {
        // Positions move ten times a second; the next tick looks at them.
        m_last = picture;
        return;
    }
    m_alarms.watch(*m_last, *picture, changes, m_state.storeNow());
    m_last = picture;
    sound();
    askForOrders();
    refresh();
}

void AlarmDesk::tick() {
    if (m_last->seq == dispatch::ChangeSeq{}) return;
    m_alarms.watch(*m_last, *m_last, {}, m_state.storeNow());
    sound();
    askForOrders();
    refresh();
}

void AlarmDesk::sound() {
    AlarmPriority least = AlarmPriority::Low;
    if (m_soundEnds.isActive()) {
        if (m_sounding == AlarmPriority::High) return;
        least = m_sounding == AlarmPriority::Low ? AlarmPriority::Medium : AlarmPriority::High;
    }
    const auto next = m_alarms.nextSound(m_state.storeNow(), least);
    if (!next) return;
    m_sounding = next->priority;
    m_soundEnds.start(lengthMs(next->priority));
    if (m_sound) m_sound->play(*next);
}

void AlarmDesk::refresh() {
    const dispatch::Millis now = m_state.storeNow();
    auto lines = m_alarms.lines(now);
    auto kinds = m_alarms.kinds(now);
    if (lines == m_lines && kinds == m_kinds) return;
    m_lines = std::move(lines);
    m_kinds = std::move(kinds);
    Q_EMIT changed();
}

void AlarmDesk::askForOrders() {
    const auto& wanted = m_alarms.wantedOrders();
    std::erase_if(m_asked, [&](const auto& asked) {
        return !wanted.contains(asked.first) || asked.second.hasExpired(kAskAgainMs);
    });
    for (const dispatch::CaseId record : wanted) {
        if (m_asked.size() >= kMostAsked) return;
        if (m_asked.contains(record)) continue;
        m_asked[record].start();
        Q_EMIT ordersWanted(record);
    }
}

void AlarmDesk::setOrders(dispatch::CaseId record,
                          const std::vector<dispatch::Assignment>& orders) {
    m_alarms.judgeOrders(record, orders, *m_last, m_state.storeNow());
    sound();
    askForOrders();
    refresh();
}

dispatch::AlarmFigures AlarmDesk::figures() const {
    return m_alarms.figures(m_state.storeNow());
}

void AlarmDesk::acknowledge(const dispatch::AlarmLine& line) {
    m_alarms.acknowledge(line);
    refresh();
}

void AlarmDesk::acknowledgeKind(dispatch::AlarmKind kind) {
    for (const dispatch::AlarmLine& line : m_kinds)
        if (line.kind == kind) m_alarms.acknowledge(line);
    refresh();
}

void AlarmDesk::shelve(const dispatch::AlarmLine& line, bool wholeKind, std::chrono::minutes length,
                       const QString& reason) {
    if (reason.trimmed().isEmpty()) {
        Q_EMIT shelfRefused(tr("A shelf needs a reason."));
        return;
    }
    dispatch::Shelf shelf;
    shelf.kind = line.kind;
    if (!wholeKind) shelf.record = line.record;
    shelf.until = m_state.storeNow() + length;
    shelf.reason = reason.trimmed().toStdString();
    const auto entry = dispatch::journalOf(shelf, m_state.storeNow());
    if (!entry) {
        Q_EMIT shelfRefused(QString::fromStdString(entry.error().detail));
        return;
    }
    if (!m_journal) {
        Q_EMIT shelfRefused(tr("There is no journal here to write the shelf to."));
        return;
    }
    m_journal(*entry, [self = QPointer(this), shelf](const QString& refused) {
        if (!self) return;
        if (!refused.isEmpty()) {
            Q_EMIT self->shelfRefused(refused);
            return;
        }
        self->m_alarms.shelve(shelf);
        Q_EMIT self->shelved();
        self->refresh();
    });
}

void AlarmDesk::unshelve(const dispatch::AlarmLine& line) {
    m_alarms.unshelve(line.kind, line.record);
    m_alarms.unshelve(line.kind, std::nullopt);
    sound();
    refresh();
}

void AlarmDesk::silence() {
    m_alarms.silence(m_state.storeNow());
    m_soundEnds.stop();
    if (m_sound) m_sound->stop();
}

}  // namespace app
