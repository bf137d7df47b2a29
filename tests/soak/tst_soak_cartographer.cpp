// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QDir>
#include <QElapsedTimer>
#include <QTest>
#include <algorithm>
#include <random>

#include "tests/gis/cartographer/drawing_room.h"
#include "tests/gis/cartographer/hostile_project.h"
#include "tests/gis/cartographer/processes.h"
#include "tests/support/seed.h"

/// kill -9 of the worker at random moments while pictures are asked for without end. Every kill is
/// followed by an answered picture, the console's thread never stands still, nothing is left
/// behind.
class TestSoakCartographer : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyKillIsFollowedByAPicture();
};

namespace {

using namespace support;

constexpr qint64 kMostUntilPictureMs = 2000;
constexpr qint64 kMostStandstillMs = 50;
constexpr int kPulseMs = 5;

/// Asks for the next picture as soon as one came; remembers when that was.
class Asking : public QObject {
  public:
    Asking(gis::CartographerClient& client, gis::DrawRequest request)
        : m_client(client), m_request(std::move(request)) {
        connect(&client, &gis::CartographerClient::drawn, this,
                [this](const std::shared_ptr<const gis::Drawn>& drawn) {
                    ++answered;
                    if (drawn->reply.width != m_request.width) ++faulty;
                    m_client.draw(m_request);
                });
        connect(&client, &gis::CartographerClient::dropped, this, [this] {
            ++dropped;
            m_client.draw(m_request);
        });
        m_client.draw(m_request);
    }
    int answered = 0;
    int dropped = 0;
    int faulty = 0;

  private:
    gis::CartographerClient& m_client;
    gis::DrawRequest m_request;
};

/// How long the thread's event loop stood still at most.
class Pulse : public QObject {
  public:
    Pulse() {
        m_since.start();
        startTimer(kPulseMs, Qt::PreciseTimer);
    }
    qint64 longest = 0;

  private:
    void timerEvent(QTimerEvent*) override {
        longest = std::max(longest, m_since.restart() - kPulseMs);
    }
    QElapsedTimer m_since;
};

/// What workers may have left, in the machine's own folder and in theirs.
QStringList leftIn(const QString& profile) {
    const QStringList names{QStringLiteral("gridhall-cartographer*")};
    return QDir::temp().entryList(names) + QDir(profile).entryList(names);
}

}  // namespace

void TestSoakCartographer::everyKillIsFollowedByAPicture() {
    std::mt19937_64 random(support::seed("cartographer"));
    const int kills = support::soakCount(20, 1000);
    DrawingRoom room;
    const gis::MapSource source = room.project(
        QStringLiteral("square.qgs"),
        WrittenProject{
            {{QStringLiteral("square"), QStringLiteral("./ground.gpkg|layername=square")}}, {}, {}}
            .text());
    gis::DrawRequest request = pictureOf(source);
    request.width = 1280;
    request.height = 720;
    gis::CartographerClient client(room.place());
    client.start();
    QVERIFY(isReady(client));
    Asking asking(client, request);
    QTRY_VERIFY(asking.answered > 2);
    const qsizetype descriptors = openDescriptors().size();
    const qint64 self = QCoreApplication::applicationPid();
    const std::size_t processes = processesUnder(self).size();
    const QStringList files = leftIn(client.place().profile);

    Pulse pulse;
    std::vector<qint64> waits;
    for (int kill = 1; kill <= kills; ++kill) {
        // From the middle of a start to the middle of a picture.
        QTest::qWait(std::uniform_int_distribution<int>(0, 150)(random));
        QTRY_VERIFY(client.processId() != 0);
        const int deaths = client.deaths();
        QElapsedTimer since;
        since.start();
        signalTo(random() % 2 ? client.processId() : innermost(client.processId()), SIGKILL);
        QTRY_VERIFY(client.deaths() > deaths);
        // What the dead one had still said does not count.
        const int answered = asking.answered;
        QTRY_VERIFY_WITH_TIMEOUT(asking.answered > answered, 12000);
        waits.push_back(since.elapsed());
        if (kill % 100 == 0) {
            std::printf("%d kills, %d pictures\n", kill, asking.answered);
            std::fflush(stdout);
        }
    }
    std::sort(waits.begin(), waits.end());
    std::printf(
        "kills: %d, pictures: %d, dropped: %d; a picture after p50 %lld, most %lld ms (target "
        "%lld); longest standstill of the thread %lld ms (target %lld)\n",
        kills, asking.answered, asking.dropped, static_cast<long long>(waits[waits.size() / 2]),
        static_cast<long long>(waits.back()), static_cast<long long>(kMostUntilPictureMs),
        static_cast<long long>(pulse.longest), static_cast<long long>(kMostStandstillMs));
    QCOMPARE(asking.faulty, 0);
    // In the suite other tests run beside this one; the figures are judged in full.
    const int slack = support::soakCount(6, 1);
    QVERIFY(waits.back() < kMostUntilPictureMs * slack);
    QVERIFY(pulse.longest < kMostStandstillMs * slack);
    QVERIFY(isReady(client));
    QTRY_COMPARE(processesUnder(self).size(), processes);
    QTRY_COMPARE(openDescriptors().size(), descriptors);
    QCOMPARE(leftIn(client.place().profile), files);
}

QTEST_GUILESS_MAIN(TestSoakCartographer)
#include "tst_soak_cartographer.moc"
