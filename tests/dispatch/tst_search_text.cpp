// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <random>

#include "dispatch/search_text.h"
#include "tests/support/seed.h"

using namespace dispatch;

/// What a search for words means, without an index.
class TestSearchText : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void lettersAndFullWidthFormsAreAlike();
    void everythingElseStaysAsItStands();
    void bytesThatAreNoTextMatchNoText();
    void wordsStandBetweenWhiteSpaceOfAnyKind();
    void everyWordMustStandInOneField();
    void pairsStandSideBySideAndHoldNoWhiteSpace();
    void noMatchLacksAGramThatIsWanted();
    void spansRiseWithTime();
};

void TestSearchText::lettersAndFullWidthFormsAreAlike() {
    QVERIFY(foldText("AbZ[z") == U"abz[z");
    QVERIFY(foldText("ＡｂＺ１２！～　") == U"abz12!~ ");
    QVERIFY(foldText("投诉，Ａ座") == U"投诉,a座");
}

void TestSearchText::everythingElseStaysAsItStands() {
    QVERIFY(foldText("Éé e\u0301 😀 \U0002A6D6") == U"Éé e\u0301 😀 \U0002A6D6");
    QVERIFY(foldText(std::string("a\0b", 3)) == std::u32string(U"a\0b", 3));
}

void TestSearchText::bytesThatAreNoTextMatchNoText() {
    QVERIFY(foldText("a\xFFz") == std::u32string({U'a', 0xDCFF, U'z'}));
    // Overlong, a surrogate, beyond Unicode, cut off: each byte for itself.
    QCOMPARE(foldText("\xC0\xAF").size(), std::size_t{2});
    QCOMPARE(foldText("\xED\xA0\x80").size(), std::size_t{3});
    QCOMPARE(foldText("\xF4\x90\x80\x80").size(), std::size_t{4});
    QVERIFY(foldText("\xE6\x8A") == std::u32string({0xDCE6, 0xDC8A}));
    QVERIFY(foldText("\xE6\x8A投") == std::u32string({0xDCE6, 0xDC8A, U'投'}));
}

void TestSearchText::wordsStandBetweenWhiteSpaceOfAnyKind() {
    using Words = std::vector<std::u32string>;
    QVERIFY(searchWords("  投诉　噪音\t12\u00A0ab\u2003c\n") ==
            (Words{U"投诉", U"噪音", U"12", U"ab", U"c"}));
    QVERIFY(searchWords("噪音 噪音 ABC abc ＡＢＣ") == (Words{U"噪音", U"abc"}));
    QVERIFY(searchWords(" \u3000\u2028").empty());
    // A joiner of width zero is none.
    QVERIFY(searchWords("a\u200Bb") == (Words{U"a\u200Bb"}));
}

void TestSearchText::everyWordMustStandInOneField() {
    Case record;
    record.code = "A-17";
    record.title = "夜间噪音";
    record.text = "施工 扰民";
    record.placeText = "人民路 3 号";
    record.result = "已处理";
    record.answered = "电话";
    for (const char* found :
         {"a-17", "噪", "夜间噪音", "扰民 噪音", "路 号", "３", "已处理", "", "工"})
        QVERIFY2(matches(record, found), found);
    for (const char* none : {"电话", "音施", "施工扰民", "噪音 电话", "17夜", "噪间"})
        QVERIFY2(!matches(record, none), none);
}

void TestSearchText::pairsStandSideBySideAndHoldNoWhiteSpace() {
    const auto gram = [](char32_t first, char32_t second) {
        return (static_cast<Gram>(first) << 21) | static_cast<Gram>(second);
    };
    std::vector<Gram> wanted{gram('a', 0), gram('b', 0), gram('a', 'b'), gram('b', 'a')};
    std::sort(wanted.begin(), wanted.end());
    QVERIFY(gramsOf(U"aba b") == wanted);
    QVERIFY(gramsWanted({U"a", U"ab"}) == (std::vector<Gram>{gram('a', 0), gram('a', 'b')}));
    QVERIFY(gramsOf(U"").empty());
}

void TestSearchText::noMatchLacksAGramThatIsWanted() {
    std::mt19937_64 random(support::seed("search text"));
    const std::u32string letters = U"投诉噪a1 😀\u0301";
    const auto some = [&](std::size_t most) {
        std::u32string made;
        for (std::size_t n = random() % (most + 1); n > 0; --n)
            made += letters[random() % letters.size()];
        return made;
    };
    int held = 0;
    for (int round = 0; round < 3000; ++round) {
        const std::u32string text = some(12);
        const std::u32string word = some(3);
        if (word.empty() || word.find(U' ') != std::u32string::npos) continue;
        if (!holdsWords(text, {word})) continue;
        ++held;
        const auto has = gramsOf(text);
        const auto wants = gramsWanted({word});
        QVERIFY(!wants.empty());
        QVERIFY(std::includes(has.begin(), has.end(), wants.begin(), wants.end()));
    }
    QVERIFY(held > 100);
}

void TestSearchText::spansRiseWithTime() {
    std::int64_t before = -1;
    for (const std::int64_t at :
         {std::numeric_limits<std::int64_t>::min(), std::int64_t{0}, kFirstSearchSpan,
          kFirstSearchSpan + kSearchSpanSeconds - 1, kFirstSearchSpan + kSearchSpanSeconds,
          std::int64_t{1'700'000'000}, std::int64_t{9'000'000'000},
          std::numeric_limits<std::int64_t>::max()}) {
        const std::int64_t span = searchSpan(Seconds{std::chrono::seconds(at)});
        QVERIFY(span >= before && span >= 0 && span < 1024);
        before = span;
    }
    QCOMPARE(searchSpan(Seconds{std::chrono::seconds(kFirstSearchSpan + kSearchSpanSeconds)}), 1);
    QCOMPARE(before, 1023);
}

QTEST_APPLESS_MAIN(TestSearchText)
#include "tst_search_text.moc"
