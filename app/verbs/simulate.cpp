// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <QCoreApplication>
#include <cstdio>
#include <thread>

#include "app/live/rule_book.h"
#include "app/users/sign_in.h"
#include "app/users/users.h"
#include "app/verbs/verb.h"
#include "gis/seal/password.h"
#include "gis/simulation/simulation.h"
#include "gis/store/open_store.h"

namespace app {

extern const Verb kSimulate;

namespace {

/// Turns SIGTERM and SIGINT into a stop request; they are blocked everywhere else.
class SignalWatch {
  public:
    SignalWatch() {
        sigemptyset(&m_signals);
        sigaddset(&m_signals, SIGTERM);
        sigaddset(&m_signals, SIGINT);
        pthread_sigmask(SIG_BLOCK, &m_signals, nullptr);
        m_thread = std::jthread([this](std::stop_token end) {
            while (!end.stop_requested()) {
                const timespec wait{0, 100'000'000};
                if (sigtimedwait(&m_signals, nullptr, &wait) > 0) m_stop.request_stop();
            }
        });
    }
    std::stop_token token() const { return m_stop.get_token(); }

  private:
    sigset_t m_signals{};
    std::stop_source m_stop;
    std::jthread m_thread;
};

/// Who works on cases, and who answers for the handsets.
struct Actors {
    std::optional<dispatch::Actor> officer;
    dispatch::Actor handset;
    std::string by;
};

dispatch::Result<Actors> actorsFor(const VerbParser& parser, dispatch::Store& store) {
    constexpr const char* kSeat = "simulator";
    Actors actors;
    auto signedIn = signInFor(parser, store);
    if (!signedIn) return signedIn.error();
    signedIn->seat = kSeat;
    actors.by = signedIn->user.code;
    actors.handset = *signedIn;
    actors.handset.user.role = kDevice;
    if (signedIn->user.role == kDevice) return actors;
    actors.officer = std::move(*signedIn);
    // Where there are no users yet, whoever can open the store may be a handset too.
    if (!actors.officer->user.id) return actors;
    const QString file = qEnvironmentVariable("GRIDHALL_HANDSET_TOKEN_FILE");
    if (!parser.has("handsets") || file.isEmpty())
        return dispatch::Error{
            dispatch::ErrorCode::NotAllowed,
            "the store has users: --handsets names the device user that answers"
            " for the handsets, GRIDHALL_HANDSET_TOKEN_FILE the file of its token"};
    const auto token = gis::readSecret(file.toStdString());
    if (!token) return token.error();
    auto device = signIn(store, parser.text("handsets").toStdString(), *token, kSeat);
    if (!device) return device.error();
    if (device->user.role != kDevice)
        return dispatch::Error{dispatch::ErrorCode::NotAllowed,
                               device->user.code + " is no device, and answers for no handset"};
    actors.handset = std::move(*device);
    return actors;
}

int run(int argc, char** argv) {
    const SignalWatch signals;
    const QCoreApplication application(argc, argv);
    VerbParser parser(kSimulate, true);
    parser.option("responders", "At most so many on duty.", "N", "3400");
    parser.option("interval", "Seconds between two positions of one responder.", "S", "10");
    parser.option("cases-per-hour", "New cases in an hour.", "R", "60");
    parser.option("seconds", "How long to run; 0 until stopped.", "S", "0");
    parser.option("seed", "Another number, another shift.", "N", "1");
    parser.option("make-responders", "Makes responders and posts where the store has none.");
    parser.option("ack",
                  "Prints a line for every commit the store has acknowledged: KIND CODE SEQ.");
    declareUser(parser);
    parser.option(
        "handsets",
        "In a store with users: the device user that answers for the handsets; its token is"
        " the first line of the file GRIDHALL_HANDSET_TOKEN_FILE names.",
        "NAME");
    parser.option("with-parent", "Ends with the process that started it.");
    if (const auto leave = parser.parse(QCoreApplication::arguments(), 0, 0)) return *leave;
    gis::SimulationOptions options;
    options.responders = static_cast<int>(parser.number("responders", 0, 200'000));
    options.casesPerHour = static_cast<double>(parser.number("cases-per-hour", 0, 1'000'000));
    options.seconds = static_cast<double>(parser.number("seconds", 0, 100'000'000));
    options.seed = static_cast<std::uint64_t>(parser.number("seed", 0, 1'000'000'000'000));
    if (const auto wrong = parser.failed()) return *wrong;
    bool isNumber = false;
    options.intervalSeconds = parser.text("interval").toDouble(&isNumber);
    if (!isNumber || options.intervalSeconds < 0.2 || options.intervalSeconds > 3600) {
        std::fprintf(stderr, "gridhall simulate: --interval %s is not from 0.2 to 3600 seconds\n",
                     parser.text("interval").toUtf8().constData());
        return static_cast<int>(Exit::WrongUsage);
    }
    options.makeResponders = parser.has("make-responders");
    if (parser.has("with-parent")) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() == 1) return static_cast<int>(Exit::Done);
    }

    auto store = gis::openStore(parser.store().toStdString());
    if (!store) return fail(kSimulate.name, store.error());
    auto actors = actorsFor(parser, **store);
    if (!actors) return fail(kSimulate.name, actors.error());
    options.officer = std::move(actors->officer);
    options.handset = std::move(actors->handset);
    options.by = {actors->by, "simulator"};
    const auto picture = (*store)->load();
    if (!picture) return fail(kSimulate.name, picture.error());
    RuleBook book;
    options.rules = book.of(**picture);
    if (!book.problem().empty())
        std::fprintf(stderr, "gridhall simulate: %s; the shipped rules are used\n",
                     book.problem().c_str());
    gis::SimulationListener listener;
    if (parser.has("ack"))
        listener.acknowledged = [](const char* kind, const std::string& code,
                                   dispatch::ChangeSeq seq) {
            std::printf("%s %s %lld\n", kind, code.c_str(), static_cast<long long>(seq.value));
            std::fflush(stdout);
        };
    listener.said = [](const std::string& sentence) {
        std::fprintf(stderr, "gridhall simulate: %s\n", sentence.c_str());
    };
    const auto ran = gis::simulate(**store, options, listener, signals.token());
    if (!ran) return fail(kSimulate.name, ran.error());
    if (parser.json())
        std::printf(
            "{\"responders\": %lld, \"fixes\": %lld, \"cases\": %lld, \"commits\": %lld, "
            "\"conflicts\": %lld, \"retries\": %lld, \"seconds\": %.1f, \"cpu\": %.2f}\n",
            static_cast<long long>(ran->responders), static_cast<long long>(ran->fixes),
            static_cast<long long>(ran->casesMade), static_cast<long long>(ran->commits),
            static_cast<long long>(ran->conflicts), static_cast<long long>(ran->retries),
            ran->seconds, ran->cpuSeconds);
    else
        std::printf(
            "simulated %.1f s: %lld responders, %lld positions, %lld cases, %lld commits, "
            "%lld conflicts, %lld retries; processor %.2f s\n",
            ran->seconds, static_cast<long long>(ran->responders),
            static_cast<long long>(ran->fixes), static_cast<long long>(ran->casesMade),
            static_cast<long long>(ran->commits), static_cast<long long>(ran->conflicts),
            static_cast<long long>(ran->retries), ran->cpuSeconds);
    return static_cast<int>(Exit::Done);
}

}  // namespace

const Verb kSimulate = {"simulate", "Drives a live shift on a store: positions, duties, cases.",
                        &run};

}  // namespace app
