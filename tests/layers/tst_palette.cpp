// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <cmath>

#include "layers/symbols/palette.h"
#include "layers/symbols/symbol.h"
#include "layers/theme.h"

using namespace layers;

/// Everybody can read it: contrast, colour-blindness, and one place for every colour.
class TestPalette : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void textIsReadableOnEverySurface();
    void statusIsReadable();
    void symbolsStandOutFromTheGround();
    void whatAColourBlindEyeConfusesHasAnotherShape();
    void everyTokenASymbolNamesExists();
    void aStyleSheetIsFilled();
    void noColourIsWrittenElsewhere();
};

namespace {

using Rgb = std::array<double, 3>;

QColor colour(std::string_view token, Ink ink) {
    const auto rgb = rgbOf(token, ink);
    return rgb ? QColor::fromRgb(*rgb) : QColor();
}

double linear(double c) {
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

Rgb linearOf(QColor c) {
    return {linear(c.redF()), linear(c.greenF()), linear(c.blueF())};
}

/// WCAG 2 contrast ratio.
double contrast(QColor a, QColor b) {
    const auto light = [](QColor c) {
        const Rgb l = linearOf(c);
        return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2];
    };
    const double x = light(a), y = light(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

/// Machado, Oliveira, Fernandes 2009, severity 1.0, on linear light.
const std::array<std::array<double, 9>, 3> kEyes{{
    {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
    {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
    {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
}};

Rgb seenBy(const std::array<double, 9>& eye, QColor c) {
    const Rgb l = linearOf(c);
    Rgb out{};
    for (std::size_t i = 0; i < 3; ++i)
        out[i] =
            std::clamp(eye[3 * i] * l[0] + eye[3 * i + 1] * l[1] + eye[3 * i + 2] * l[2], 0.0, 1.0);
    return out;
}

Rgb labOf(const Rgb& l) {
    const double x = (0.4124564 * l[0] + 0.3575761 * l[1] + 0.1804375 * l[2]) / 0.95047;
    const double y = 0.2126729 * l[0] + 0.7151522 * l[1] + 0.0721750 * l[2];
    const double z = (0.0193339 * l[0] + 0.1191920 * l[1] + 0.9503041 * l[2]) / 1.08883;
    const auto f = [](double t) {
        return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    };
    return {116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))};
}

/// CIEDE2000 (Sharma, Wu, Dalal 2005).
double difference(const Rgb& a, const Rgb& b) {
    const double c1 = std::hypot(a[1], a[2]), c2 = std::hypot(b[1], b[2]);
    const double mean7 = std::pow((c1 + c2) / 2, 7);
    const double g = 0.5 * (1 - std::sqrt(mean7 / (mean7 + std::pow(25.0, 7))));
    const double a1 = (1 + g) * a[1], a2 = (1 + g) * b[1];
    const double k1 = std::hypot(a1, a[2]), k2 = std::hypot(a2, b[2]);
    const auto hue = [](double x, double y) {
        if (x == 0 && y == 0) return 0.0;
        const double h = std::atan2(y, x) * 180 / M_PI;
        return h < 0 ? h + 360 : h;
    };
    const double h1 = hue(a1, a[2]), h2 = hue(a2, b[2]);
    double dh = h2 - h1;
    if (k1 * k2 == 0)
        dh = 0;
    else if (dh > 180)
        dh -= 360;
    else if (dh < -180)
        dh += 360;
    const double dL = b[0] - a[0], dC = k2 - k1;
    const double dH = 2 * std::sqrt(k1 * k2) * std::sin(dh / 2 * M_PI / 180);
    const double L = (a[0] + b[0]) / 2, C = (k1 + k2) / 2;
    double h = h1 + h2;
    if (k1 * k2 != 0) {
        if (std::abs(h1 - h2) <= 180)
            h /= 2;
        else
            h = h < 360 ? (h + 360) / 2 : (h - 360) / 2;
    }
    const auto cosd = [](double d) { return std::cos(d * M_PI / 180); };
    const double t = 1 - 0.17 * cosd(h - 30) + 0.24 * cosd(2 * h) + 0.32 * cosd(3 * h + 6) -
                     0.20 * cosd(4 * h - 63);
    const double c7 = std::pow(C, 7);
    const double rc = 2 * std::sqrt(c7 / (c7 + std::pow(25.0, 7)));
    const double sl = 1 + 0.015 * (L - 50) * (L - 50) / std::sqrt(20 + (L - 50) * (L - 50));
    const double sc = 1 + 0.045 * C, sh = 1 + 0.015 * C * t;
    const double rt = -std::sin(60 * std::exp(-std::pow((h - 275) / 25, 2)) * M_PI / 180) * rc;
    return std::sqrt(std::pow(dL / sl, 2) + std::pow(dC / sc, 2) + std::pow(dH / sh, 2) +
                     rt * dC / sc * dH / sh);
}

/// The least difference for any of the three eyes.
double worstDifference(QColor a, QColor b) {
    double worst = 1e9;
    for (const auto& eye : kEyes)
        worst = std::min(worst, difference(labOf(seenBy(eye, a)), labOf(seenBy(eye, b))));
    return worst;
}

constexpr std::string_view kSurfaces[] = {"s0", "s1", "s2", "s3"};
constexpr Ink kInks[] = {Ink::Hall, Ink::Desk, Ink::Print};

void demand(std::string_view text, std::string_view ground, Ink ink, double atLeast) {
    const double ratio = contrast(colour(text, ink), colour(ground, ink));
    QVERIFY2(ratio >= atLeast,
             qPrintable(QStringLiteral("%1 on %2 in theme %3: %4, at least %5")
                            .arg(QString::fromUtf8(text.data(), qsizetype(text.size())),
                                 QString::fromUtf8(ground.data(), qsizetype(ground.size())))
                            .arg(int(ink))
                            .arg(ratio)
                            .arg(atLeast)));
}

}  // namespace

void TestPalette::textIsReadableOnEverySurface() {
    for (const Ink ink : kInks)
        for (const auto surface : kSurfaces) {
            demand("t1", surface, ink, 11.5);
            demand("t2", surface, ink, 6.9);
            demand("t3", surface, ink, 4.9);
            demand("l3", surface, ink, 3.0);
            demand("focus", surface, ink, 6.0);
            demand("accent.ink", surface, ink, 4.5);
        }
    for (const Ink ink : kInks) {
        demand("accent.on", "accent.fill", ink, 4.5);
        demand("accent.on", "accent.hover", ink, 4.4);
        demand("t1", "selection.bg", ink, 7);
        demand("t2", "selection.bg", ink, 4.5);
    }
}

void TestPalette::statusIsReadable() {
    for (const Ink ink : kInks)
        for (const char* status : {"ok", "warn", "late", "supervised", "suspended"}) {
            const std::string base = std::string("status.") + status;
            for (const auto surface : kSurfaces) demand(base + ".ink", surface, ink, 4.5);
            demand(base + ".on", base + ".fill", ink, 4.5);
            demand(base + ".ink", base + ".tint", ink, 4.5);
        }
}

void TestPalette::symbolsStandOutFromTheGround() {
    for (const Ink ink : kInks)
        for (const std::string_view ground :
             {"map.land", "map.water", "map.green", "map.building"}) {
            for (const char* kind :
                 {"gridworker", "parttime", "head", "police", "patrol", "volunteer", "department"})
                demand(std::string("responder.") + kind, ground, ink, 3.0);
            for (const char* status : {"ok", "warn", "late", "supervised", "suspended"})
                demand(std::string("status.") + status + ".ink", ground, ink, 3.0);
            demand("age.stale", ground, ink, 3.0);
            demand("map.label", ground, ink, 4.5);
        }
}

void TestPalette::whatAColourBlindEyeConfusesHasAnotherShape() {
    // Pairs below 10 must differ in silhouette; only full- and part-time share one, by size.
    struct Kind {
        dispatch::ResponderKind kind;
    };
    for (const Ink ink : {Ink::Hall, Ink::Desk})
        for (int a = 0; a < 7; ++a)
            for (int b = a + 1; b < 7; ++b) {
                const auto first = dispatch::ResponderKind(a), second = dispatch::ResponderKind(b);
                const std::string one = "responder." + std::string(word(first));
                const std::string two = "responder." + std::string(word(second));
                if (worstDifference(colour(one, ink), colour(two, ink)) >= 10) continue;
                const Symbol x = responderSymbol(first, dispatch::FixAge::Fresh, false);
                const Symbol y = responderSymbol(second, dispatch::FixAge::Fresh, false);
                QVERIFY2(x.front().path != y.front().path, one.c_str());
            }
    for (const Ink ink : {Ink::Hall, Ink::Desk}) {
        int apart = 0;
        const char* all[] = {"ok", "warn", "late", "supervised", "suspended"};
        for (int a = 0; a < 5; ++a)
            for (int b = a + 1; b < 5; ++b) {
                const std::string one = std::string("status.") + all[a] + ".ink";
                const std::string two = std::string("status.") + all[b] + ".ink";
                const bool byColour = worstDifference(colour(one, ink), colour(two, ink)) >= 10;
                apart += byColour;
                QVERIFY(byColour || clockGlyph(ClockMark(a)).front().path !=
                                        clockGlyph(ClockMark(b)).front().path);
            }
        QVERIFY2(apart >= 7, qPrintable(QString::number(apart)));
    }
}

void TestPalette::everyTokenASymbolNamesExists() {
    const auto check = [](const Symbol& symbol) {
        for (const Part& part : symbol)
            for (const std::string_view token : {part.fill, part.line})
                QVERIFY2(token.empty() || rgbOf(token, Ink::Hall), std::string(token).c_str());
    };
    for (int kind = 0; kind < 7; ++kind)
        for (int age = 0; age < 3; ++age)
            check(responderSymbol(dispatch::ResponderKind(kind), dispatch::FixAge(age), true));
    for (int clock = 0; clock < 5; ++clock) {
        check(clockGlyph(ClockMark(clock)));
        for (int stage = 0; stage < 6; ++stage)
            check(caseSymbol(dispatch::Risk::High, ClockMark(clock), StageMark(stage)));
    }
    for (int state = 0; state < 5; ++state) check(workStateBadge(dispatch::WorkState(state)));
    check(postSymbol());
    check(centreSymbol(4));
    check(cameraSymbol());
}

void TestPalette::aStyleSheetIsFilled() {
    QCOMPARE(
        Theme::desk().fill(QStringLiteral("color:@t1@;border:1px solid @accent.fill@")),
        QStringLiteral("color:%1;border:1px solid %2")
            .arg(Theme::desk().color(u"t1").name(), Theme::desk().color(u"accent.fill").name()));
}

void TestPalette::noColourIsWrittenElsewhere() {
    static const QRegularExpression literal(QStringLiteral(
        "\"#[0-9a-fA-F]{3,8}\"|#[0-9a-fA-F]{6}\\b|QColor\\s*\\(\\s*\\d|qRgba?\\s*\\(\\s*\\d|"
        "Qt::(red|green|blue|black|white|gray|yellow|cyan|magenta|dark[A-Z]\\w+|lightGray)\\b"));
    int files = 0;
    for (const char* folder : {"app", "layers"}) {
        QDirIterator it(QStringLiteral(GRIDHALL_SOURCE_DIR "/") + QString::fromLatin1(folder),
                        {QStringLiteral("*.h"), QStringLiteral("*.cpp"), QStringLiteral("*.qss"),
                         QStringLiteral("*.ui")},
                        QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            ++files;
            int line = 0;
            while (!file.atEnd()) {
                ++line;
                const QString text = QString::fromUtf8(file.readLine());
                QVERIFY2(!literal.match(text).hasMatch(),
                         qPrintable(
                             QStringLiteral("%1:%2: %3").arg(file.fileName()).arg(line).arg(text)));
            }
        }
    }
    QVERIFY(files > 40);
}

QTEST_APPLESS_MAIN(TestPalette)
#include "tst_palette.moc"
