// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace dispatch {

/// What kind of failure it was; branch on this, never on the text.
enum class ErrorCode {
    NotFound,       ///< The thing asked for does not exist.
    NotAllowed,     ///< A right, a rule or a guard refuses it; nothing was written.
    Conflict,       ///< Somebody was first; nothing was written.
    BadInput,       ///< A file, row, field or argument is wrong; nothing was written.
    Unavailable,    ///< The store or a file cannot be reached now; trying again may help.
    Corrupt,        ///< Stored data is damaged; a person has to look.
    Cancelled,      ///< The user stopped it; nothing was written.
    ServerDown,     ///< The store's server is not there, is restarting, or the line to it broke.
    ServerFull,     ///< The server takes no more connections now.
    SignInRefused,  ///< The server refuses the role or its password.
    TimedOut,       ///< The server did not answer in time.
};

/// Tells whether a failure is one of the way to the store: it may pass by itself, and what was
/// asked can be asked again.
constexpr bool isLinkFailure(ErrorCode code) {
    return code == ErrorCode::Unavailable || code == ErrorCode::ServerDown ||
           code == ErrorCode::ServerFull || code == ErrorCode::SignInRefused ||
           code == ErrorCode::TimedOut;
}

/// A failure: a code for branching and one clear sentence naming file, row or field.
struct Error {
    ErrorCode code = ErrorCode::Unavailable;
    std::string detail;
};

/// A value or an Error, with the member names of std::expected (C++23).
template <class T>
class [[nodiscard]] Result {
  public:
    using value_type = T;
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    bool has_value() const noexcept { return m_state.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    T& value() & {
        assert(has_value());
        return std::get<0>(m_state);
    }
    const T& value() const& {
        assert(has_value());
        return std::get<0>(m_state);
    }
    T&& value() && {
        assert(has_value());
        return std::get<0>(std::move(m_state));
    }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const Error& error() const {
        assert(!has_value());
        return std::get<1>(m_state);
    }

    template <class U>
    T value_or(U&& other) const& {
        return has_value() ? value() : static_cast<T>(std::forward<U>(other));
    }

  private:
    std::variant<T, Error> m_state;
};

/// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void> {
  public:
    using value_type = void;
    Result() = default;
    Result(Error error) : m_error(std::move(error)), m_ok(false) {}

    bool has_value() const noexcept { return m_ok; }
    explicit operator bool() const noexcept { return m_ok; }
    const Error& error() const {
        assert(!m_ok);
        return m_error;
    }

  private:
    Error m_error;
    bool m_ok = true;
};

}  // namespace dispatch
