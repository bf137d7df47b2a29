// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/seal/digest.h"

#include <sodium.h>

#include <cstdlib>
#include <vector>

namespace gis {
namespace {

static_assert(sizeof(crypto_hash_sha256_state) <= 128 && alignof(crypto_hash_sha256_state) <= 16);

crypto_hash_sha256_state* stateIn(std::array<unsigned char, 128>& place) {
    return reinterpret_cast<crypto_hash_sha256_state*>(place.data());
}

const unsigned char* bytesIn(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

int digitOf(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    return -1;
}

}  // namespace

Sha256::Sha256() {
    crypto_hash_sha256_init(stateIn(m_state));
}

Sha256& Sha256::add(std::string_view bytes) {
    crypto_hash_sha256_update(stateIn(m_state), bytesIn(bytes), bytes.size());
    return *this;
}

Digest Sha256::finish() {
    Digest digest{};
    crypto_hash_sha256_final(stateIn(m_state), digest.data());
    return digest;
}

Digest sha256(std::string_view bytes) {
    return Sha256().add(bytes).finish();
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
