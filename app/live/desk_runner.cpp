// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/live/desk_runner.h"

#include <QElapsedTimer>
#include <QSocketNotifier>
#include <QTimer>
#include <array>

#include "app/live/link_watch.h"
#include "app/live/scope.h"
#include "app/live/seat_desk.h"

namespace app {
namespace {

using namespace std::chrono_literals;

constexpr auto kPoll = 250ms;
constexpr auto kHeartbeat = 5s;
constexpr auto kTick = 1s;
constexpr auto kSeal = 60s;
constexpr std::array<std::chrono::milliseconds, 4> kLooksAgain{4ms, 10ms, 25ms, 60ms};

dispatch::Changes everything() {
    dispatch::Changes all;
    all.kinds.set();
    all.reloaded.set();
    return all;
}

}  // namespace

class DeskRunner::Worker : public QObject {
  public:
    Worker(DeskRunner& runner, OpenStore open, dispatch::Author by)
        : m_runner(runner), m_open(std::move(open)), m_by(std::move(by)), m_desk(m_by.seat) {}

    /// Signing out: the last head is signed. Runs on the store's thread, as all of it does.
    ~Worker() override {
        if (m_store && !m_waiting) (void)m_desk.seal();
    }

    void connectStore() {
        m_waiting = false;
        if (m_runner.m_stopping) return;
        auto opened = m_open();
        if (!opened) return lose(opened.error());
        m_store = std::move(*opened);
        m_desk.setStore(m_store.get());
        if (const int hint = m_store->hintDescriptor(); hint >= 0) {
            m_hint = std::make_unique<QSocketNotifier>(hint, QSocketNotifier::Read);
            QObject::connect(m_hint.get(), &QSocketNotifier::activated, this, [this] {
                look();
                // The log is written before its commit can be seen: the first look is often too
                // early, and no second hint comes.
                lookAgain();
            });
        }
        if (!m_poll) {
            m_poll = timer(kPoll, [this] { look(); });
            m_beat = timer(kHeartbeat, [this] { beat(); });
            m_ticks = timer(kTick, [this] { tick(); });
            m_seals = timer(kSeal, [this] { seal(); });
            m_again = timer(kLooksAgain[0], [this] {
                look();
                if (++m_looksAgain < kLooksAgain.size() && !m_waiting)
                    m_again->start(kLooksAgain[m_looksAgain]);
            });
            m_again->setSingleShot(true);
            m_again->setTimerType(Qt::PreciseTimer);
        }
        m_watch.opened();
        m_owed = true;
        m_next = m_picture ? Next::CatchUp : Next::Load;
        look();
        beat();
        if (m_waiting) return;
        m_poll->start();
        m_beat->start();
        m_ticks->start();
        m_seals->start();
        seal();
    }

    void look() {
        if (isIdle()) return;
        // Asked even where an answer is owed: it empties the hint, which would call again at once.
        const auto hint = m_store->mayHaveChanged();
        if (!hint || *hint) m_owed = true;
        if (!m_owed) return;
        bool done = false;
        switch (m_next) {
            case Next::Load:
                done = load();
                break;
            case Next::CatchUp:
                done = catchUp();
                break;
            case Next::Follow:
                done = follow();
                break;
        }
        if (!done) return;
        m_owed = false;
        tell();
        // What came in while the store answered was in no hint of its own.
        if (!m_again->isActive()) lookAgain();
    }

    /// A few more looks before the next poll; cheap where the store knows of nothing.
    void lookAgain() {
        m_looksAgain = 0;
        m_again->start(kLooksAgain[0]);
    }

    void read(quint64 number, const dispatch::Query& query) {
        auto answer = std::make_shared<Rows>();
        answer->number = number;
        // A question to a store that was given up would only keep the next attempt waiting.
        answer->result = isIdle() ? notOpen() : m_store->read(query, [&](dispatch::Record&& row) {
            const auto* record = std::get_if<dispatch::Case>(&row);
            if (!record || m_scope.isWhole() || (m_picture && m_scope.sees(*m_picture, *record)))
                answer->rows.push_back(std::move(row));
            return !m_runner.m_stopping;
        });
        const auto outcome = answer->result;
        Q_EMIT m_runner.answered(std::move(answer));
        failOver(outcome);
    }

    void readJournal(quint64 number, const dispatch::JournalQuery& query) {
        auto answer = std::make_shared<Timeline>();
        answer->number = number;
        answer->result =
            isIdle() ? notOpen() : m_store->readJournal(query, [&](dispatch::JournalRow&& row) {
                answer->rows.push_back(std::move(row));
                return !m_runner.m_stopping;
            });
        const auto outcome = answer->result;
        Q_EMIT m_runner.timeline(std::move(answer));
        failOver(outcome);
    }

    void signIn(const dispatch::Actor& actor, const std::string& anchors) {
        m_by = {actor.user.code, actor.seat};
        m_desk.setActor(actor);
        m_desk.setAnchors(anchors);
        m_scope.setCentre(actor.user.centre);
        if (m_picture) show(everything());
        seal();
        beat();
    }

    void perform(quint64 number, const dispatch::Command& command) {
        act(number, [&](dispatch::Millis now) { return m_desk.perform(*m_picture, now, command); });
    }

    void amend(quint64 number, const dispatch::Command& command, const dispatch::Intake& whole) {
        act(number,
            [&](dispatch::Millis now) { return m_desk.amend(*m_picture, now, command, whole); });
    }

    void openContacts(quint64 number, const dispatch::Case& record) {
        using Opened = dispatch::Result<std::vector<dispatch::Contact>>;
        auto answer =
            std::make_shared<Contacts>(Contacts{number, record.id, Opened(notOpen()), {}});
        const bool asked = !isIdle() && m_picture && m_desk.hasActor();
        if (asked) {
            answer->rows = m_desk.openContacts(*m_picture, storeNow(), record);
            if (!answer->rows) answer->refusal = m_desk.refusal();
        }
        const auto outcome = !asked || answer->rows ? dispatch::Result<void>()
                                                    : dispatch::Result<void>(answer->rows.error());
        Q_EMIT m_runner.contactsOpened(std::move(answer));
        failOver(outcome);
    }

    void takeIn(quint64 number, const dispatch::Intake& intake) {
        act(number, [&](dispatch::Millis now) { return m_desk.takeIn(*m_picture, now, intake); });
    }

    void commit(quint64 number, const dispatch::Transaction& transaction) {
        auto done = dispatch::Result<dispatch::Commit>(notOpen());
        if (!m_desk.hasActor())
            done = dispatch::Error{dispatch::ErrorCode::NotAllowed,
                                   "nobody is signed in at this seat"};
        else if (!isIdle())
            done = m_store->commit(transaction);
        const auto outcome = done ? dispatch::Result<void>() : dispatch::Result<void>(done.error());
        Q_EMIT m_runner.committed(
            std::make_shared<const Committed>(Committed{number, std::move(done)}));
        failOver(outcome);
    }

    void retire(std::shared_ptr<const dispatch::Picture> picture) {
        m_retired.push_back(std::move(picture));
        std::erase_if(m_retired, [](const auto& old) { return old.use_count() == 1; });
    }

  private:
    template <class Duration, class Slot>
    std::unique_ptr<QTimer> timer(Duration every, Slot slot) {
        auto made = std::make_unique<QTimer>();
        made->setInterval(every);
        QObject::connect(made.get(), &QTimer::timeout, this, slot);
        return made;
    }

    enum class Next { Load, CatchUp, Follow };

    /// Nothing may be asked: there is no store, it was given up, or the runner is being ended.
    bool isIdle() const { return !m_store || m_waiting || m_runner.m_stopping; }

    dispatch::Error notOpen() const {
        return {m_watch.link().failure.value_or(dispatch::ErrorCode::Unavailable),
                "the store is not open"};
    }

    /// Hands the picture out as this seat's centre sees it.
    void show(dispatch::Changes changes) {
        const auto seen = m_scope.narrow(m_picture, changes);
        Q_EMIT m_runner.pictureReady(seen, changes);
    }

    /// Store time now without a call: the newest time heard, moved on by the steady clock.
    dispatch::Millis storeNow() const {
        return m_heardTime + std::chrono::duration_cast<std::chrono::milliseconds>(
                                 std::chrono::steady_clock::now() - m_heardAt);
    }

    void hear(dispatch::Millis time) {
        if (time < m_heardTime) return;
        m_heardTime = time;
        m_heardAt = std::chrono::steady_clock::now();
    }

    /// A failed call that says the way to the store is broken counts against it.
    void failOver(const dispatch::Result<void>& outcome) {
        if (!outcome && !isIdle() && dispatch::isLinkFailure(outcome.error().code))
            fail(outcome.error());
    }

    void seal() {
        if (isIdle()) return;
        const auto sealed = m_desk.seal();
        const QString why = sealed ? QString() : QString::fromStdString(sealed.error().detail);
        if (std::exchange(m_sealProblem, why) != why) Q_EMIT m_runner.sealFailed(why);
    }

    /// Has the desk do something and tells what came of it, after the picture that shows it.
    template <class Deed>
    void act(quint64 number, Deed deed) {
        auto answer = std::make_shared<DeskAnswer>(
            DeskAnswer{number, dispatch::Result<dispatch::Performed>(notOpen()), {}});
        if (!isIdle() && m_picture) {
            if (m_desk.hasActor())
                answer->result = deed(storeNow());
            else
                answer->result = dispatch::Error{dispatch::ErrorCode::NotAllowed,
                                                 "nobody is signed in at this seat"};
            if (!answer->result) answer->refusal = m_desk.refusal();
            m_owed = true;
            look();
        }
        const auto outcome = answer->result ? dispatch::Result<void>()
                                            : dispatch::Result<void>(answer->result.error());
        Q_EMIT m_runner.performed(std::move(answer));
        failOver(outcome);
    }

    void tick() {
        if (isIdle() || !m_picture || m_next != Next::Follow || !m_desk.hasActor()) return;
        const auto done = m_desk.tick(*m_picture, storeNow());
        if (!done) {
            // A reader without the right to write leaves the tick to others.
            if (dispatch::isLinkFailure(done.error().code)) fail(done.error());
            return;
        }
        if (*done) {
            m_owed = true;
            look();
        }
        if (std::exchange(m_tickProblem, m_desk.tickProblem()) != m_desk.tickProblem())
            Q_EMIT m_runner.tickRefused(QString::fromStdString(m_tickProblem));
        if (std::exchange(m_ruleProblem, m_desk.ruleProblem()) != m_desk.ruleProblem())
            Q_EMIT m_runner.rulesRefused(QString::fromStdString(m_ruleProblem));
    }

    bool load() {
        auto identity = m_store->identity();
        if (!identity) return fail(identity.error()), false;
        return loadFrom(std::move(*identity));
    }

    bool loadFrom(std::string identity) {
        auto loaded = m_store->load();
        if (!loaded) return fail(loaded.error()), false;
        m_identity = std::move(identity);
        m_picture = std::move(*loaded);
        m_next = Next::Follow;
        m_watch.answered({}, m_picture->storeTime);
        hear(m_picture->storeTime);
        show(everything());
        return true;
    }

    /// After a break: the same store is followed from where the picture ends.
    bool catchUp() {
        auto identity = m_store->identity();
        if (!identity) return fail(identity.error()), false;
        if (identity->empty() || *identity != m_identity) {
            // Another store: nobody has signed in there.
            m_desk.clearActor();
            m_heardTime = {};
            return loadFrom(std::move(*identity));
        }
        return followFrom(m_resume.first, m_resume.second);
    }

    bool follow() { return followFrom(m_picture->seq, m_picture->fixSeq); }

    bool followFrom(dispatch::ChangeSeq seq, dispatch::FixSeq fixSeq) {
        QElapsedTimer took;
        took.start();
        auto delta = m_store->changesSince(seq, fixSeq);
        if (!delta) return fail(delta.error()), false;
        // A copy from before the picture was put in the store's place.
        const bool older = m_next == Next::CatchUp &&
                           (delta->seq < m_picture->seq || delta->fixSeq < m_picture->fixSeq);
        if (delta->tooOld || older) return loadFrom(m_identity);
        m_next = Next::Follow;
        m_watch.answered(std::chrono::milliseconds(took.elapsed()), delta->storeTime);
        hear(delta->storeTime);
        const bool quiet = delta->isEmpty();
        if (quiet && delta->seq == m_picture->seq && delta->fixSeq == m_picture->fixSeq)
            return true;
        auto [next, changes] = dispatch::nextPicture(*m_picture, std::move(*delta));
        m_picture = std::move(next);
        // The log moved on by something no picture shows.
        if (quiet) return true;
        show(changes);
        return true;
    }

    void beat() {
        if (isIdle()) return;
        QElapsedTimer took;
        took.start();
        const auto report = m_store->heartbeat(m_by);
        if (report) {
            m_watch.stamped(*report, std::chrono::milliseconds(took.elapsed()));
        } else if (report.error().code == dispatch::ErrorCode::NotAllowed) {
            // A reader without the right to write still follows the hall: only failures to reach
            // the store count against the link.
            m_watch.mayNotStamp(report.error().detail);
        } else {
            return fail(report.error());
        }
        tell();
        tellSeats();
    }

    void tellSeats() {
        auto seats = m_store->seats();
        if (!seats) return;
        std::erase_if(*seats, [now = storeNow()](const dispatch::SeatPresence& seat) {
            return seat.heard + dispatch::kSeatOnLine < now;
        });
        const auto same = [](const dispatch::SeatPresence& a, const dispatch::SeatPresence& b) {
            return a.seat == b.seat && a.officer == b.officer;
        };
        if (std::ranges::equal(*seats, m_seats, same)) return;
        m_seats = std::move(*seats);
        Q_EMIT m_runner.seatsOnLine(m_seats);
    }

    void fail(const dispatch::Error& error) {
        if (m_watch.failed(error, m_picture != nullptr)) return lose(error);
        tell();
    }

    void lose(const dispatch::Error& error) {
        if (m_store && m_picture && m_next == Next::Follow) m_resume = m_store->resumePoint();
        const auto wait = m_watch.lost(error, std::chrono::steady_clock::now());
        tell();
        m_waiting = true;
        // Not now: the call that failed may have come from the notifier that would be destroyed.
        QTimer::singleShot(wait, this, [this] {
            m_hint.reset();
            m_desk.setStore(nullptr);
            m_store.reset();
            connectStore();
        });
        if (m_poll) m_poll->stop();
        if (m_beat) m_beat->stop();
        if (m_ticks) m_ticks->stop();
        if (m_seals) m_seals->stop();
        if (m_again) m_again->stop();
        if (m_hint) m_hint->setEnabled(false);
    }

    void tell() {
        if (m_told == m_watch.link()) return;
        m_told = m_watch.link();
        Q_EMIT m_runner.linkChanged(m_told);
    }

    DeskRunner& m_runner;
    OpenStore m_open;
    dispatch::Author m_by;
    std::unique_ptr<dispatch::Store> m_store;
    std::unique_ptr<QSocketNotifier> m_hint;
    std::unique_ptr<QTimer> m_poll;
    std::unique_ptr<QTimer> m_beat;
    std::unique_ptr<QTimer> m_again;
    std::unique_ptr<QTimer> m_ticks;
    std::unique_ptr<QTimer> m_seals;
    std::size_t m_looksAgain = 0;
    std::shared_ptr<const dispatch::Picture> m_picture;
    std::vector<std::shared_ptr<const dispatch::Picture>> m_retired;
    std::string m_identity;  ///< Of the store the picture is from.
    /// From where the next connection catches up.
    std::pair<dispatch::ChangeSeq, dispatch::FixSeq> m_resume;
    SeatDesk m_desk;
    Scope m_scope;
    std::string m_ruleProblem;
    std::string m_tickProblem;
    QString m_sealProblem;
    dispatch::Millis m_heardTime{};
    std::chrono::steady_clock::time_point m_heardAt;
    std::vector<dispatch::SeatPresence> m_seats;  ///< As told last.
    LinkWatch m_watch;
    Link m_told;
    Next m_next = Next::Load;
    bool m_owed = true;
    bool m_waiting = false;  ///< Lost; the next attempt is scheduled.
};

DeskRunner::DeskRunner(OpenStore open, dispatch::Author by, QObject* parent)
    : QObject(parent), m_worker(new Worker(*this, std::move(open), std::move(by))) {
    m_thread.setObjectName(QStringLiteral("store"));
    m_worker->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
}

DeskRunner::~DeskRunner() {
    stop();
    m_thread.wait();
    // A thread that ran has deleted its worker.
    if (!m_started) delete m_worker;
}

void DeskRunner::stop() {
    m_stopping = true;
    m_thread.quit();
}

void DeskRunner::start() {
    m_started = true;
    m_thread.start();
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->connectStore(); });
}

quint64 DeskRunner::read(const dispatch::Query& query) {
    const quint64 number = ++m_lastNumber;
    QMetaObject::invokeMethod(m_worker,
                              [worker = m_worker, number, query] { worker->read(number, query); });
    return number;
}

quint64 DeskRunner::readJournal(const dispatch::JournalQuery& query) {
    const quint64 number = ++m_lastNumber;
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, number, query] { worker->readJournal(number, query); });
    return number;
}

void DeskRunner::signIn(const dispatch::Actor& actor, const std::string& anchors) {
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, actor, anchors] { worker->signIn(actor, anchors); });
}

quint64 DeskRunner::perform(const dispatch::Command& command) {
    const quint64 number = ++m_lastNumber;
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, number, command] { worker->perform(number, command); });
    return number;
}

quint64 DeskRunner::amend(const dispatch::Command& command, const dispatch::Intake& whole) {
    const quint64 number = ++m_lastNumber;
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, number, command, whole] {
        worker->amend(number, command, whole);
    });
    return number;
}

quint64 DeskRunner::commit(const dispatch::Transaction& transaction) {
    const quint64 number = ++m_lastNumber;
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, number, transaction] {
        worker->commit(number, transaction);
    });
    return number;
}

quint64 DeskRunner::openContacts(const dispatch::Case& record) {
    const quint64 number = ++m_lastNumber;
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, number, record] { worker->openContacts(number, record); });
    return number;
}

quint64 DeskRunner::takeIn(const dispatch::Intake& intake) {
    const quint64 number = ++m_lastNumber;
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, number, intake] { worker->takeIn(number, intake); });
    return number;
}

void DeskRunner::retire(std::shared_ptr<const dispatch::Picture> picture) {
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, old = std::move(picture)]() mutable {
        worker->retire(std::move(old));
    });
}

}  // namespace app
