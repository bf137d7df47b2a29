// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

namespace app {

/// The pinyin initials of a name, as people type them: "人民路" is "rml", "清渠1号网格" "qq1hwg".
///
/// Letters and digits stand for themselves in lower case, anything else is left out. A character of
/// several readings that names of places and people use (重 长 行 乐 …) fits each of them: no
/// dictionary of words is asked which one is meant.
///
/// @thread any.
class Initials {
  public:
    Initials() = default;
    explicit Initials(QStringView name);

    bool isEmpty() const { return m_first.isEmpty(); }
    /// Whether there is a Chinese character in the name: other names are found by their letters.
    bool isChinese() const { return m_isChinese; }
    /// By the commonest reading of each character.
    const QString& text() const { return m_first; }
    /// @param typed Lower-case letters and digits; each fits any reading of its character.
    bool equals(QStringView typed) const;
    bool beginsWith(QStringView typed) const;
    bool contains(QStringView typed) const;

  private:
    bool fitsAt(qsizetype from, QStringView typed) const;
    QString m_first;
    QString m_others;  ///< As many: the second reading, a blank where there is none.
    bool m_isChinese = false;
};

/// Whether a person may mean initials: 2 to 24 Latin letters and digits, a letter among them.
bool mayBeInitials(QStringView typed);

}  // namespace app
