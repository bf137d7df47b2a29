// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/sign_in_dialog.h"

#include <QApplication>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "app/panels/empty_note.h"
#include "app/text/words.h"

namespace app {
namespace {

QLineEdit* secret(const QString& name) {
    auto* edit = new QLineEdit;
    edit->setEchoMode(QLineEdit::Password);
    edit->setAccessibleName(name);
    return edit;
}

}  // namespace

SignInDialog::SignInDialog(SignIn signIn, const QString& store, QWidget* parent)
    : QDialog(parent),
      m_signIn(std::move(signIn)),
      m_name(new QLineEdit),
      m_password(secret(tr("Password"))),
      m_fresh(secret(tr("New password"))),
      m_again(secret(tr("New password again"))),
      m_change(new QWidget),
      m_why(label("late")),
      m_ok(new QPushButton(tr("Sign in"))) {
    setWindowTitle(tr("Sign in"));
    setMinimumWidth(440);
    m_name->setAccessibleName(tr("Name"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    column->addWidget(label("title", tr("Sign in")));
    auto* where = label("small", store);
    where->setWordWrap(true);
    column->addWidget(where);
    auto* rows = new QFormLayout;
    rows->setVerticalSpacing(8);
    rows->addRow(tr("Name"), m_name);
    rows->addRow(tr("Password"), m_password);
    column->addLayout(rows);
    auto* change = new QFormLayout(m_change);
    change->setContentsMargins(0, 0, 0, 0);
    change->setVerticalSpacing(8);
    auto* once = label("small", tr("This password is for one use: choose your own."));
    once->setWordWrap(true);
    change->addRow(once);
    change->addRow(tr("New password"), m_fresh);
    change->addRow(tr("Once more"), m_again);
    m_change->hide();
    column->addWidget(m_change);
    m_why->setWordWrap(true);
    m_why->hide();
    column->addWidget(m_why);
    auto* buttons = new QHBoxLayout;
    auto* leave = new QPushButton(tr("Only look on"));
    leave->setAutoDefault(false);
    m_ok->setProperty("primary", true);
    m_ok->setDefault(true);
    buttons->addStretch();
    buttons->addWidget(leave);
    buttons->addWidget(m_ok);
    column->addLayout(buttons);
    connect(leave, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_ok, &QPushButton::clicked, this, &SignInDialog::trySignIn);
    m_name->setFocus();
}

void SignInDialog::trySignIn() {
    const auto say = [this](const QString& why) {
        m_why->setText(why);
        m_why->show();
    };
    if (m_change->isVisible() && m_fresh->text() != m_again->text())
        return say(tr("The two new passwords differ."));
    QApplication::setOverrideCursor(Qt::WaitCursor);
    const auto actor = m_signIn(m_name->text().trimmed(), m_password->text(),
                                m_change->isVisible() ? m_fresh->text() : QString());
    QApplication::restoreOverrideCursor();
    if (!actor) {
        say(text(actor.error().detail));
        m_password->selectAll();
        m_password->setFocus();
        return;
    }
    if (actor->user.mustChange) {
        m_change->show();
        m_why->hide();
        m_fresh->setFocus();
        return;
    }
    m_actor = *actor;
    accept();
}

}  // namespace app
