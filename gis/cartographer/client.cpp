// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/client.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace gis {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kDeathsOfOne = 2;
constexpr std::chrono::milliseconds kWatchEvery{250};
constexpr std::chrono::milliseconds kPingEvery{1000};

/// The signal that ended it, 0 where none did. A sandbox tells of its own child's as a shell does.
int signalOf(const QProcess& process) {
    constexpr int kShell = 128;
    if (process.exitStatus() == QProcess::CrashExit) return process.exitCode();
    return process.exitCode() > kShell ? process.exitCode() - kShell : 0;
}

}  // namespace

CartographerClient::CartographerClient(WorkerPlace place, Patience patience, QObject* parent)
    : QObject(parent),
      m_place(std::move(place)),
      m_patience(patience),
      m_backOff(patience.firstBackOff) {
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &CartographerClient::launch);
    m_watch.setInterval(kWatchEvery);
    connect(&m_watch, &QTimer::timeout, this, &CartographerClient::watch);
}

CartographerClient::~CartographerClient() {
    // Who hears us may be half gone.
    blockSignals(true);
    stop();
    if (m_shared) ::munmap(const_cast<char*>(m_shared), 2 * kSharedHalf);
    if (m_sharedFile >= 0) ::close(m_sharedFile);
}

/// Made once, handed to every worker; pages are taken only as far as pictures go. Sealed, so that
/// no worker can take it away under our hands.
bool CartographerClient::makeShared() {
    if (m_shared) return true;
    m_sharedFile = ::memfd_create("gridhall-pictures", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (m_sharedFile < 0) return false;
    void* memory = MAP_FAILED;
    if (::ftruncate(m_sharedFile, off_t(2 * kSharedHalf)) == 0 &&
        ::fcntl(m_sharedFile, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) == 0)
        memory = ::mmap(nullptr, 2 * kSharedHalf, PROT_READ, MAP_SHARED, m_sharedFile, 0);
    if (memory != MAP_FAILED) m_shared = static_cast<const char*>(memory);
    return m_shared != nullptr;
}

/// The pixels of an answer, wherever they are; a wrong number of bytes where it lies.
QByteArray CartographerClient::pixelsOf(const DrawReply& reply, QByteArray bytes) {
    if (reply.half < 0) return bytes;
    const qint64 whole = qint64(reply.width) * reply.height * 4;
    if (!m_shared || reply.half > 1 || reply.width < 0 || reply.height < 0 ||
        whole > qint64(kSharedHalf))
        return QByteArray(1, '\0');
    QByteArray pixels;
    if (!m_spares->empty()) {
        pixels = std::move(m_spares->back());
        m_spares->pop_back();
    }
    pixels.resize(whole);
    std::memcpy(pixels.data(), m_shared + std::size_t(reply.half) * kSharedHalf,
                static_cast<std::size_t>(whole));
    return pixels;
}

void CartographerClient::start() {
    if (m_process || m_again.isActive() || m_place.program.isEmpty()) return;
    launch();
}

void CartographerClient::stop() {
    m_again.stop();
    m_watch.stop();
    m_asked.clear();
    if (m_process) {
        // Its end is not heard any more; it is reaped here, within milliseconds.
        m_process->disconnect(this);
        if (m_socket) m_socket->disconnect(this);
        m_process->kill();
        m_process->waitForFinished(1000);
    }
    m_socket.reset();
    m_process.reset();
    setState(State::None);
}

qint64 CartographerClient::processId() const {
    return m_process ? m_process->processId() : 0;
}

void CartographerClient::setState(State state) {
    if (m_state == state) return;
    m_state = state;
    Q_EMIT stateChanged();
}

void CartographerClient::launch() {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        m_why = tr("no socket could be made");
        m_again.start(m_patience.longestBackOff);
        setState(State::Down);
        return;
    }
    m_have = 0;
    m_why.clear();
    m_socket = std::make_unique<QLocalSocket>();
    m_socket->setSocketDescriptor(ends[0]);
    connect(m_socket.get(), &QLocalSocket::readyRead, this, &CartographerClient::read);
    m_process = std::make_unique<QProcess>();
    m_process->setProcessChannelMode(QProcess::SeparateChannels);
    m_process->setStandardOutputFile(QProcess::nullDevice());
    const int shared = makeShared() ? m_sharedFile : -1;
    std::vector<int> inherited{ends[1]};
    if (shared >= 0) inherited.push_back(shared);
    prepareWorker(
        *m_process, m_place,
        {QStringLiteral("serve"), QString::number(ends[1]), QString::number(shared),
         m_place.reach == WorkerReach::Web ? QStringLiteral("web") : QStringLiteral("files"),
         QString::number(m_patience.service.count())},
        inherited);
    connect(m_process.get(), &QProcess::finished, this, &CartographerClient::ended);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) ended();
    });
    m_heard = m_pinged = Clock::now();
    setState(State::Starting);
    m_process->start();
    ::close(ends[1]);
    m_watch.start();
}

quint64 CartographerClient::draw(DrawRequest request) {
    request.number = ++m_number;
    m_asked.push_back({request.number,
                       MessageKind::Draw,
                       toJson(request),
                       request.source.name,
                       0,
                       false,
                       false,
                       {}});
    sendWaiting();
    return m_number;
}

quint64 CartographerClient::describe(const MapSource& source) {
    const DescribeRequest request{++m_number, source};
    m_asked.push_back(
        {request.number, MessageKind::Describe, toJson(request), source.name, 0, false, false, {}});
    sendWaiting();
    return m_number;
}

void CartographerClient::cancel(quint64 number) {
    const auto at = std::find_if(m_asked.begin(), m_asked.end(),
                                 [&](const Asked& asked) { return asked.number == number; });
    if (at == m_asked.end()) return;
    if (!at->sent) {
        m_asked.erase(at);
        return;
    }
    // The worker is at it until it says so.
    at->cancelled = true;
    send(MessageKind::Cancel, numberToJson(number));
}

void CartographerClient::sendWaiting() {
    if (m_state != State::Ready) return;
    std::size_t inFlight = 0;
    for (Asked& asked : m_asked) {
        if (asked.sent) ++inFlight;
        if (asked.sent || inFlight >= kInFlight) continue;
        ++inFlight;
        asked.sent = true;
        asked.since = Clock::now();
        send(asked.kind, asked.words);
    }
}

void CartographerClient::send(MessageKind kind, const std::string& words) {
    if (!m_socket) return;
    Frame frame;
    frame.kind = kind;
    frame.words = static_cast<std::uint32_t>(words.size());
    m_socket->write(reinterpret_cast<const char*>(&frame), sizeof(frame));
    m_socket->write(words.data(), static_cast<qint64>(words.size()));
}

void CartographerClient::read() {
    m_heard = Clock::now();
    constexpr qint64 kHead = sizeof(Frame);
    while (m_socket && m_socket->bytesAvailable() > 0) {
        if (m_have < kHead) {
            const qint64 got =
                m_socket->read(reinterpret_cast<char*>(&m_frame) + m_have, kHead - m_have);
            if (got <= 0) return;
            m_have += got;
            if (m_have < kHead) return;
            if (m_frame.magic != kFrameMagic || m_frame.version != kFrameVersion ||
                m_frame.words > kMostWords || m_frame.bytes > kMostBytes)
                return end(tr("it speaks another protocol"));
            m_words.resize(m_frame.words);
            m_bytes.resize(m_frame.bytes);
        }
        const auto fill = [&](QByteArray& into, qint64 from) {
            const qint64 at = m_have - from;
            if (at >= into.size()) return true;
            const qint64 got = m_socket->read(into.data() + at, into.size() - at);
            if (got > 0) m_have += got;
            return m_have - from >= into.size();
        };
        if (!fill(m_words, kHead) || !fill(m_bytes, kHead + m_words.size())) return;
        m_have = 0;
        take(m_frame, m_words, std::move(m_bytes));
        m_bytes = {};
    }
    if (m_socket && m_have == kHead && m_frame.words == 0 && m_frame.bytes == 0) {
        m_have = 0;
        take(m_frame, {}, {});
    }
}

void CartographerClient::forget(quint64 number) {
    m_asked.erase(std::remove_if(m_asked.begin(), m_asked.end(),
                                 [&](const Asked& asked) { return asked.number == number; }),
                  m_asked.end());
}

void CartographerClient::answered() {
    m_backOff = m_patience.firstBackOff;
    // The worker begins with the next one only now.
    if (!m_asked.empty()) m_asked.front().since = Clock::now();
    sendWaiting();
}

void CartographerClient::take(const Frame& frame, const QByteArray& words, QByteArray bytes) {
    const std::string_view text(words.constData(), static_cast<std::size_t>(words.size()));
    if (frame.kind == MessageKind::Hello) {
        setState(State::Ready);
        sendWaiting();
    } else if (frame.kind == MessageKind::Drawn) {
        auto reply = fromJson<DrawReply>(text);
        if (reply) bytes = pixelsOf(*reply, std::move(bytes));
        const qint64 whole = reply ? qint64(reply->width) * reply->height * 4 : 0;
        if (!reply || whole != bytes.size()) return end(tr("its answer cannot be read"));
        const auto asked = std::find_if(m_asked.begin(), m_asked.end(), [&](const Asked& one) {
            return one.number == reply->number;
        });
        if (asked == m_asked.end()) return;
        const bool wanted = !asked->cancelled && !reply->cancelled;
        m_asked.erase(asked);
        answered();
        if (!wanted) return;
        const std::shared_ptr<Drawn> drawn(new Drawn, [spares = m_spares](Drawn* gone) {
            if (spares->size() < kInFlight) spares->push_back(std::move(gone->pixels));
            delete gone;
        });
        drawn->reply = std::move(*reply);
        drawn->pixels = std::move(bytes);
        Q_EMIT this->drawn(drawn);
    } else if (frame.kind == MessageKind::Described) {
        const auto reply = fromJson<DescribeReply>(text);
        if (!reply) return end(tr("its answer cannot be read"));
        forget(reply->number);
        answered();
        Q_EMIT described(*reply);
    }
}

void CartographerClient::watch() {
    const auto now = Clock::now();
    if (m_state == State::Starting) {
        if (now - m_heard > m_patience.start) end(tr("it did not start in time"));
        return;
    }
    if (m_state != State::Ready) return;
    if (!m_asked.empty() && m_asked.front().sent &&
        now - m_asked.front().since > m_patience.request)
        return end(tr("a picture took longer than %1 s")
                       .arg(std::chrono::duration<double>(m_patience.request).count()));
    if (now - m_heard > m_patience.silence) return end(tr("it does not answer any more"));
    if (now - m_pinged > std::min(kPingEvery, m_patience.silence / 3)) {
        m_pinged = now;
        send(MessageKind::Ping, "{}");
    }
}

void CartographerClient::end(const QString& why) {
    m_why = why;
    if (m_socket) m_socket->disconnect(this);
    if (m_process) m_process->kill();
}

void CartographerClient::ended() {
    if (!m_process) return;
    m_watch.stop();
    ++m_deaths;
    QString why = m_why;
    if (why.isEmpty()) {
        const QByteArray said = m_process->readAllStandardError();
        const QString last =
            QString::fromUtf8(said).trimmed().section(QLatin1Char('\n'), -1).trimmed();
        const int signal = signalOf(*m_process);
        if (m_process->error() == QProcess::FailedToStart)
            why = tr("it cannot be started: %1").arg(m_process->errorString());
        else if (said.contains("bad_alloc"))
            why = tr("it ran out of memory");
        else if (signal == SIGXCPU)
            why = tr("it used up its processor time");
        else if (signal != 0)
            why = tr("it was killed or crashed");
        else
            why = tr("it ended with code %1").arg(m_process->exitCode());
        if (!last.isEmpty()) why += QStringLiteral(" (%1)").arg(last.left(200));
    }
    // Both may be on the stack of the signal that brought us here.
    m_process.release()->deleteLater();
    m_socket->disconnect(this);
    m_socket.release()->deleteLater();
    std::vector<Asked> poison;
    bool first = true;
    for (auto asked = m_asked.begin(); asked != m_asked.end();) {
        const bool wasAtWork = asked->sent && first;
        if (asked->sent) first = false;
        if (wasAtWork) ++asked->deaths;
        asked->sent = false;
        if (asked->cancelled) {
            asked = m_asked.erase(asked);
        } else if (asked->deaths >= kDeathsOfOne) {
            poison.push_back(*asked);
            asked = m_asked.erase(asked);
        } else {
            ++asked;
        }
    }
    m_again.start(m_backOff);
    m_backOff = std::min(m_backOff * 2, m_patience.longestBackOff);
    setState(State::Down);
    Q_EMIT died(why);
    for (const Asked& asked : poison)
        Q_EMIT dropped(asked.number, tr("%1: two workers died of one picture; %2")
                                         .arg(QString::fromStdString(asked.name), why));
}

}  // namespace gis
