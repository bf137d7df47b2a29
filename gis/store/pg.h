// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dispatch/result.h"

struct pg_conn;
struct pg_result;

namespace gis {

/// What a statement answered; text, by row and column from 0.
class PgAnswer {
  public:
    explicit PgAnswer(pg_result* result = nullptr) : m_result(result) {}
    PgAnswer(PgAnswer&& other) noexcept : m_result(other.m_result) { other.m_result = nullptr; }
    PgAnswer& operator=(PgAnswer&& other) noexcept;
    ~PgAnswer();

    int rows() const;
    bool isNull(int row, int column) const;
    std::string_view text(int row, int column) const;
    std::int64_t integer(int row, int column) const;

  private:
    pg_result* m_result;
};

/// One parameter of a statement: NULL, or its text.
class PgValue {
  public:
    PgValue(std::nullopt_t) {}
    PgValue(std::string text) : m_text(std::move(text)) {}
    PgValue(std::string_view text) : m_text(text) {}
    PgValue(const char* text) : m_text(text) {}
    PgValue(std::int64_t number) : m_text(std::to_string(number)) {}
    PgValue(double number);
    const char* text() const { return m_text ? m_text->c_str() : nullptr; }

  private:
    std::optional<std::string> m_text;
};

/// One connection to a PostgreSQL server. No call waits longer than its patience (a name
/// that has to be looked up apart): a server that does not answer in time is taken for lost and the
/// connection is closed.
///
/// @thread one at a time.
class PgLink {
  public:
    using Patience = std::chrono::milliseconds;

    /// @param uri "postgresql://…" or libpq's "key=value …".
    /// @error ServerDown, ServerFull, SignInRefused, TimedOut as they say; Unavailable any other
    ///        reason, e.g. no such database.
    static dispatch::Result<std::unique_ptr<PgLink>> open(const std::string& uri,
                                                          Patience patience);
    ~PgLink();
    PgLink(const PgLink&) = delete;
    PgLink& operator=(const PgLink&) = delete;

    /// Runs one statement; it is prepared on its first use.
    dispatch::Result<PgAnswer> ask(const std::string& sql,
                                   std::initializer_list<PgValue> values = {}) {
        return ask(sql, std::span(values.begin(), values.size()));
    }
    dispatch::Result<PgAnswer> ask(const std::string& sql, std::span<const PgValue> values);
    /// Runs statements without parameters, one or many, in one round trip; the last one's answer.
    dispatch::Result<PgAnswer> run(const std::string& sql);
    /// Runs one query and hands over its rows until `row` says false. `row` may not use the link.
    /// @param piece Rows fetched at a time, so that neither side holds a long answer; 0 for all.
    dispatch::Result<void> scan(const std::string& sql, std::span<const PgValue> values, int piece,
                                const std::function<bool(const PgAnswer&, int row)>& row);
    /// Hands the lines of a COPY … FROM STDIN in text format to the server.
    dispatch::Result<void> copyIn(const std::string& sql, std::string_view lines);
    /// For calls that take longer by nature.
    void setPatience(Patience patience) { m_patience = patience; }
    /// The same, and the server gives up by then too: what nobody waits for does not go on.
    dispatch::Result<void> limitServer(Patience patience);

    /// SQLSTATE and DETAIL of the last refusal.
    const std::string& state() const { return m_state; }
    const std::string& detail() const { return m_detail; }

    bool isBroken() const;
    int socket() const;
    int serverVersion() const;
    /// Takes in what the server sent by itself.
    /// @return Whether a notification was among it.
    bool takeNotifications();

  private:
    PgLink() = default;
    dispatch::Error refusal(pg_result* result);
    dispatch::Result<PgAnswer> wait();
    dispatch::Error late();
    /// Sends what is still here, taking in what the server says meanwhile.
    dispatch::Result<void> flush(std::chrono::steady_clock::time_point until);
    void close();

    pg_conn* m_connection = nullptr;
    Patience m_patience{5000};
    std::map<std::string, std::string, std::less<>> m_prepared;
    std::string m_state;
    std::string m_detail;
};

/// The code that belongs to a server's SQLSTATE.
dispatch::ErrorCode errorCodeOfState(std::string_view state);

/// "{1,2,3}": a PostgreSQL array, and back. NULL elements are not ours.
std::string pgArray(std::span<const std::int64_t> numbers);
std::vector<std::int64_t> numbersFromPgArray(std::string_view text);

/// A number as PostgreSQL writes it, "NaN" and "-Infinity" among them.
double realFromPg(std::string_view text);

/// The fields of a row as PostgreSQL writes it: `(1,"a ""b""",,x)`.
class PgRow {
  public:
    /// @return False where it is no row.
    bool parse(std::string_view text);
    int size() const { return static_cast<int>(m_fields.size()); }
    bool isNull(int column) const;
    std::string_view view(int column) const;
    std::string text(int column) const { return std::string(view(column)); }
    std::int64_t integer(int column) const;
    double real(int column) const;

  private:
    struct Field {
        std::size_t from = 0;
        std::size_t size = 0;
        bool null = true;
    };
    std::string m_text;
    std::vector<Field> m_fields;
};

}  // namespace gis
