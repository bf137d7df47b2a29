// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/link_notice.h"

#include <QHBoxLayout>
#include <QStyle>
#include <QVBoxLayout>

#include "app/look/icons.h"
#include "app/panels/empty_note.h"
#include "app/text/link_words.h"

namespace app {
namespace {

constexpr int kBackMs = 5000;

}  // namespace

LinkNotice::LinkNotice(layers::Theme theme, QWidget* over)
    : QFrame(over),
      m_theme(theme),
      m_glyph(new QLabel),
      m_what(label("head")),
      m_seen(label("t2")),
      m_next(label("t2")) {
    setObjectName(QStringLiteral("toast"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 8, 12, 10);
    row->setSpacing(8);
    row->addWidget(m_glyph, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout;
    column->setSpacing(2);
    for (QLabel* line : {m_what, m_seen, m_next}) {
        line->setWordWrap(true);
        column->addWidget(line);
    }
    row->addLayout(column, 1);
    m_goes.setSingleShot(true);
    m_goes.setInterval(kBackMs);
    connect(&m_goes, &QTimer::timeout, this, [this] {
        hide();
        Q_EMIT resized();
    });
    hide();
}

void LinkNotice::setTheme(layers::Theme theme) {
    m_theme = theme;
    m_glyph->setPixmap(uiPixmap(m_lost ? QStringLiteral("link-lost") : QStringLiteral("link-live"),
                                theme, m_lost ? "link.lost" : "link.live", 16,
                                devicePixelRatioF()));
}

void LinkNotice::setLink(const Link& link, dispatch::Millis now) {
    const bool lost = link.state == LinkState::Lost && link.storeTime.time_since_epoch().count();
    if (lost) {
        m_picture = link.storeTime;
        if (!m_lost) {
            m_lost = true;
            m_goes.stop();
            setTheme(m_theme);
        }
        say(linkFailureText(link),
            linkAgeText(link, now) + QLatin1Char(' ') + tr("Nothing can be written."),
            linkNextText(link, std::chrono::steady_clock::now()));
    } else if (m_lost) {
        m_lost = false;
        setTheme(m_theme);
        say(linkBackText(std::chrono::duration_cast<std::chrono::milliseconds>(now - m_picture)),
            {}, {});
        m_goes.start();
    }
}

void LinkNotice::say(const QString& what, const QString& seen, const QString& next) {
    const bool shape = isHidden() || m_next->isHidden() != next.isEmpty() ||
                       m_what->text() != what || m_seen->text().size() != seen.size();
    m_what->setText(what);
    m_seen->setText(seen);
    m_next->setText(next);
    m_seen->setVisible(!seen.isEmpty());
    m_next->setVisible(!next.isEmpty());
    setAccessibleName(words());
    if (!shape) return;
    setProperty("late", m_lost);
    style()->unpolish(this);
    style()->polish(this);
    show();
    raise();
    Q_EMIT resized();
}

QString LinkNotice::words() const {
    QStringList lines;
    for (const QLabel* line : {m_what, m_seen, m_next})
        if (!line->text().isEmpty()) lines << line->text();
    return lines.join(QLatin1Char(' '));
}

}  // namespace app
