// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QFile>
#include <QTest>
#include <random>

#include "dispatch/work_calendar.h"
#include "tests/support/seed.h"
#include "tests/support/test_data.h"

using namespace dispatch;
using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::seconds;

namespace {

const ZoneTable kChina = {{Seconds{}, 8h}};

/// Berlin's rows around 2025: summer time from 30 March to 26 October, each at 01:00 UTC.
const ZoneTable kBerlin = {{Seconds{}, 1h}, {Seconds{1743296400s}, 2h}, {Seconds{1761440400s}, 1h}};

WorkCalendar shippedCalendar() {
    QFile file(QStringLiteral(GRIDHALL_SOURCE_DIR "/resources/defaults/calendar.csv"));
    if (!file.open(QIODevice::ReadOnly)) qFatal("no calendar.csv");
    auto read = readWorkCalendar(file.readAll().toStdString());
    if (!read) qFatal("%s", read.error().detail.c_str());
    read->zone = kChina;
    return *read;
}

WorkCalendar calendarOf(const char* table, const ZoneTable& zone) {
    auto read = readWorkCalendar(table);
    if (!read) qFatal("%s", read.error().detail.c_str());
    read->zone = zone;
    return *read;
}

/// "2024-02-08 10:00" in a zone.
Seconds at(const ZoneTable& zone, const QString& wall) {
    const QDateTime read =
        QDateTime::fromString(wall + QStringLiteral("Z"), QStringLiteral("yyyy-MM-dd HH:mmt"));
    if (!read.isValid()) qFatal("%s", qPrintable(wall));
    return momentOf(zone, local_seconds{seconds(read.toSecsSinceEpoch())});
}

Seconds at(const ZoneTable& zone, const char* wall) {
    return at(zone, QString::fromUtf8(wall));
}

QString wallText(const ZoneTable& zone, std::optional<Seconds> moment) {
    if (!moment) return QStringLiteral("never");
    const auto wall = localTime(zone, *moment).time_since_epoch().count();
    const QDateTime time = QDateTime::fromSecsSinceEpoch(wall, Qt::UTC);
    return time.toString(time.time().second() ? QStringLiteral("yyyy-MM-dd HH:mm:ss")
                                              : QStringLiteral("yyyy-MM-dd HH:mm"));
}

Allowed allowed(const char* text) {
    const auto read = readAllowed(text);
    if (!read) qFatal("%s", read.error().detail.c_str());
    return *read;
}

/// Whether a moment counts, asked of its wall time alone.
std::optional<local_days> dayOf(const WorkCalendar& calendar, LimitUnit unit, Seconds moment) {
    const local_seconds wall = localTime(calendar.zone, moment);
    const local_days today = std::chrono::floor<days>(wall);
    for (const local_days day : {today, today - days(1)}) {
        const std::vector<Span>* spans = &calendar.emergency;
        if (unit != LimitUnit::EmergencyHours) {
            if (!calendar.isWorkday(day)) continue;
            spans = &calendar.hours[std::chrono::weekday(day).iso_encoding() - 1];
            if (spans->empty()) spans = &calendar.hours[0];
        }
        for (const Span& span : *spans)
            if (wall >= local_seconds{day} + span.from && wall < local_seconds{day} + span.until)
                return day;
    }
    return std::nullopt;
}

seconds slowlyUsed(const WorkCalendar& calendar, LimitUnit unit, Seconds from, Seconds until) {
    seconds used{};
    for (Seconds minute = from; minute < until; minute += 1min)
        if (dayOf(calendar, unit, minute)) used += 1min;
    return used;
}

Seconds slowlyReached(const WorkCalendar& calendar, LimitUnit unit, Seconds from, seconds need) {
    for (Seconds minute = from;; minute += 1min) {
        if (need <= 0s) return minute;
        if (dayOf(calendar, unit, minute)) need -= 1min;
    }
}

/// Work days minute by minute: each day's worked time as a part of 24 h.
seconds slowlyUsedDays(const WorkCalendar& calendar, Seconds from, Seconds until) {
    struct Worked {
        std::int64_t whole = 0, before = 0, within = 0;
    };
    std::map<local_days, Worked> all;
    for (Seconds minute = from - days(3); minute < until + days(3); minute += 1min) {
        const auto day = dayOf(calendar, LimitUnit::WorkDays, minute);
        if (!day) continue;
        Worked& worked = all[*day];
        worked.whole += 60;
        if (minute < from) worked.before += 60;
        if (minute < until) worked.within += 60;
    }
    seconds used{};
    for (const auto& [day, worked] : all)
        used +=
            seconds(worked.within * 86'400 / worked.whole - worked.before * 86'400 / worked.whole);
    return used;
}

class Random {
  public:
    explicit Random(std::uint64_t seed) : m_engine(seed) {}
    int whole(int least, int most) {
        return std::uniform_int_distribution<int>(least, most)(m_engine);
    }
    /// Hours of one day by the minute, sometimes with a night.
    std::vector<Span> spans() {
        std::vector<Span> made;
        int minute = whole(300, 600);
        for (int i = whole(1, 3); i > 0; --i) {
            const int end = minute + whole(1, 300);
            made.push_back({std::chrono::minutes(minute), std::chrono::minutes(end)});
            minute = end + whole(1, 120);
        }
        if (whole(0, 3) == 0)
            made.push_back({std::chrono::minutes(minute), std::chrono::minutes(1440 + 200)});
        while (!made.empty() && made.back().from >= days(1)) made.pop_back();
        made.back().until = std::min<seconds>(made.back().until, 1640min);
        return made;
    }
    WorkCalendar calendar(Seconds around) {
        WorkCalendar made;
        for (auto& hours : made.hours)
            if (whole(0, 2)) hours = spans();
        if (made.hours[0].empty()) made.hours[0] = spans();
        made.emergency = spans();
        const local_days first = local_days{std::chrono::floor<days>(around).time_since_epoch()};
        for (int i = 0; i < 12; ++i) made.exceptions[first + days(whole(-3, 30))] = whole(0, 1);
        const seconds base = std::chrono::minutes(15 * whole(-44, 52));
        const seconds more = std::chrono::minutes(30 * whole(1, 3));
        made.zone = {{Seconds{}, base}};
        // Springs at 01:00 to 02:30 at most, autumns at 03:00: no day begins twice.
        for (int day = whole(0, 5); day < 40; day += whole(3, 9)) {
            const bool summer = made.zone.back().offset == base;
            const local_seconds wall = local_seconds{first} + days(day) + (summer ? 1h : 3h);
            made.zone.push_back({Seconds{wall.time_since_epoch() - made.zone.back().offset},
                                 summer ? base + more : base});
        }
        return made;
    }
    Seconds moment(Seconds first, int spanDays) {
        return std::chrono::floor<std::chrono::minutes>(first) +
               std::chrono::minutes(whole(0, spanDays * 1440));
    }

  private:
    std::mt19937_64 m_engine;
};

constexpr Seconds kSomeDay{1'700'006'400s};  // a midnight

}  // namespace

class TestWorkCalendar : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aTimeByTheClockIsReadAsPeopleTypeIt();
    void theShippedCalendarIsChinasOf2024And2025();
    void aLimitEndsWhereOneCountsItByHand_data();
    void aLimitEndsWhereOneCountsItByHand();
    void timeSpentBeforeASuspensionIsNotGivenTwice();
    void hoursElapseOverAChangeOfClocks();
    void daysKeepTheWallTimeOverAChangeOfClocks();
    void aWallTimeThatDoesNotExistIsTheMomentOfTheJump();
    void workAtNightIsShorterInSpringAndLongerInAutumn();
    void aNightBelongsToTheDayItBeginsOn();
    void aCalendarWithoutHoursNeverEnds();
    void aLimitOverYearsIsFoundAtOnce();
    void itCountsAsMinuteByMinute();
    void whatIsReachedIsUsedAndLaterNeverEndsEarlier();
    void aWrongTableIsRefusedByRow_data();
    void aWrongTableIsRefusedByRow();
    void limitsAreReadAsTheyAreWritten();
};

void TestWorkCalendar::theShippedCalendarIsChinasOf2024And2025() {
    const WorkCalendar calendar = shippedCalendar();
    QCOMPARE(calendar.knownYears(), (std::optional(std::pair(2024, 2025))));
    const QString path = support::testData("reference/calendar_cn_2024_2025.csv");
    if (path.isEmpty()) QSKIP(support::kNoTestData);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    file.readLine();
    std::size_t rows = 0;
    while (!file.atEnd()) {
        const QList<QByteArray> row = file.readLine().split(',');
        const QDate date = QDate::fromString(QString::fromUtf8(row.at(0)), Qt::ISODate);
        const local_days day{days(QDate(1970, 1, 1).daysTo(date))};
        const auto known = calendar.exceptions.find(day);
        QVERIFY2(known != calendar.exceptions.end(), row.at(0).constData());
        QVERIFY2(known->second == (row.at(1) == "work"), row.at(0).constData());
        ++rows;
    }
    QCOMPARE(calendar.exceptions.size(), rows);
    QCOMPARE(rows, std::size_t{69});
}

void TestWorkCalendar::aLimitEndsWhereOneCountsItByHand_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QByteArray>("limit");
    QTest::addColumn<double>("share");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* from, const char* limit, const char* expected,
                        double share = 1) {
        QTest::newRow(name) << QString::fromUtf8(from) << QByteArray(limit) << share
                            << QString::fromUtf8(expected);
    };
    // Worked: Thu 8, Fri 9; off 10 to 17; worked Sun 18, Mon 19.
    row("Spring Festival 2024", "2024-02-08 10:00", "3 wd", "2024-02-19 10:00");
    row("the Sunday worked before it", "2024-02-02 17:00", "1 wd", "2024-02-04 17:00");
    // Worked: Sun 26, Mon 27; off from Tue 28 January to Tue 4 February.
    row("Spring Festival 2025", "2025-01-26 09:00", "2 wd", "2025-02-05 09:00");
    row("the Saturday worked after it", "2025-02-07 09:00", "1 wd", "2025-02-08 09:00");
    // Sun 29 September is worked: 16-18 is 2 h; Mon 30 has 3.5 h, then 14:30 + 2.5 h.
    row("National Day 2024, hours", "2024-09-29 16:00", "8 wh", "2024-09-30 17:00");
    row("National Day 2024, over it", "2024-09-30 17:30", "1 wh", "2024-10-08 09:00");
    // 8, 9, 10, 11 and the Saturday 12 October.
    row("National Day 2024, days", "2024-09-30 17:30", "5 wd", "2024-10-12 17:30");
    row("National Day 2025", "2025-09-30 11:00", "3 wd", "2025-10-11 11:00");
    row("over a weekend", "2024-03-01 17:30", "1 wh", "2024-03-04 09:00");
    row("from a Saturday", "2024-03-02 11:00", "1 wd", "2024-03-05 08:30");
    row("from an opening", "2024-03-04 08:30", "2 wd", "2024-03-06 08:30");
    row("from noon's pause", "2024-03-04 13:00", "1 wd", "2024-03-05 14:30");
    row("hours end at the closing", "2024-03-04 14:30", "7 wh", "2024-03-05 12:00");
    row("80 % of five days", "2024-03-04 10:00", "5 wd", "2024-03-08 10:00", 0.8);
    row("80 % of one hour", "2024-03-04 10:00", "1 h", "2024-03-04 10:48", 0.8);
    row("80 % over noon", "2024-03-04 11:36", "1 wh", "2024-03-04 14:54", 0.8);
    row("emergency hours", "2024-03-04 20:00", "8 eh", "2024-03-05 13:00");
    row("emergency hours on a holiday", "2024-02-12 21:00", "2 eh", "2024-02-13 08:00");
    row("minutes at night", "2024-02-11 23:50", "30 min", "2024-02-12 00:20");
    row("days count holidays", "2024-02-09 15:00", "3 d", "2024-02-12 15:00");
    row("29 February is a day", "2024-02-28 10:00", "2 wd", "2024-03-01 10:00");
    row("no 29 February", "2023-02-28 10:00", "2 d", "2023-03-02 10:00");
    row("2100 has none", "2100-02-26 10:00", "1 wd", "2100-03-01 10:00");
    row("the second 2^31", "2038-01-19 11:00", "1 wd", "2038-01-20 11:00");
    row("hours over 2^31", "2038-01-19 11:00", "4 wh", "2038-01-19 17:30");
    row("a limit past 2038", "2037-12-31 10:00", "10 wd", "2038-01-14 10:00");
    row("past the last year known", "2026-10-01 10:00", "1 wd", "2026-10-02 10:00");
}

void TestWorkCalendar::aLimitEndsWhereOneCountsItByHand() {
    QFETCH(QString, from);
    QFETCH(QByteArray, limit);
    QFETCH(double, share);
    const WorkCalendar calendar = shippedCalendar();
    const auto end = reached(calendar, allowed(limit.constData()), share, at(kChina, from));
    QTEST(wallText(kChina, end), "expected");
}

void TestWorkCalendar::timeSpentBeforeASuspensionIsNotGivenTwice() {
    const WorkCalendar calendar = shippedCalendar();
    const Allowed limit = allowed("3 wd");
    // A day and a half used up by Tuesday 14:30 plus; it goes on on Friday.
    const seconds spent = usedBetween(calendar, limit.unit, at(kChina, "2024-03-04 08:30"),
                                      at(kChina, "2024-03-05 12:00"));
    QCOMPARE(spent, seconds(36h));
    QCOMPARE(wallText(kChina, reached(calendar, limit, 1, at(kChina, "2024-03-08 14:30"), spent)),
             QStringLiteral("2024-03-12 08:30"));
    QCOMPARE(wallText(kChina, reached(calendar, limit, 0.4, at(kChina, "2024-03-08 14:30"), spent)),
             QStringLiteral("2024-03-08 14:30"));
}

void TestWorkCalendar::hoursElapseOverAChangeOfClocks() {
    const WorkCalendar calendar = calendarOf("hours,1-5,09:00-17:00", kBerlin);
    const auto after = [&](const char* from) {
        return wallText(kBerlin, reached(calendar, allowed("24 h"), 1, at(kBerlin, from)));
    };
    QCOMPARE(after("2025-03-29 10:00"), QStringLiteral("2025-03-30 11:00"));
    QCOMPARE(after("2025-10-25 10:00"), QStringLiteral("2025-10-26 09:00"));
}

void TestWorkCalendar::daysKeepTheWallTimeOverAChangeOfClocks() {
    const WorkCalendar calendar = calendarOf("hours,*,09:00-17:00", kBerlin);
    const auto after = [&](const char* limit, const char* from) {
        return wallText(kBerlin, reached(calendar, allowed(limit), 1, at(kBerlin, from)));
    };
    QCOMPARE(after("1 d", "2025-03-29 10:00"), QStringLiteral("2025-03-30 10:00"));
    QCOMPARE(after("1 d", "2025-10-25 10:00"), QStringLiteral("2025-10-26 10:00"));
    QCOMPARE(after("1 wd", "2025-03-29 10:00"), QStringLiteral("2025-03-30 10:00"));
    QCOMPARE(after("3 wd", "2025-10-25 10:00"), QStringLiteral("2025-10-28 10:00"));
    QCOMPARE(after("9 wh", "2025-03-29 10:00"), QStringLiteral("2025-03-30 11:00"));
}

void TestWorkCalendar::aWallTimeThatDoesNotExistIsTheMomentOfTheJump() {
    const auto moment = [](const char* wall) { return at(kBerlin, wall).time_since_epoch(); };
    QCOMPARE(moment("2025-03-30 01:59"), 1743296400s - 60s);
    QCOMPARE(moment("2025-03-30 02:30"), 1743296400s);
    QCOMPARE(moment("2025-03-30 03:00"), 1743296400s);
    QCOMPARE(moment("2025-03-30 03:01"), 1743296400s + 60s);
    // 02:30 comes at 00:30 and at 01:30 UTC: the first counts.
    QCOMPARE(moment("2025-10-26 02:30"), 1761440400s - 30min);
    QCOMPARE(moment("2025-10-26 03:00"), 1761440400s + 1h);
    const WorkCalendar calendar = calendarOf("hours,1-5,09:00-17:00", kBerlin);
    const auto next = reached(calendar, allowed("1 d"), 1, at(kBerlin, "2025-03-29 02:30"));
    QCOMPARE(next->time_since_epoch(), 1743296400s);
    // From the second 02:30 the wall clock has been at 03:00 already.
    const auto second = reached(calendar, allowed("1 d"), 1, Seconds{1761440400s + 30min});
    QCOMPARE(wallText(kBerlin, second), QStringLiteral("2025-10-27 03:00"));
}

void TestWorkCalendar::workAtNightIsShorterInSpringAndLongerInAutumn() {
    const WorkCalendar calendar = calendarOf("hours,*,01:00-05:00", kBerlin);
    const auto worked = [&](const char* day) {
        const Seconds midnight = at(kBerlin, QString::fromUtf8(day) + QStringLiteral(" 00:00"));
        return usedBetween(calendar, LimitUnit::WorkHours, midnight, midnight + 12h);
    };
    QCOMPARE(worked("2025-03-29"), seconds(4h));
    QCOMPARE(worked("2025-03-30"), seconds(3h));
    QCOMPARE(worked("2025-10-26"), seconds(5h));
    // Both hours between two and three are within "02:00-03:00".
    const WorkCalendar twice = calendarOf("hours,*,02:00-03:00", kBerlin);
    QCOMPARE(usedBetween(twice, LimitUnit::WorkHours, at(kBerlin, "2025-10-26 00:00"),
                         at(kBerlin, "2025-10-26 12:00")),
             seconds(2h));
    // The day without that hour has nothing to work in.
    QCOMPARE(wallText(kBerlin, reached(twice, allowed("1 wh"), 1, at(kBerlin, "2025-03-29 02:30"))),
             QStringLiteral("2025-03-31 02:30"));
}

void TestWorkCalendar::aNightBelongsToTheDayItBeginsOn() {
    const WorkCalendar calendar =
        calendarOf("hours,5,22:00-06:00\noff,2024-03-08,feast\nwork,2024-03-16,exchanged", kChina);
    const auto worked = [&](const char* from, const char* until) {
        return usedBetween(calendar, LimitUnit::WorkHours, at(kChina, from), at(kChina, until));
    };
    // Friday the 1st goes on into Saturday; Friday the 8th is off, with the night that follows.
    QCOMPARE(worked("2024-03-01 00:00", "2024-03-02 00:00"), seconds(2h));
    QCOMPARE(worked("2024-03-02 00:00", "2024-03-02 12:00"), seconds(6h));
    QCOMPARE(worked("2024-03-08 00:00", "2024-03-10 00:00"), seconds(0));
    QCOMPARE(worked("2024-03-16 12:00", "2024-03-17 12:00"), seconds(8h));
    QCOMPARE(
        wallText(kChina, reached(calendar, allowed("9 wh"), 1, at(kChina, "2024-03-02 05:00"))),
        QStringLiteral("2024-03-16 06:00"));
    QCOMPARE(
        wallText(kChina, reached(calendar, allowed("9 wh"), 1, at(kChina, "2024-03-01 23:00"))),
        QStringLiteral("2024-03-16 00:00"));
}

void TestWorkCalendar::aCalendarWithoutHoursNeverEnds() {
    WorkCalendar calendar;
    QVERIFY(!reached(calendar, allowed("1 wh"), 1, kSomeDay));
    QVERIFY(!reached(calendar, allowed("1 wd"), 1, kSomeDay));
    QVERIFY(reached(calendar, allowed("1 d"), 1, kSomeDay));
    QCOMPARE(usedBetween(calendar, LimitUnit::WorkDays, kSomeDay, kSomeDay + days(900)),
             seconds(0));
}

void TestWorkCalendar::aLimitOverYearsIsFoundAtOnce() {
    WorkCalendar calendar = shippedCalendar();
    calendar.zone = kBerlin;
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 100; ++i) {
        const auto end = reached(calendar, allowed("2500 wd"), 1, kSomeDay + days(i));
        QVERIFY(end && *end > kSomeDay + days(3'400));
    }
    // Ten years each; minute by minute it would be half a thousand million steps.
    QVERIFY2(timer.elapsed() < 2'000, qPrintable(QString::number(timer.elapsed())));
}

void TestWorkCalendar::itCountsAsMinuteByMinute() {
    Random random(support::seed("work calendar"));
    for (int round = 0; round < support::soakCount(60, 2'000); ++round) {
        const WorkCalendar calendar = random.calendar(kSomeDay);
        const Seconds from = random.moment(kSomeDay, 15);
        const Seconds until = random.moment(from, 12);
        for (const LimitUnit unit : {LimitUnit::WorkHours, LimitUnit::EmergencyHours}) {
            const seconds used = usedBetween(calendar, unit, from, until);
            QCOMPARE(used, slowlyUsed(calendar, unit, from, until));
            const Allowed limit{random.whole(1, 20), unit};
            const seconds spent = std::chrono::minutes(random.whole(0, 59));
            const seconds need = std::chrono::hours(limit.amount) - spent;
            const auto end = reached(calendar, limit, 1, from, spent);
            QVERIFY(end);
            QCOMPARE(end->time_since_epoch(),
                     slowlyReached(calendar, unit, from, need).time_since_epoch());
        }
        QCOMPARE(usedBetween(calendar, LimitUnit::WorkDays, from, until),
                 slowlyUsedDays(calendar, from, until));
    }
}

void TestWorkCalendar::whatIsReachedIsUsedAndLaterNeverEndsEarlier() {
    Random random(support::seed("limits reached"));
    for (int round = 0; round < support::soakCount(1'500, 50'000); ++round) {
        const WorkCalendar calendar = random.calendar(kSomeDay);
        const auto unit = static_cast<LimitUnit>(random.whole(0, 5));
        const Allowed limit{random.whole(1, 9), unit};
        const Seconds from = random.moment(kSomeDay, 20) + seconds(random.whole(0, 59));
        const auto end = reached(calendar, limit, 1, from);
        const auto warn = reached(calendar, limit, 0.8, from);
        QVERIFY(end && warn && *warn <= *end && *warn >= from);
        const bool isDays = unit == LimitUnit::Days || unit == LimitUnit::WorkDays;
        const seconds whole = unit == LimitUnit::Minutes ? seconds(limit.amount * 1min)
                              : isDays                   ? seconds(limit.amount * days(1))
                                                         : seconds(limit.amount * 1h);
        const seconds used = usedBetween(calendar, unit, from, *end);
        // A day that ends in an hour which does not exist is as much longer; one of few hours has
        // steps of more than a second.
        const seconds most = unit == LimitUnit::Days       ? seconds(90min)
                             : unit == LimitUnit::WorkDays ? seconds(24h)
                                                           : seconds(0);
        QVERIFY2(used >= whole && used <= whole + most,
                 qPrintable(QString::number((used - whole).count())));
        if (unit == LimitUnit::WorkDays) {
            const seconds before = usedBetween(calendar, unit, from, *end - 1s);
            QVERIFY(before <= whole);
        }
        // Elsewhere one second less is too little.
        if (unit != LimitUnit::WorkDays)
            QVERIFY(usedBetween(calendar, unit, from, *end - 1s) < whole);
        const Seconds later = from + seconds(random.whole(0, 200'000));
        const auto laterEnd = reached(calendar, limit, 1, later);
        QVERIFY(laterEnd && *laterEnd >= *end);
        const Seconds between = from + (*end - from) / 3;
        QCOMPARE(
            usedBetween(calendar, unit, from, between) + usedBetween(calendar, unit, between, *end),
            used);
    }
}

void TestWorkCalendar::aWrongTableIsRefusedByRow_data() {
    QTest::addColumn<QByteArray>("table");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* name, const char* table, const char* says) {
        QTest::newRow(name) << QByteArray(table) << QByteArray(says);
    };
    row("a word", "hours,1-5,08:00-12:00\nholiday,2024-01-01,x", "line 2: \"holiday\"");
    row("a day that is none", "hours,1-5,08:00-12:00\noff,2023-02-29,x", "\"2023-02-29\"");
    row("dates the wrong way", "off,2024-02-17..2024-02-10,x", "line 1");
    row("a day twice", "off,2024-02-10..2024-02-17,x\nwork,2024-02-12,x", "line 2");
    row("hours", "hours,1-5,08:00-25:00", "\"08:00-25:00\"");
    row("no hours", "hours,1-5,", "no hours");
    row("nothing at all", "# empty", "working hours");
    row("weekdays", "hours,5-1,08:00-12:00", "\"5-1\"");
    row("a weekday twice", "hours,1-5,08:00-12:00\nhours,5,08:00-12:00", "weekday 5");
    row("two spans that meet", "hours,1-5,08:00-12:00 11:00-13:00", "\"11:00-13:00\"");
    row("an empty span", "hours,1-5,08:00-08:00", "\"08:00-08:00\"");
    row("a night too long", "hours,1-5,08:00-12:00 22:00-09:00", "midnight");
    row("emergency on Mondays", "hours,1,08:00-12:00\nemergency,1,08:00-12:00", "line 2");
}

void TestWorkCalendar::aWrongTableIsRefusedByRow() {
    QFETCH(QByteArray, table);
    QFETCH(QByteArray, says);
    const auto read = readWorkCalendar(table.toStdString());
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::BadInput);
    QVERIFY2(QByteArray::fromStdString(read.error().detail).contains(says),
             read.error().detail.c_str());
}

void TestWorkCalendar::limitsAreReadAsTheyAreWritten() {
    for (const char* text : {"30 min", "4 h", "3 d", "2 wh", "5 wd", "8 eh"})
        QCOMPARE(allowedText(allowed(text)), std::string(text));
    for (const char* text : {"", "5", "min", "5 weeks", "-5 min", "0 h", "1.5 h", "100001 min",
                             "5 min 3", "99999999999 h", "5min", "+5 min"}) {
        const auto read = readAllowed(text);
        QVERIFY2(!read && read.error().code == ErrorCode::BadInput, text);
    }
}

void TestWorkCalendar::aTimeByTheClockIsReadAsPeopleTypeIt() {
    for (const auto& [text, length] : {std::pair{"30 min", 1800}, std::pair{"30min", 1800},
                                       std::pair{"2h", 7200}, std::pair{"3  d", 259'200}}) {
        const auto read = readDuration(text);
        QVERIFY2(read, text);
        QCOMPARE(read->count(), length);
    }
    for (const char* text : {"", "2", "h", "0h", "-2h", "2 wh", "5wd", "2 h rain", "99999999999h"})
        QVERIFY2(!readDuration(text), text);
}

QTEST_APPLESS_MAIN(TestWorkCalendar)
#include "tst_work_calendar.moc"
