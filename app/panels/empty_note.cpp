// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/empty_note.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <QVariant>

namespace app {

QLabel* label(const char* role, const QString& words, QWidget* parent) {
    auto* made = new QLabel(words, parent);
    made->setProperty("role", QString::fromUtf8(role));
    return made;
}

EmptyNote::EmptyNote(QWidget* parent)
    : QWidget(parent), m_what(label("head")), m_why(label("caption")), m_mend(new QPushButton) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(6);
    column->addStretch(2);
    for (QLabel* words : {m_what, m_why}) {
        words->setAlignment(Qt::AlignHCenter);
        words->setWordWrap(true);
        column->addWidget(words);
    }
    column->addSpacing(8);
    column->addWidget(m_mend, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_mend, &QPushButton::clicked, this, &EmptyNote::mendRequested);
}

void EmptyNote::say(const QString& what, const QString& why, const QString& mend) {
    m_what->setText(what);
    m_why->setText(why);
    m_why->setVisible(!why.isEmpty());
    m_mend->setText(mend);
    m_mend->setVisible(!mend.isEmpty());
}

DockHeader::DockHeader(const QString& title, QWidget* parent)
    : QWidget(parent), m_title(label("head", title)), m_count(label("caption")) {
    setObjectName(QStringLiteral("dockHeader"));
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(32);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, 12, 0);
    row->setSpacing(8);
    row->addWidget(m_title);
    row->addWidget(m_count);
    row->addStretch();
}

void DockHeader::setTitle(const QString& title) {
    m_title->setText(title);
}
void DockHeader::setCount(const QString& count) {
    m_count->setText(count);
}

}  // namespace app
