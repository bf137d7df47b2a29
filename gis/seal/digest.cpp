// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/seal/digest.h"

#include <openssl/evp.h>
#include <sodium.h>

#include <cstdlib>
#include <memory>
#include <vector>

namespace gis {
namespace {

/// OpenSSL's SHA-256: with the processor's SHA instructions four times as fast as libsodium's.
class Hasher {
  public:
    Hasher()
        : m_kind(EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free),
          m_context(EVP_MD_CTX_new(), EVP_MD_CTX_free) {}
    Digest operator()(std::string_view bytes) {
        Digest digest{};
        if (!m_kind || !m_context || !EVP_DigestInit_ex2(m_context.get(), m_kind.get(), nullptr) ||
            !EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size()) ||
            !EVP_DigestFinal_ex(m_context.get(), digest.data(), nullptr))
            std::abort();
        return digest;
    }

  private:
    std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> m_kind;
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> m_context;
};

int digitOf(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    return -1;
}

}  // namespace

Digest sha256(std::string_view bytes) {
    thread_local Hasher hasher;
    return hasher(bytes);
}

std::string sha256Hex(std::string_view bytes) {
    return hexOf(sha256(bytes));
}

std::string hexOf(std::span<const std::uint8_t> bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string hex(bytes.size() * 2, '0');
    char* to = hex.data();
    for (const std::uint8_t byte : bytes) {
        *to++ = kDigits[byte >> 4];
        *to++ = kDigits[byte & 15];
    }
    return hex;
}

bool bytesOf(std::string_view hex, std::span<std::uint8_t> bytes) {
    if (hex.size() != bytes.size() * 2) return false;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = digitOf(hex[2 * i]);
        const int low = digitOf(hex[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return true;
}

std::string randomHex(int bytes) {
    if (sodium_init() < 0) std::abort();
    std::vector<std::uint8_t> random(static_cast<std::size_t>(bytes));
    randombytes_buf(random.data(), random.size());
    std::string hex = hexOf(random);
    sodium_memzero(random.data(), random.size());
    return hex;
}

}  // namespace gis
