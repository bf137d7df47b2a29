// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/alarms/alarm_strip.h"

#include <QHBoxLayout>

#include "app/look/icons.h"
#include "app/text/alarm_words.h"
#include "app/text/figures.h"

namespace app {
namespace {

using dispatch::AlarmKind;
using dispatch::AlarmPriority;
using layers::ClockMark;

constexpr std::size_t kMostChips = 4;

ChipFace faceOf(const dispatch::AlarmLine& kind) {
    ChipFace face;
    face.words = alarmText(kind.kind);
    face.icon = alarmIcon(kind.kind);
    face.mark = alarmMark(kind.kind, kind.priority);
    face.count = kind.count;
    face.lit = kind.lit > 0;
    face.last = kind.last;
    if (kind.isShelved()) face.shelvedUntil = timeOfDay(*kind.shelvedUntil).left(5);
    return face;
}

}  // namespace

ClockMark alarmMark(AlarmKind kind, AlarmPriority priority) {
    if (kind == AlarmKind::Red) return ClockMark::Late;
    if (kind == AlarmKind::Amber) return ClockMark::Warn;
    if (kind == AlarmKind::SupervisionNote) return ClockMark::Supervised;
    switch (priority) {
        case AlarmPriority::High:
            return ClockMark::Late;
        case AlarmPriority::Medium:
            return ClockMark::Warn;
        case AlarmPriority::Low:
            break;
    }
    return ClockMark::Suspended;
}

QString alarmIcon(AlarmKind kind) {
    switch (kind) {
        case AlarmKind::NewCase:
            return QStringLiteral("bell");
        case AlarmKind::Refused:
            return QStringLiteral("refused");
        case AlarmKind::NoAcknowledgement:
            return QStringLiteral("unanswered");
        case AlarmKind::SafetyCheck:
            return QStringLiteral("shield");
        case AlarmKind::Silent:
            return QStringLiteral("silent");
        case AlarmKind::LinkLost:
            return QStringLiteral("link-lost");
        case AlarmKind::NotDelivered:
            return QStringLiteral("undelivered");
        case AlarmKind::Amber:
        case AlarmKind::Red:
        case AlarmKind::SupervisionNote:
            return {};
    }
    return {};
}

AlarmStrip::AlarmStrip(layers::Theme theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_more(new QPushButton), m_mute(new QLabel) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    for (std::size_t i = 0; i < kMostChips; ++i) {
        auto* chip = new AlarmChip(theme);
        m_chips << chip;
        row->addWidget(chip);
        connect(chip, &QAbstractButton::clicked, this, [this, i] {
            Q_EMIT listAsked(i < m_kinds.size() ? static_cast<int>(m_kinds[i]) : -1);
        });
    }
    m_more->setProperty("chip", true);
    m_more->setToolTip(tr("All alarms (F2)"));
    m_more->hide();
    connect(m_more, &QAbstractButton::clicked, this, [this] { Q_EMIT listAsked(-1); });
    row->addWidget(m_more);
    m_mute->hide();
    row->addWidget(m_mute);
}

void AlarmStrip::setTheme(layers::Theme theme) {
    m_theme = theme;
    for (AlarmChip* chip : m_chips) chip->setTheme(theme);
    m_mute->setPixmap(uiPixmap(QStringLiteral("mute"), theme, "t3", 16, devicePixelRatioF()));
}

void AlarmStrip::setAlarms(const std::vector<dispatch::AlarmLine>& kinds,
                           const std::vector<dispatch::AlarmLine>& lines) {
    m_kinds.clear();
    for (std::size_t i = 0; i < kMostChips; ++i) {
        AlarmChip* chip = m_chips[static_cast<qsizetype>(i)];
        if (i >= kinds.size()) {
            chip->setFace({});
            continue;
        }
        m_kinds.push_back(kinds[i].kind);
        chip->setFace(faceOf(kinds[i]));
        chip->setToolTip(tr("%1, %2: opens the list (F2)")
                             .arg(alarmText(kinds[i].kind), alarmStateText(kinds[i])));
    }
    QStringList more;
    if (kinds.size() > kMostChips) more << QStringLiteral("+%1").arg(kinds.size() - kMostChips);
    int grouped = 0;
    for (const dispatch::AlarmLine& line : lines)
        if (line.sources > 1) grouped += line.count;
    if (grouped > 0) more << tr("%1 grouped").arg(countText(grouped));
    m_more->setText(more.join(QStringLiteral(" · ")));
    m_more->setVisible(!more.isEmpty());
    updateGeometry();
}

void AlarmStrip::setSoundTrouble(const QString& why) {
    m_mute->setToolTip(why);
    m_mute->setAccessibleName(why);
    m_mute->setVisible(!why.isEmpty());
}

QList<AlarmChip*> AlarmStrip::chips() const {
    QList<AlarmChip*> shown;
    for (AlarmChip* chip : m_chips)
        if (chip->count() > 0) shown << chip;
    return shown;
}

}  // namespace app
