// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/postgis_store.h"

#include <sys/epoll.h>
#include <unistd.h>

#include "gis/store/postgis_rows.h"
#include "gis/store/row_sql.h"

namespace gis {

using namespace dispatch;

namespace {

using namespace std::chrono_literals;

/// Positions never notify: they are looked for this often.
constexpr auto kLook = 200ms;
/// Under load notifications are answered together: sixty seats that ask after each commit of each
/// other leave the server no time to commit.
constexpr auto kBreath = 25ms;

/// PostGIS lies where the server's administrator put it.
constexpr const char* kSessionStart =
    "SELECT set_config('search_path', 'gridhall, ' || quote_ident(n.nspname), false)"
    " FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = "
    "'postgis';"
    " LISTEN gridhall";

}  // namespace

LinkHint::LinkHint() : m_descriptor(epoll_create1(EPOLL_CLOEXEC)) {}
LinkHint::~LinkHint() {
    if (m_descriptor >= 0) ::close(m_descriptor);
}
void LinkHint::watch(int socket) {
    // A closed socket has left the set by itself.
    if (m_socket >= 0) epoll_ctl(m_descriptor, EPOLL_CTL_DEL, m_socket, nullptr);
    m_socket = socket;
    if (socket < 0) return;
    epoll_event readable{EPOLLIN, {}};
    epoll_ctl(m_descriptor, EPOLL_CTL_ADD, socket, &readable);
}

PostgisStore::PostgisStore(std::string uri, std::unique_ptr<PgLink> link,
                           const OpenOptions& options)
    : m_uri(std::move(uri)), m_options(options), m_link(std::move(link)) {}

PostgisStore::~PostgisStore() = default;

Result<PgLink*> PostgisStore::link() {
    if (!m_link || m_link->isBroken()) {
        m_hint.watch(-1);
        m_listens = false;
        auto opened = PgLink::open(m_uri, m_options.patience);
        if (!opened)
            return Error{opened.error().code,
                         withoutPassword(m_uri) + ": " + opened.error().detail};
        m_link = std::move(*opened);
    }
    if (!m_listens) {
        if (auto ready = m_link->run(kSessionStart); !ready) return ready.error();
        if (auto limited = m_link->limitServer(m_options.patience); !limited)
            return limited.error();
        m_hint.watch(m_link->socket());
        m_listens = true;
    }
    return m_link.get();
}

Result<PgAnswer> PostgisStore::ask(const std::string& sql, std::initializer_list<PgValue> values,
                                   bool harmlessTwice) {
    Result<PgAnswer> answer = Error{};
    for (int tries = 0; tries < 5; ++tries) {
        auto way = link();
        if (!way) return way.error();
        answer = (*way)->ask(sql, values);
        // Taken in also where nobody asks for changes, so that they do not pile up.
        m_notified = (*way)->takeNotifications() || m_notified;
        if (answer) return answer;
        const std::string& state = (*way)->state();
        // Two that wait for each other: the server chose this one to give way, nothing was written.
        if (state == "40P01" || state == "40001" || state == "GH003") continue;
        if (answer.error().code == ErrorCode::ServerDown && harmlessTwice && tries == 0) continue;
        break;
    }
    if (isLinkFailure(answer.error().code))
        return Error{answer.error().code, withoutPassword(m_uri) + ": " + answer.error().detail};
    return answer;
}

ClockReport PostgisStore::clockReport(std::int64_t serverMillis,
                                      std::chrono::system_clock::time_point asked) const {
    ClockReport report;
    report.storeTime = Millis{std::chrono::milliseconds(serverMillis)};
    const auto answered = std::chrono::system_clock::now();
    const auto middle = asked + (answered - asked) / 2;
    const Millis here = m_options.clock
                            ? m_options.clock->now()
                            : std::chrono::time_point_cast<std::chrono::milliseconds>(middle);
    report.offset = here - report.storeTime;
    if (std::chrono::abs(report.offset) > 1s)
        report.why = "this machine's clock is " +
                     std::to_string(std::abs(report.offset.count()) / 1000) + " s " +
                     (report.offset.count() > 0 ? "ahead of" : "behind") +
                     " the server's, which stamps everything";
    return report;
}

Result<ClockReport> PostgisStore::heartbeat(const Author& by) {
    const auto asked = std::chrono::system_clock::now();
    const auto answer = ask("SELECT gridhall.beat($1, $2)", {by.seat, by.officer});
    if (!answer) return answer.error();
    return clockReport(answer->integer(0, 0), asked);
}

Result<std::vector<SeatPresence>> PostgisStore::seats() {
    const auto answer =
        ask("SELECT seat, officer, at FROM gridhall.heartbeat ORDER BY seat COLLATE \"C\"", {});
    if (!answer) return answer.error();
    std::vector<SeatPresence> seats;
    for (int row = 0; row < answer->rows(); ++row)
        seats.push_back({std::string(answer->text(row, 0)), std::string(answer->text(row, 1)),
                         Millis{std::chrono::milliseconds(answer->integer(row, 2))}});
    return seats;
}

Result<ClockReport> PostgisStore::clock() {
    const auto asked = std::chrono::system_clock::now();
    const auto answer = ask("SELECT gridhall.now_ms()", {});
    if (!answer) return answer.error();
    return clockReport(answer->integer(0, 0), asked);
}

Result<ClockReport> PostgisStore::confirmClock(const Author& by) {
    const auto asked = std::chrono::system_clock::now();
    const auto answer = ask("SELECT gridhall.confirm_clock($1, $2)", {by.officer, by.seat}, false);
    if (!answer) return answer.error();
    return clockReport(answer->integer(0, 0), asked);
}

Result<std::string> PostgisStore::identity() {
    const auto answer = ask("SELECT id FROM gridhall.store_state", {});
    if (!answer) return answer.error();
    return answer->rows() > 0 ? std::string(answer->text(0, 0)) : std::string();
}

Result<StoreInfo> PostgisStore::info() {
    std::string counts =
        "SELECT '' AS kind, 0::bigint AS rows, s.id, s.crs, s.schema,"
        " (SELECT value FROM setting r WHERE key = 'city.name' AND " +
        inForce(Kind::Setting) + ") FROM store_state s";
    for (int i = 0; i < kKindCount; ++i) {
        const auto kind = static_cast<Kind>(i);
        if (!*tableOf(kind).name) continue;
        counts += std::string(" UNION ALL SELECT '") + kindName(kind) +
                  "', count(*), '', '', 0, '' FROM " + tableOf(kind).name + " r WHERE " +
                  inForce(kind);
    }
    const auto answer = ask(counts, {});
    if (!answer) return answer.error();
    StoreInfo info;
    info.uri = withoutPassword(m_uri);
    for (int row = 0; row < answer->rows(); ++row) {
        Kind kind{};
        if (kindFromName(answer->text(row, 0), kind)) {
            info.counts.emplace_back(kind, answer->integer(row, 1));
            continue;
        }
        info.id = answer->text(row, 2);
        info.crs = answer->text(row, 3);
        info.schema = static_cast<int>(answer->integer(row, 4));
        info.cityName = answer->text(row, 5);
    }
    Query fixes;
    fixes.kind = Kind::Fix;
    const auto tracked = count(fixes);
    if (!tracked) return tracked.error();
    info.counts.emplace_back(Kind::Fix, *tracked);
    return info;
}

Result<bool> PostgisStore::mayHaveChanged() {
    // A broken line is for the next question to find out and say.
    if (!m_link || m_link->isBroken()) return true;
    m_notified = m_link->takeNotifications() || m_notified;
    const auto since = std::chrono::steady_clock::now() - m_lastLook;
    return (m_notified && since >= kBreath) || m_link->isBroken() || since >= kLook;
}

std::string withoutPassword(const std::string& uri) {
    std::string shown = uri;
    const std::size_t host = shown.find('@');
    const std::size_t user = shown.find("//");
    if (user != std::string::npos && host != std::string::npos) {
        const std::size_t colon = shown.find(':', user + 2);
        if (colon < host) shown.erase(colon, host - colon);
    }
    if (const std::size_t word = shown.find("password="); word != std::string::npos)
        shown.erase(word, shown.find_first_of("& ", word) - word);
    return shown;
}

}  // namespace gis
