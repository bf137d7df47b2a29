// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <functional>
#include <optional>

#include "dispatch/command.h"
#include "dispatch/result.h"

namespace app {

/// Asks who sits down at this seat. A one-time password is replaced at once: the second pair of
/// fields appears for it.
class SignInDialog : public QDialog {
    Q_OBJECT
  public:
    /// Checks a name and a password; `fresh` replaces a one-time one, empty elsewhere.
    using SignIn = std::function<dispatch::Result<dispatch::Actor>(
        const QString& name, const QString& password, const QString& fresh)>;

    explicit SignInDialog(SignIn signIn, const QString& store, QWidget* parent = nullptr);
    const std::optional<dispatch::Actor>& actor() const { return m_actor; }

  private:
    void trySignIn();
    SignIn m_signIn;
    std::optional<dispatch::Actor> m_actor;
    QLineEdit* m_name;
    QLineEdit* m_password;
    QLineEdit* m_fresh;
    QLineEdit* m_again;
    QWidget* m_change;
    QLabel* m_why;
    QPushButton* m_ok;
};

}  // namespace app
