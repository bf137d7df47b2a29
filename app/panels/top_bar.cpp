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

TopBar::TopBar(const dispatch::Author& by, layers::Theme theme, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_logo(new QLabel),
      m_city(label("small")),
      m_strip(new AlarmStrip(theme)),
      m_leftOut(new AlarmChip(theme)),
      m_linkGlyph(new QLabel),
      m_link(label("t2")),
      m_hall(new QToolButton),
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
    row->addWidget(m_strip);
    row->addWidget(m_leftOut);
    row->addStretch(1);
    row->addWidget(m_linkGlyph);
    row->addWidget(m_link);
    row->addWidget(m_hall);
    row->addSpacing(8);
    m_officer = label("head");
    m_seat = label("t2");
    row->addWidget(m_officer);
    row->addWidget(m_seat);
    setAuthor(by);
    row->addSpacing(8);
    row->addWidget(m_themeButton);
    row->addWidget(m_date);
    row->addWidget(m_clock);

    m_leftOut->setToolTip(tr("Rows of the store that cannot be shown; opens the list"));
    m_hall->setToolTip(tr("Seats on line (F5)"));
    m_hall->hide();
    connect(m_hall, &QAbstractButton::clicked, this, &TopBar::hallAsked);
    m_themeButton->setAccessibleName(tr("Dark or light theme"));
    m_themeButton->setToolTip(tr("Dark or light theme (F9)"));
    connect(m_strip, &AlarmStrip::listAsked, this, &TopBar::alarmsAsked);
    connect(m_leftOut, &QAbstractButton::clicked, this, &TopBar::leftOutAsked);
    connect(m_themeButton, &QAbstractButton::clicked, this, &TopBar::themeAsked);
    setTheme(theme);
}

void TopBar::setTheme(layers::Theme theme) {
    m_theme = theme;
    m_strip->setTheme(theme);
    m_leftOut->setTheme(theme);
    m_logo->setPixmap(
        uiPixmap(QStringLiteral("gridhall"), theme, "accent.ink", 20, devicePixelRatioF()));
    m_themeButton->setIcon(
        uiIcon(theme.isDark() ? QStringLiteral("sun") : QStringLiteral("moon"), theme));
    m_linkGlyph->clear();
}

void TopBar::setAuthor(const dispatch::Author& by) {
    m_officer->setText(QString::fromStdString(by.officer));
    m_seat->setText(tr("seat %1").arg(QString::fromStdString(by.seat)));
}

void TopBar::setSeats(int seats) {
    m_hall->setText(seats == 1 ? tr("1 seat") : tr("%1 seats").arg(seats));
    m_hall->setVisible(seats > 0);
    fit();
}

void TopBar::setCity(const QString& name) {
    m_city->setText(name);
}

void TopBar::setAlarms(const std::vector<dispatch::AlarmLine>& kinds,
                       const std::vector<dispatch::AlarmLine>& lines) {
    m_strip->setAlarms(kinds, lines);
    fit();
}

void TopBar::setLeftOut(int rows) {
    m_leftOut->setFace({tr("Rows left out"),
                        QStringLiteral("warning"),
                        layers::ClockMark::Warn,
                        rows,
                        false,
                        {},
                        0});
    fit();
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
    fit();
    m_link->setToolTip(link.clockWhy.isEmpty() ? link.detail : link.clockWhy);
    m_linkGlyph->setPixmap(uiPixmap(icon, m_theme, token, 14, devicePixelRatioF()));
}

void TopBar::setNow(dispatch::Millis now) {
    const QString clock = timeOfDay(now);
    if (clock == m_clock->text()) return;
    m_clock->setText(clock);
    m_date->setText(dateText(now));
}

void TopBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit();
}

void TopBar::fit() {
    const auto wide = [this] {
        m_strip->layout()->invalidate();
        m_strip->updateGeometry();
        layout()->invalidate();
        return layout()->sizeHint().width() <= width();
    };
    QList<AlarmChip*> shown = m_strip->chips();
    if (m_leftOut->count() > 0) shown << m_leftOut;
    for (AlarmChip* chip : shown) chip->setBrief(false);
    while (!shown.isEmpty() && !wide()) shown.takeLast()->setBrief(true);
}

QWidget* TopBar::firstChip() {
    for (AlarmChip* chip : chips())
        if (chip->isVisible()) return chip;
    return m_themeButton;
}

}  // namespace app
