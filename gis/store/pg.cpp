// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/pg.h"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <limits>

namespace gis {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

namespace {

using SteadyClock = std::chrono::steady_clock;

std::string firstLine(const char* words) {
    std::string_view text(words ? words : "");
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())))
        text.remove_suffix(1);
    return std::string(text.substr(0, text.find('\n')));
}

/// The code in a message of a connection that failed: "FATAL:  53300: sorry, …". The words before
/// and after it are in the server's language.
std::string stateIn(std::string_view message) {
    for (std::size_t at = message.find(": "); at != std::string_view::npos;
         at = message.find(": ", at + 1)) {
        const std::size_t from = message.find_first_not_of(' ', at + 1);
        if (from == std::string_view::npos || from + 6 > message.size()) continue;
        const std::string_view code = message.substr(from, 5);
        const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
        const auto fits = [&](char c) { return isDigit(c) || (c >= 'A' && c <= 'Z'); };
        // Every code has a digit; "FATAL" and "PANIC" have none.
        if (message[from + 5] == ':' && std::all_of(code.begin(), code.end(), fits) &&
            std::any_of(code.begin(), code.end(), isDigit))
            return std::string(code);
    }
    return {};
}

/// Waits until the socket can be read or written.
bool waitFor(int socket, short events, SteadyClock::time_point until) {
    for (;;) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(until - SteadyClock::now()).count();
        if (left <= 0) return false;
        pollfd one{socket, events, 0};
        const int ready = poll(&one, 1, static_cast<int>(left));
        if (ready > 0) return true;
        if (ready == 0) return false;
        if (errno != EINTR) return true;  // libpq will say what is wrong.
    }
}

template <class Number>
Number numberIn(std::string_view text) {
    Number value{};
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

}  // namespace

ErrorCode errorCodeOfState(std::string_view state) {
    const std::string_view family = state.substr(0, 2);
    if (family == "08" || family == "57" || state == "25006")
        return state == "57014" ? ErrorCode::TimedOut : ErrorCode::ServerDown;
    if (state == "53300") return ErrorCode::ServerFull;
    if (family == "28") return ErrorCode::SignInRefused;
    if (state == "42501" || state == "GH004") return ErrorCode::NotAllowed;
    // What the program asks for is not there: a person has to look.
    if (family == "42") return ErrorCode::Corrupt;
    if (state == "GH001" || state == "GH005") return ErrorCode::Conflict;
    if (state == "GH002" || family == "22" || family == "23") return ErrorCode::BadInput;
    if (family == "XX" && state != "XX000") return ErrorCode::Corrupt;
    return ErrorCode::Unavailable;
}

PgAnswer& PgAnswer::operator=(PgAnswer&& other) noexcept {
    std::swap(m_result, other.m_result);
    return *this;
}
PgAnswer::~PgAnswer() {
    PQclear(m_result);
}
int PgAnswer::rows() const {
    return PQntuples(m_result);
}
bool PgAnswer::isNull(int row, int column) const {
    return PQgetisnull(m_result, row, column) != 0;
}
std::string_view PgAnswer::text(int row, int column) const {
    return {PQgetvalue(m_result, row, column),
            static_cast<std::size_t>(PQgetlength(m_result, row, column))};
}
std::int64_t PgAnswer::integer(int row, int column) const {
    return numberIn<std::int64_t>(text(row, column));
}

PgValue::PgValue(double number) {
    std::array<char, 32> words{};
    const auto end = std::to_chars(words.data(), words.data() + words.size(), number).ptr;
    m_text.emplace(words.data(), end);
}

Result<std::unique_ptr<PgLink>> PgLink::open(const std::string& uri, Patience patience) {
    char* fault = nullptr;
    PQconninfoOption* parsed = PQconninfoParse(uri.c_str(), &fault);
    if (!parsed) {
        const std::string words = firstLine(fault);
        PQfreemem(fault);
        return Error{ErrorCode::BadInput, words};
    }
    PQconninfoFree(parsed);
    std::unique_ptr<PgLink> link(new PgLink);
    link->m_patience = patience;
    const std::array keywords = {"dbname", "fallback_application_name", "client_encoding",
                                 static_cast<const char*>(nullptr)};
    const std::array values = {uri.c_str(), "gridhall", "UTF8", static_cast<const char*>(nullptr)};
    link->m_connection = PQconnectStartParams(keywords.data(), values.data(), 1);
    PGconn* made = link->m_connection;
    if (!made) return Error{ErrorCode::Unavailable, "no memory for a connection"};
    PQsetErrorVerbosity(made, PQERRORS_VERBOSE);
    const auto until = SteadyClock::now() + patience;
    bool inTime = PQstatus(made) != CONNECTION_BAD;
    for (auto state = PGRES_POLLING_WRITING; inTime;) {
        inTime = waitFor(PQsocket(made), state == PGRES_POLLING_READING ? POLLIN : POLLOUT, until);
        if (!inTime) return Error{ErrorCode::TimedOut, "the server did not answer in time"};
        state = PQconnectPoll(made);
        if (state == PGRES_POLLING_OK || state == PGRES_POLLING_FAILED) break;
    }
    if (PQstatus(made) != CONNECTION_OK) {
        const std::string state = stateIn(PQerrorMessage(made));
        const std::string words = firstLine(PQerrorMessage(made));
        if (PQconnectionNeedsPassword(made)) return Error{ErrorCode::SignInRefused, words};
        // Without a code it was not the server that answered.
        return Error{state.empty() ? ErrorCode::ServerDown : errorCodeOfState(state), words};
    }
    PQsetErrorVerbosity(made, PQERRORS_DEFAULT);
    PQsetNoticeProcessor(
        made, [](void*, const char*) {}, nullptr);
    PQsetnonblocking(made, 1);
    return link;
}

PgLink::~PgLink() {
    close();
}

void PgLink::close() {
    PQfinish(m_connection);
    m_connection = nullptr;
    m_prepared.clear();
}

bool PgLink::isBroken() const {
    return !m_connection || PQstatus(m_connection) != CONNECTION_OK;
}
int PgLink::socket() const {
    return m_connection ? PQsocket(m_connection) : -1;
}
int PgLink::serverVersion() const {
    return PQserverVersion(m_connection);
}

Error PgLink::refusal(pg_result* result) {
    const auto field = [&](int which) {
        const char* words = result ? PQresultErrorField(result, which) : nullptr;
        return std::string(words ? words : "");
    };
    m_state = field(PG_DIAG_SQLSTATE);
    m_detail = field(PG_DIAG_MESSAGE_DETAIL);
    std::string words = field(PG_DIAG_MESSAGE_PRIMARY);
    if (words.empty()) words = firstLine(PQerrorMessage(m_connection));
    if (words.empty()) words = "the line to the server broke";
    const bool broke = isBroken() && errorCodeOfState(m_state) != ErrorCode::SignInRefused;
    return Error{broke || m_state.empty() ? ErrorCode::ServerDown : errorCodeOfState(m_state),
                 std::move(words)};
}

Error PgLink::late() {
    close();
    m_state.clear();
    return {ErrorCode::TimedOut,
            "the server did not answer within " + std::to_string(m_patience.count()) + " ms"};
}

Result<void> PgLink::flush(SteadyClock::time_point until) {
    for (int left = PQflush(m_connection); left != 0; left = PQflush(m_connection)) {
        if (left < 0) return refusal(nullptr);
        if (!waitFor(PQsocket(m_connection), POLLIN | POLLOUT, until)) return late();
        PQconsumeInput(m_connection);
    }
    return {};
}

Result<PgAnswer> PgLink::wait() {
    const auto until = SteadyClock::now() + m_patience;
    if (auto sent = flush(until); !sent) return sent.error();
    PgAnswer last;
    std::optional<Error> failed;
    for (;;) {
        while (PQisBusy(m_connection)) {
            if (!waitFor(PQsocket(m_connection), POLLIN, until)) return late();
            if (PQconsumeInput(m_connection) == 0) return refusal(nullptr);
        }
        PGresult* result = PQgetResult(m_connection);
        if (!result) break;
        PgAnswer one(result);
        const ExecStatusType status = PQresultStatus(result);
        if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && !failed)
            failed = refusal(result);
        last = std::move(one);
    }
    if (failed) return *failed;
    if (isBroken()) return refusal(nullptr);
    return last;
}

Result<PgAnswer> PgLink::ask(const std::string& sql, std::span<const PgValue> values) {
    if (isBroken()) return Error{ErrorCode::ServerDown, "the line to the server broke"};
    std::vector<const char*> texts;
    texts.reserve(values.size());
    for (const PgValue& value : values) texts.push_back(value.text());
    auto known = m_prepared.find(sql);
    if (known == m_prepared.end()) {
        const std::string name = "s" + std::to_string(m_prepared.size());
        if (!PQsendPrepare(m_connection, name.c_str(), sql.c_str(), 0, nullptr))
            return refusal(nullptr);
        if (auto prepared = wait(); !prepared) return prepared.error();
        known = m_prepared.emplace(sql, name).first;
    }
    if (!PQsendQueryPrepared(m_connection, known->second.c_str(), static_cast<int>(texts.size()),
                             texts.data(), nullptr, nullptr, 0))
        return refusal(nullptr);
    return wait();
}

Result<PgAnswer> PgLink::run(const std::string& sql) {
    if (isBroken()) return Error{ErrorCode::ServerDown, "the line to the server broke"};
    if (!PQsendQuery(m_connection, sql.c_str())) return refusal(nullptr);
    return wait();
}

Result<void> PgLink::limitServer(Patience patience) {
    m_patience = patience;
    const auto set = run("SET statement_timeout = " + std::to_string(patience.count()));
    return set ? Result<void>() : set.error();
}

Result<void> PgLink::scan(const std::string& sql, std::span<const PgValue> values, int piece,
                          const std::function<bool(const PgAnswer&, int)>& row) {
    if (piece > 0)
        if (auto begun = run("BEGIN READ ONLY"); !begun) return begun.error();
    auto answer = ask(piece > 0 ? "DECLARE rows NO SCROLL CURSOR FOR " + sql : sql, values);
    bool more = answer.has_value();
    while (more) {
        if (piece > 0) answer = run("FETCH " + std::to_string(piece) + " FROM rows");
        if (!answer || answer->rows() == 0) break;
        for (int i = 0; more && i < answer->rows(); ++i) more = row(*answer, i);
        more = more && piece > 0;
    }
    if (piece > 0 && !isBroken()) {
        // Ends the cursor with its transaction; after a refusal it is the only thing that works.
        const std::string state = m_state;
        if (auto ended = run("ROLLBACK"); !ended && answer) return ended.error();
        m_state = state;
    }
    if (!answer) return answer.error();
    return {};
}

Result<void> PgLink::copyIn(const std::string& sql, std::string_view lines) {
    constexpr std::size_t kPiece = 1U << 16;
    if (isBroken()) return Error{ErrorCode::ServerDown, "the line to the server broke"};
    if (!PQsendQuery(m_connection, sql.c_str())) return refusal(nullptr);
    const auto until = SteadyClock::now() + m_patience;
    if (auto sent = flush(until); !sent) return sent;
    while (PQisBusy(m_connection)) {
        if (!waitFor(PQsocket(m_connection), POLLIN, until)) return late();
        if (PQconsumeInput(m_connection) == 0) return refusal(nullptr);
    }
    PGresult* first = PQgetResult(m_connection);
    const PgAnswer kept(first);
    if (PQresultStatus(first) != PGRES_COPY_IN) {
        Error why = refusal(first);
        while (PGresult* rest = PQgetResult(m_connection)) PQclear(rest);
        return why;
    }
    while (!lines.empty()) {
        const std::string_view piece = lines.substr(0, kPiece);
        const int taken = PQputCopyData(m_connection, piece.data(), static_cast<int>(piece.size()));
        if (taken < 0) return refusal(nullptr);
        if (taken > 0) lines.remove_prefix(piece.size());
        if (auto sent = flush(until); !sent) return sent;
    }
    for (int ended = 0; ended == 0;) {
        ended = PQputCopyEnd(m_connection, nullptr);
        if (ended < 0) return refusal(nullptr);
        if (auto sent = flush(until); !sent) return sent;
    }
    auto done = wait();
    return done ? Result<void>() : done.error();
}

bool PgLink::takeNotifications() {
    if (isBroken()) return false;
    PQconsumeInput(m_connection);
    bool any = false;
    while (PGnotify* note = PQnotifies(m_connection)) {
        any = true;
        PQfreemem(note);
    }
    return any;
}

std::string pgArray(std::span<const std::int64_t> numbers) {
    std::string text = "{";
    for (const std::int64_t number : numbers) {
        if (text.size() > 1) text += ',';
        text += std::to_string(number);
    }
    return text + '}';
}

std::vector<std::int64_t> numbersFromPgArray(std::string_view text) {
    std::vector<std::int64_t> numbers;
    for (std::size_t at = 1; at < text.size();) {
        const std::size_t end = text.find_first_of(",}", at);
        if (end == std::string_view::npos || end == at) break;
        numbers.push_back(numberIn<std::int64_t>(text.substr(at, end - at)));
        at = end + 1;
    }
    return numbers;
}

double realFromPg(std::string_view text) {
    if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (text == "Infinity") return std::numeric_limits<double>::infinity();
    if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
    return numberIn<double>(text);
}

bool PgRow::parse(std::string_view text) {
    m_text.clear();
    m_fields.clear();
    if (text.size() < 2 || text.front() != '(' || text.back() != ')') return false;
    m_text.reserve(text.size());
    std::size_t at = 1;
    for (;;) {
        Field field{m_text.size(), 0, true};
        bool quoted = false;
        for (; at < text.size(); ++at) {
            const char c = text[at];
            if (!quoted && (c == ',' || (c == ')' && at + 1 == text.size()))) break;
            field.null = false;
            if (c == '"') {
                // A doubled quote inside quotes is one.
                if (quoted && at + 1 < text.size() && text[at + 1] == '"')
                    m_text += text[++at];
                else
                    quoted = !quoted;
            } else if (c == '\\' && at + 1 < text.size()) {
                m_text += text[++at];
            } else {
                m_text += c;
            }
        }
        if (at >= text.size()) return false;
        field.size = m_text.size() - field.from;
        m_fields.push_back(field);
        if (text[at] == ')') return true;
        ++at;
    }
}

bool PgRow::isNull(int column) const {
    return column >= size() || m_fields[static_cast<std::size_t>(column)].null;
}
std::string_view PgRow::view(int column) const {
    if (isNull(column)) return {};
    const Field& field = m_fields[static_cast<std::size_t>(column)];
    return std::string_view(m_text).substr(field.from, field.size);
}
std::int64_t PgRow::integer(int column) const {
    return numberIn<std::int64_t>(view(column));
}
double PgRow::real(int column) const {
    return realFromPg(view(column));
}

}  // namespace gis
