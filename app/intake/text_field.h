// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QPlainTextEdit>
#include <functional>

namespace app {

/// Why a text cannot be kept exactly, one sentence; empty where it can.
/// @param mostCharacters UTF-16 units, as a person counts them but for rare characters.
/// @param lines          Whether line breaks and tabs belong in it.
QString textRefusal(const QString& text, qsizetype mostCharacters, bool lines);

/// One line of a form. What is typed or pasted is kept exactly or not taken at all, with a
/// sentence: too long, a NUL or another control character, half a character.
class TextField : public QLineEdit {
    Q_OBJECT
  public:
    explicit TextField(int mostCharacters, QWidget* parent = nullptr);

    /// How the text is shown once `setKept(true)` and the cursor is elsewhere.
    void setMask(std::function<QString(const QString&)> mask) { m_mask = std::move(mask); }
    /// The text is in the store: a masked field hides it. Typing then begins afresh.
    void setKept(bool kept);
    /// The text itself, masked or not.
    QString value() const { return m_value; }
    void setValue(const QString& value);

  Q_SIGNALS:
    void valueEdited(const QString& value);
    /// The text just typed or pasted was not taken.
    void refused(const QString& sentence);

  protected:
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    void take(const QString& typed);
    bool isMasked() const { return m_kept && m_mask && !m_value.isEmpty(); }
    void showMasked();
    int m_most;
    std::function<QString(const QString&)> m_mask;
    QString m_value;
    bool m_kept = false;
    bool m_replacing = false;  ///< The cursor is in a masked field.
};

/// Several lines of a form, under the same rule; Tab goes on to the next field.
class TextBox : public QPlainTextEdit {
    Q_OBJECT
  public:
    explicit TextBox(int mostCharacters, QWidget* parent = nullptr);
    QString value() const { return m_value; }
    void setValue(const QString& value);

  Q_SIGNALS:
    void valueEdited(const QString& value);
    void refused(const QString& sentence);
    /// The cursor left, or Ctrl+Enter.
    void editingFinished();

  protected:
    bool canInsertFromMimeData(const QMimeData* source) const override;
    void insertFromMimeData(const QMimeData* source) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    void take();
    int m_most;
    QString m_value;
};

}  // namespace app
