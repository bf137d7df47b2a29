// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/intake/text_field.h"

#include <QCoreApplication>
#include <QMimeData>
#include <QSignalBlocker>

#include "app/text/figures.h"

namespace app {
namespace {

class FieldWords {
    Q_DECLARE_TR_FUNCTIONS(FieldWords)
};

}  // namespace

QString textRefusal(const QString& text, qsizetype mostCharacters, bool lines) {
    if (text.size() > mostCharacters)
        return FieldWords::tr("Not taken: longer than %1 characters.")
            .arg(countText(mostCharacters));
    if (!text.isValidUtf16()) return FieldWords::tr("Not taken: it holds half a character.");
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        const bool isBreak = c == u'\n' || c == u'\t';
        if ((c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0) && c != 0x2028 && c != 0x2029) ||
            (lines && isBreak))
            continue;
        if (isBreak || c == u'\r' || c == 0x2028 || c == 0x2029)
            return FieldWords::tr("Not taken: a line break at character %1; this is one line.")
                .arg(i + 1);
        return FieldWords::tr("Not taken: the control character U+%1 at character %2.")
            .arg(QString::number(c, 16).rightJustified(4, QLatin1Char('0')).toUpper())
            .arg(i + 1);
    }
    return {};
}

TextField::TextField(int mostCharacters, QWidget* parent)
    : QLineEdit(parent), m_most(mostCharacters) {
    // One more than may be: what is longer is seen to be too long and not cut in silence.
    setMaxLength(mostCharacters + 1);
    connect(this, &QLineEdit::textEdited, this, &TextField::take);
}

void TextField::take(const QString& typed) {
    const QString refusal = textRefusal(typed, m_most, false);
    if (!refusal.isEmpty()) {
        setText(m_replacing ? QString() : m_value);
        Q_EMIT refused(refusal);
        return;
    }
    m_replacing = false;
    m_kept = false;
    setPlaceholderText({});
    m_value = typed;
    Q_EMIT valueEdited(typed);
}

void TextField::setKept(bool kept) {
    m_kept = kept;
    if (isMasked() && !hasFocus()) showMasked();
}

void TextField::showMasked() {
    setText(m_mask(m_value));
    setCursorPosition(0);
}

void TextField::setValue(const QString& value) {
    m_value = value;
    m_kept = false;
    m_replacing = false;
    setPlaceholderText({});
    setText(value);
}

void TextField::focusInEvent(QFocusEvent* event) {
    if (isMasked()) {
        m_replacing = true;
        setPlaceholderText(m_mask(m_value));
        clear();
    }
    QLineEdit::focusInEvent(event);
}

void TextField::focusOutEvent(QFocusEvent* event) {
    if (isMasked()) {
        m_replacing = false;
        showMasked();
    }
    QLineEdit::focusOutEvent(event);
}

TextBox::TextBox(int mostCharacters, QWidget* parent)
    : QPlainTextEdit(parent), m_most(mostCharacters) {
    setTabChangesFocus(true);
    connect(this, &QPlainTextEdit::textChanged, this, &TextBox::take);
}

void TextBox::setValue(const QString& value) {
    const QSignalBlocker quiet(this);
    m_value = value;
    setPlainText(value);
}

void TextBox::take() {
    const QString typed = toPlainText();
    if (typed == m_value) return;
    const QString refusal = textRefusal(typed, m_most, true);
    if (!refusal.isEmpty()) {
        setValue(m_value);
        moveCursor(QTextCursor::End);
        Q_EMIT refused(refusal);
        return;
    }
    m_value = typed;
    Q_EMIT valueEdited(typed);
}

bool TextBox::canInsertFromMimeData(const QMimeData* source) const {
    return source->hasText();
}

void TextBox::insertFromMimeData(const QMimeData* source) {
    QString words = source->text();
    words.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    const qsizetype room = m_most - m_value.size() + textCursor().selectedText().size();
    const QString refusal = words.size() > room
                                ? textRefusal(QString(m_most + 1, u' '), m_most, true)
                                : textRefusal(words, m_most, true);
    if (refusal.isEmpty())
        textCursor().insertText(words);
    else
        Q_EMIT refused(refusal);
}

void TextBox::focusOutEvent(QFocusEvent* event) {
    QPlainTextEdit::focusOutEvent(event);
    Q_EMIT editingFinished();
}

}  // namespace app
