// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/seal/password.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "dispatch/text.h"
#include "gis/seal/common_passwords.h"
#include "gis/seal/digest.h"
#include "gis/seal/files.h"

namespace gis {

using namespace dispatch;

namespace {

constexpr unsigned long long kPasses = crypto_pwhash_OPSLIMIT_INTERACTIVE;
constexpr std::size_t kMemory = crypto_pwhash_MEMLIMIT_INTERACTIVE;
constexpr std::string_view kTokenForm = "sha256:";
// Without i, l, o, 0 and 1.
constexpr std::string_view kReadable = "abcdefghjkmnpqrstuvwxyz23456789";

std::string lower(std::string_view text) {
    std::string made(text);
    for (char& letter : made)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return made;
}

std::size_t charactersIn(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char byte) { return (byte & '\xC0') != '\x80'; }));
}

}  // namespace

Secret::Secret(Secret&& other) noexcept : m_text(other.m_text) {
    other.wipe();
}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this == &other) return *this;
    wipe();
    m_text = other.m_text;
    other.wipe();
    return *this;
}

Secret::~Secret() {
    wipe();
}

void Secret::wipe() {
    sodium_memzero(m_text.data(), m_text.size());
    m_text.clear();
}

Result<Secret> readSecret(const std::string& file) {
    const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened && errno == ENOENT)
        return Error{ErrorCode::NotFound, "there is no password file " + file};
    struct stat facts {};
    if (!opened || ::fstat(opened.number(), &facts) != 0) return cannot(file, "read");
    if (S_ISREG(facts.st_mode) && (facts.st_mode & 077) != 0)
        return Error{ErrorCode::NotAllowed,
                     file + " holds a password that others may read: its mode must be 0600"};
    std::array<char, kMostPasswordBytes + 2> bytes{};
    std::size_t length = 0;
    while (length < bytes.size()) {
        const ssize_t more = ::read(opened.number(), bytes.data() + length, bytes.size() - length);
        if (more < 0 && errno == EINTR) continue;
        if (more <= 0) break;
        length += static_cast<std::size_t>(more);
    }
    std::string_view line(bytes.data(), length);
    line = line.substr(0, line.find('\n'));
    if (line.ends_with('\r')) line.remove_suffix(1);
    Secret secret{std::string(line)};
    const bool fits = !line.empty() && line.size() <= kMostPasswordBytes;
    sodium_memzero(bytes.data(), bytes.size());
    if (!fits)
        return Error{ErrorCode::BadInput,
                     file + " must hold a password of 1 to 1024 bytes in its first line"};
    return secret;
}

Result<void> keepSecret(const std::string& file, const Secret& secret) {
    Secret line(std::string(secret.text()) + '\n');
    return putPrivateFile(file, line.text(), true);
}

Result<void> checkPassword(const Secret& password, std::string_view user) {
    const auto refused = [](const char* why) {
        return Error{ErrorCode::BadInput, std::string("the password ") + why};
    };
    if (password.text().size() > kMostPasswordBytes) return refused("has more than 1024 bytes");
    if (!isUtf8(password.text())) return refused("is no UTF-8 text");
    if (charactersIn(password.text()) < kLeastPasswordCharacters)
        return refused("has fewer than 8 characters");
    const Secret plain(lower(password.text()));
    if (plain.text() == lower(user)) return refused("is the user's name");
    const auto common = commonPasswords();
    if (std::find(common.begin(), common.end(), plain.text()) != common.end())
        return refused("is one of the most common ones, which are tried first");
    return {};
}

Result<std::string> hashPassword(const Secret& password) {
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (sodium_init() < 0 || crypto_pwhash_str(text.data(), password.text().data(),
                                               password.text().size(), kPasses, kMemory) != 0)
        return Error{ErrorCode::Unavailable, "a password cannot be hashed: 64 MiB are not free"};
    return std::string(text.data());
}

bool passwordFits(const std::string& kept, const Secret& password) {
    if (kept.starts_with(kTokenForm)) {
        const std::string given = keepToken(password);
        return given.size() == kept.size() &&
               sodium_memcmp(given.data(), kept.data(), kept.size()) == 0;
    }
    if (kept.size() >= crypto_pwhash_STRBYTES || !kept.starts_with(crypto_pwhash_STRPREFIX)) {
        (void)hashPassword(password);
        return false;
    }
    return crypto_pwhash_str_verify(kept.c_str(), password.text().data(), password.text().size()) ==
           0;
}

bool needsRehash(const std::string& kept) {
    if (kept.starts_with(kTokenForm)) return false;
    return kept.size() >= crypto_pwhash_STRBYTES ||
           crypto_pwhash_str_needs_rehash(kept.c_str(), kPasses, kMemory) != 0;
}

Secret oneTimePassword() {
    if (sodium_init() < 0) std::abort();
    std::string text;
    text.reserve(19);
    for (int i = 0; i < 16; ++i) {
        if (i > 0 && i % 4 == 0) text += '-';
        text += kReadable[randombytes_uniform(static_cast<std::uint32_t>(kReadable.size()))];
    }
    Secret made(text);
    sodium_memzero(text.data(), text.size());
    return made;
}

Secret deviceToken() {
    return Secret(randomHex(32));
}

std::string keepToken(const Secret& token) {
    return std::string(kTokenForm) + sha256Hex(token.text());
}

}  // namespace gis
