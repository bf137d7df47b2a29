// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "dispatch/result.h"

namespace gis {

/// Text that is overwritten with zeros when it goes: passwords and tokens.
class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string text) : m_text(std::move(text)) {}
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();
    std::string_view text() const { return m_text; }
    bool empty() const { return m_text.empty(); }

  private:
    void wipe();
    std::string m_text;
};

/// Reads the first line of a file that only its owner may read: how a verb is given a password.
/// @error NotAllowed others may read it. NotFound it is not there. BadInput it is empty or its line
/// is longer than kMostPasswordBytes.
dispatch::Result<Secret> readSecret(const std::string& file);

/// Writes a secret as the only line of a file that only its owner may read, whole or not at all.
dispatch::Result<void> keepSecret(const std::string& file, const Secret& secret);

constexpr std::size_t kLeastPasswordCharacters = 8;
constexpr std::size_t kMostPasswordBytes = 1024;

/// Whether somebody may choose this password.
/// @param user Name it is for; it may not be the password.
/// @error BadInput fewer than 8 characters, over 1,024 bytes, no UTF-8, the user's name, or one of
/// the most common ones; the sentence says which and never repeats the password.
/// @source OWASP ASVS 5.0, 6.2.1 and 6.2.4.
dispatch::Result<void> checkPassword(const Secret& password, std::string_view user);

/// What the store keeps of a password: Argon2id in libsodium's text form, with libsodium's
/// interactive limits (two passes over 64 MiB; 0.09 s on one core of the machine it was measured
/// on).
/// @error Unavailable there are no 64 MiB.
dispatch::Result<std::string> hashPassword(const Secret& password);

/// Whether the password gives the kept text, of hashPassword or of keepToken. Takes as long for a
/// text that is neither, so that nobody learns which names there are.
bool passwordFits(const std::string& kept, const Secret& password);

/// Whether the kept text was made with weaker limits than today's: hash anew at the next sign-in.
bool needsRehash(const std::string& kept);

/// A password for one sign-in: 16 letters and digits without look-alikes in four groups with a dash
/// between, 79 bits.
Secret oneTimePassword();

/// What a device signs in with: 256 bits nobody can guess, as hex.
Secret deviceToken();
/// What the store keeps of a token: "sha256:" and hex. A token needs no slow hash, and thousands of
/// devices could not pay for one.
std::string keepToken(const Secret& token);

}  // namespace gis
