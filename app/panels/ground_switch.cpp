// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/ground_switch.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "app/look/icons.h"
#include "app/panels/empty_note.h"

namespace app {

GroundSwitch::GroundSwitch(QWidget* parent)
    : QWidget(parent), m_list(new QComboBox), m_reason(label("caption")) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 4);
    column->setSpacing(2);
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(label("caption", tr("Ground")));
    line->addWidget(m_list, 1);
    column->addLayout(line);
    m_reason->setWordWrap(true);
    m_reason->hide();
    column->addWidget(m_reason);
    m_list->setAccessibleName(tr("Ground of the map"));
    m_list->setToolTip(tr("Ground of the map (Ctrl+G: the next one)"));
    connect(m_list, &QComboBox::activated, this,
            [this] { Q_EMIT chosen(m_list->currentData().toString()); });
}

void GroundSwitch::setGrounds(const QList<std::pair<QString, QString>>& grounds,
                              const QString& chosen) {
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    for (const auto& [name, title] : grounds) m_list->addItem(title, name);
    m_list->setCurrentIndex(m_list->findData(chosen));
}

void GroundSwitch::setReason(const QString& words) {
    m_reason->setText(words);
    m_reason->setVisible(!words.isEmpty());
}

void GroundSwitch::next() {
    if (m_list->count() < 2) return;
    m_list->setCurrentIndex((m_list->currentIndex() + 1) % m_list->count());
    Q_EMIT chosen(m_list->currentData().toString());
}

GroundMark::GroundMark(QWidget* parent)
    : QFrame(parent), m_glyph(new QLabel), m_words(label("caption")) {
    setObjectName(QStringLiteral("floating"));
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(6, 1, 6, 1);
    line->setSpacing(4);
    line->addWidget(m_glyph);
    line->addWidget(m_words);
    m_glyph->hide();
    hide();
}

void GroundMark::setTheme(layers::Theme theme) {
    m_glyph->setPixmap(
        uiPixmap(QStringLiteral("warning"), theme, "status.warn.ink", 12, devicePixelRatioF()));
}

void GroundMark::setWords(const QString& attribution, const QString& trouble) {
    m_glyph->setVisible(!trouble.isEmpty());
    m_words->setText(trouble.isEmpty() ? attribution : trouble);
    setToolTip(trouble);
    setVisible(!m_words->text().isEmpty());
    adjustSize();
}

QString GroundMark::words() const {
    return isHidden() ? QString() : m_words->text();
}

}  // namespace app
