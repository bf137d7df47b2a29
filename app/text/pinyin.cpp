// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/text/pinyin.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <QHash>
#include <QMutex>
#include <memory>

namespace app {
namespace {

/// Second readings that begin with another letter and occur in names of places, units and people.
struct OtherReading {
    char16_t character;
    char initial;
};
constexpr OtherReading kOtherReadings[] = {
    {u'重', 'c'}, {u'长', 'z'}, {u'长', 'c'}, {u'行', 'h'}, {u'乐', 'y'}, {u'朝', 'z'},
    {u'厦', 'x'}, {u'曾', 'z'}, {u'单', 's'}, {u'解', 'x'}, {u'仇', 'q'}, {u'查', 'z'},
    {u'盛', 'c'}, {u'区', 'o'}, {u'会', 'k'}, {u'调', 't'}, {u'车', 'j'}, {u'校', 'j'},
    {u'降', 'x'}, {u'藏', 'z'}, {u'传', 'z'}, {u'弹', 't'}, {u'石', 'd'}, {u'参', 's'},
    {u'省', 'x'}, {u'术', 'z'}, {u'柏', 'b'}, {u'朴', 'p'}, {u'贾', 'g'}, {u'尉', 'y'},
    {u'种', 'c'}, {u'折', 's'}, {u'秘', 'b'}, {u'番', 'p'}, {u'阿', 'e'}, {u'铅', 'y'},
    {u'蚌', 'b'}, {u'牟', 'm'}, {u'圩', 'x'}, {u'埔', 'b'}, {u'埠', 'b'}, {u'荥', 'x'},
    {u'葛', 'g'}, {u'系', 'j'}, {u'角', 'j'}, {u'便', 'p'}, {u'给', 'j'}, {u'卡', 'q'},
    {u'奇', 'j'},
};

/// Asks ICU once for each character and keeps the answer.
class Readings {
  public:
    Readings() {
        UErrorCode fault = U_ZERO_ERROR;
        m_latin.reset(icu::Transliterator::createInstance("Han-Latin; Latin-ASCII; Lower",
                                                          UTRANS_FORWARD, fault));
        if (U_FAILURE(fault)) m_latin.reset();
    }

    /// @return 0 where it has no reading.
    char of(char32_t character) {
        const QMutexLocker guard(&m_lock);
        const auto known = m_known.constFind(character);
        if (known != m_known.constEnd()) return *known;
        char initial = 0;
        if (m_latin) {
            icu::UnicodeString read(static_cast<UChar32>(character));
            m_latin->transliterate(read);
            const char16_t letter = read.charAt(0);
            if (letter >= u'a' && letter <= u'z') initial = static_cast<char>(letter);
        }
        m_known.insert(character, initial);
        return initial;
    }

  private:
    QMutex m_lock;
    std::unique_ptr<icu::Transliterator> m_latin;
    QHash<char32_t, char> m_known;
};

char otherReading(char32_t character, char first) {
    for (const OtherReading& other : kOtherReadings)
        if (other.character == character && other.initial != first) return other.initial;
    return ' ';
}

}  // namespace

Initials::Initials(QStringView name) {
    static Readings readings;
    const auto characters = name.toUcs4();
    for (const uint character : characters) {
        if (QChar::script(character) == QChar::Script_Han) {
            const char initial = readings.of(character);
            if (initial == 0) continue;
            m_isChinese = true;
            m_first += QLatin1Char(initial);
            m_others += QLatin1Char(otherReading(character, initial));
        } else if (character < 0x10000 && QChar::isLetterOrNumber(character)) {
            m_first += QChar(static_cast<char16_t>(QChar::toLower(character)));
            m_others += QLatin1Char(' ');
        }
    }
}

bool Initials::fitsAt(qsizetype from, QStringView typed) const {
    if (typed.isEmpty() || from + typed.size() > m_first.size()) return false;
    for (qsizetype i = 0; i < typed.size(); ++i)
        if (m_first[from + i] != typed[i] && m_others[from + i] != typed[i]) return false;
    return true;
}

bool Initials::equals(QStringView typed) const {
    return typed.size() == m_first.size() && fitsAt(0, typed);
}

bool Initials::beginsWith(QStringView typed) const {
    return fitsAt(0, typed);
}

bool Initials::contains(QStringView typed) const {
    for (qsizetype from = 0; from + typed.size() <= m_first.size(); ++from)
        if (fitsAt(from, typed)) return true;
    return false;
}

bool mayBeInitials(QStringView typed) {
    if (typed.size() < 2 || typed.size() > 24) return false;
    bool letter = false;
    for (const QChar c : typed) {
        const char16_t code = c.toLower().unicode();
        if (code >= u'a' && code <= u'z')
            letter = true;
        else if (code < u'0' || code > u'9')
            return false;
    }
    return letter;
}

}  // namespace app
