// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/top_bar.h"

#include <QHBoxLayout>
#include <QPushButton>

#include "app/look/icons.h"
#include "app/panels/case_mark.h"
#include "app/panels/empty_note.h"
#include "app/text/figures.h"
#include "app/text/link_words.h"
#include "app/text/words.h"

namespace app {

using layers::ClockMark;

Alarms countAlarms(const dispatch::Picture& picture, dispatch::Millis now) {
    Alarms alarms;
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    picture.cases.forEach([&](const dispatch::Case& record) {
        switch (clockMark(picture, record, second)) {
            case ClockMark::Supervised:
                ++alarms.supervised;
                break;
            case ClockMark::Late:
                ++alarms.overdue;
                break;
            case ClockMark::Warn:
                ++alarms.dueSoon;
                break;
            case ClockMark::Ok:
            case ClockMark::Suspended:
                break;
        }
    });
    for (const dispatch::Fix& fix : *picture.fixes) {
        const dispatch::Responder* who = picture.responders.find(fix.responder);
        if (who && dispatch::fixAge(fix.time, now, std::max(1, who->reportSeconds)) ==
                       dispatch::FixAge::Stale)
            ++alarms.stale;
    }
    for (const dispatch::FixSource& source : picture.sources) {
        if (source.newest.time_since_epoch().count() == 0) continue;
        if (dispatch::fixAge(source.newest, now, std::max(1, source.reportSeconds)) ==
            dispatch::FixAge::Stale) {
            ++alarms.silent;
            alarms.silentNames << sourceText(source.code);
        }
    }
    return alarms;
}

TopBar::TopBar(const dispatch::Author& by, layers::Theme theme, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_logo(new QLabel),
      m_city(label("small")),
      m_supervised(new AlarmChip(ClockMark::Supervised, theme)),
      m_overdue(new AlarmChip(ClockMark::Late, theme)),
      m_dueSoon(new AlarmChip(ClockMark::Warn, theme)),
      m_silent(new AlarmChip(ClockMark::Warn, theme)),
      m_stale(new AlarmChip(ClockMark::Suspended, theme)),
      m_leftOut(new AlarmChip(ClockMark::Warn, theme)),
      m_linkGlyph(new QLabel),
      m_link(label("t2")),
      m_date(label("t2")),
      m_clock(label("clock")),
      m_themeButton(new QToolButton) {
    setObjectName(QStringLiteral("topBar"));
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(44);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, 12, 0);
    row->setSpacing(8);
    row->addWidget(m_logo);
    row->addWidget(label("head", QStringLiteral("GridHall")));
    row->addWidget(m_city);
    row->addSpacing(8);
    auto* duty = new QPushButton(tr("Duty"));
    duty->setProperty("tab", true);
    duty->setCheckable(true);
    duty->setChecked(true);
    duty->setAutoExclusive(true);
    row->addWidget(duty);
    row->addSpacing(8);
    for (AlarmChip* chip : chips()) row->addWidget(chip);
    row->addStretch(1);
    row->addWidget(m_linkGlyph);
    row->addWidget(m_link);
    row->addSpacing(8);
    auto* officer = label("head", QString::fromStdString(by.officer));
    row->addWidget(officer);
    row->addWidget(label("t2", tr("seat %1").arg(QString::fromStdString(by.seat))));
    row->addSpacing(8);
    row->addWidget(m_themeButton);
    row->addWidget(m_date);
    row->addWidget(m_clock);

    m_supervised->setWords(tr("Supervised"));
    m_overdue->setWords(tr("Overdue"));
    m_dueSoon->setWords(tr("Due soon"));
    m_silent->setWords(tr("Source silent"));
    m_stale->setWords(tr("Stale positions"));
    m_leftOut->setWords(tr("Rows left out"));
    m_leftOut->setQuiet(QStringLiteral("warning"));
    m_leftOut->setToolTip(tr("Rows of the store that cannot be shown; opens the list"));
    m_themeButton->setAccessibleName(tr("Dark or light theme"));
    m_themeButton->setToolTip(tr("Dark or light theme (F9)"));
    connect(m_supervised, &QAbstractButton::clicked, this, &TopBar::overdueAsked);
    connect(m_overdue, &QAbstractButton::clicked, this, &TopBar::overdueAsked);
    connect(m_silent, &QAbstractButton::clicked, this, &TopBar::silentAsked);
    connect(m_stale, &QAbstractButton::clicked, this, &TopBar::staleAsked);
    connect(m_leftOut, &QAbstractButton::clicked, this, &TopBar::leftOutAsked);
    connect(m_themeButton, &QAbstractButton::clicked, this, &TopBar::themeAsked);
    setTheme(theme);
}

void TopBar::setTheme(layers::Theme theme) {
    m_theme = theme;
    for (AlarmChip* chip : chips()) chip->setTheme(theme);
    m_logo->setPixmap(
        uiPixmap(QStringLiteral("gridhall"), theme, "accent.ink", 20, devicePixelRatioF()));
    m_themeButton->setIcon(
        uiIcon(theme.isDark() ? QStringLiteral("sun") : QStringLiteral("moon"), theme));
    m_linkGlyph->clear();
}

void TopBar::setCity(const QString& name) {
    m_city->setText(name);
}

void TopBar::setAlarms(const Alarms& alarms) {
    m_supervised->setCount(alarms.supervised);
    m_overdue->setCount(alarms.overdue);
    m_dueSoon->setCount(alarms.dueSoon);
    m_silent->setCount(alarms.silent);
    m_silent->setToolTip(alarms.silentNames.join(QStringLiteral(" · ")));
    m_stale->setCount(alarms.stale);
}

void TopBar::setLeftOut(int rows) {
    m_leftOut->setCount(rows);
}

void TopBar::setLink(const Link& link, dispatch::Millis now) {
    const char* token = "link.live";
    QString icon = QStringLiteral("link-live");
    switch (link.state) {
        case LinkState::Connecting:
            token = "t3";
            break;
        case LinkState::Live:
            if (link.clockWhy.isEmpty()) break;
            [[fallthrough]];
        case LinkState::Slow:
            token = "link.slow";
            icon = QStringLiteral("link-slow");
            break;
        case LinkState::Lost:
            token = "link.lost";
            icon = QStringLiteral("link-lost");
            break;
    }
    m_link->setText(linkChipText(link, now));
    m_link->setToolTip(link.clockWhy.isEmpty() ? link.detail : link.clockWhy);
    m_linkGlyph->setPixmap(uiPixmap(icon, m_theme, token, 14, devicePixelRatioF()));
}

void TopBar::setNow(dispatch::Millis now) {
    const QString clock = timeOfDay(now);
    if (clock == m_clock->text()) return;
    m_clock->setText(clock);
    m_date->setText(dateText(now));
}

QWidget* TopBar::firstChip() {
    for (AlarmChip* chip : chips())
        if (chip->isVisible()) return chip;
    return m_themeButton;
}

}  // namespace app
