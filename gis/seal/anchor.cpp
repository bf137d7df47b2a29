// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/seal/anchor.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <system_error>
#include <utility>

#include "gis/seal/files.h"

namespace gis {

using namespace dispatch;

namespace {

constexpr std::string_view kForm = "gridhall-anchor-1";
constexpr std::string_view kKeyForm = "gridhall-seal-key-1 ";
constexpr std::size_t kSignatureDigits = crypto_sign_BYTES * 2;

std::string signedPart(const Anchor& anchor) {
    std::string text(kForm);
    text += ' ' + anchor.store + ' ' + std::to_string(anchor.seq.value) + ' ' + anchor.chain + ' ' +
            std::to_string(anchor.at.time_since_epoch().count()) + ' ' + anchor.key;
    return text;
}

std::optional<std::int64_t> numberIn(std::string_view text) {
    std::int64_t value = 0;
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
    return value;
}

std::vector<std::string_view> words(std::string_view line) {
    std::vector<std::string_view> found;
    while (true) {
        const std::size_t end = line.find(' ');
        found.push_back(line.substr(0, end));
        if (end == std::string_view::npos) return found;
        line.remove_prefix(end + 1);
    }
}

bool isHex(std::string_view text, std::size_t digits) {
    return text.size() == digits &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::optional<Anchor> anchorIn(const std::vector<std::string_view>& word) {
    if (word.size() != 7 || word[0] != kForm) return std::nullopt;
    const auto seq = numberIn(word[2]);
    const auto at = numberIn(word[4]);
    if (!seq || !at || *seq < 1 || !isHex(word[3], 64) || !isHex(word[5], 64) ||
        !isHex(word[6], kSignatureDigits))
        return std::nullopt;
    return Anchor{std::string(word[1]), JournalSeq{*seq},
                  std::string(word[3]), Millis(std::chrono::milliseconds(*at)),
                  std::string(word[5]), std::string(word[6])};
}

/// Whoever came first keeps its key.
Result<void> makeKey(const std::filesystem::path& file) {
    std::string text = std::string(kKeyForm) + randomHex(crypto_sign_SEEDBYTES) + '\n';
    auto made = putPrivateFile(file, text, false);
    sodium_memzero(text.data(), text.size());
    return made;
}

}  // namespace

bool signatureFits(const Anchor& anchor) {
    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> key{};
    std::array<std::uint8_t, crypto_sign_BYTES> signature{};
    if (!bytesOf(anchor.key, key) || !bytesOf(anchor.signature, signature)) return false;
    const std::string text = signedPart(anchor);
    return crypto_sign_verify_detached(signature.data(),
                                       reinterpret_cast<const unsigned char*>(text.data()),
                                       text.size(), key.data()) == 0;
}

SealKey::SealKey(const std::array<std::uint8_t, 32>& seed) {
    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> open{};
    static_assert(sizeof(m_secret) == crypto_sign_SECRETKEYBYTES);
    crypto_sign_seed_keypair(open.data(), m_secret.data(), seed.data());
}

SealKey::SealKey(SealKey&& other) noexcept : m_secret(other.m_secret) {
    sodium_memzero(other.m_secret.data(), other.m_secret.size());
}

SealKey::~SealKey() {
    sodium_memzero(m_secret.data(), m_secret.size());
}

Result<SealKey> SealKey::openOrMake(const std::filesystem::path& file) {
    if (sodium_init() < 0)
        return Error{ErrorCode::Unavailable, "libsodium cannot be started: no source of chance"};
    for (int attempt = 0; attempt < 2; ++attempt) {
        const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
        if (!opened && errno == ENOENT && attempt == 0) {
            if (auto made = makeKey(file); !made) return made.error();
            continue;
        }
        struct stat facts {};
        if (!opened || ::fstat(opened.number(), &facts) != 0) return cannot(file, "read");
        if (facts.st_mode & 077)
            return Error{
                ErrorCode::NotAllowed,
                file.string() + " holds a key that others may read: its mode must be 0600"};
        std::array<char, 128> text{};
        const ssize_t length = ::read(opened.number(), text.data(), text.size());
        std::array<std::uint8_t, 32> seed{};
        std::string_view said(text.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
        const bool whole = said.size() == kKeyForm.size() + 65 && said.starts_with(kKeyForm) &&
                           said.ends_with('\n') && bytesOf(said.substr(kKeyForm.size(), 64), seed);
        sodium_memzero(text.data(), text.size());
        if (!whole)
            return Error{ErrorCode::Corrupt, file.string() + " does not hold a key of GridHall"};
        SealKey key(seed);
        sodium_memzero(seed.data(), seed.size());
        return key;
    }
    return cannot(file, "read");
}

std::string SealKey::publicHex() const {
    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> open{};
    crypto_sign_ed25519_sk_to_pk(open.data(), m_secret.data());
    return hexOf(open);
}

Anchor SealKey::sign(const std::string& store, JournalSeq seq, const std::string& chain,
                     Millis at) const {
    Anchor anchor{store, seq, chain, at, publicHex(), {}};
    const std::string text = signedPart(anchor);
    std::array<std::uint8_t, crypto_sign_BYTES> signature{};
    crypto_sign_detached(signature.data(), nullptr,
                         reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                         m_secret.data());
    anchor.signature = hexOf(signature);
    return anchor;
}

Result<std::optional<Anchor>> Anchorage::anchor(Store& store) {
    const auto id = store.identity();
    if (!id) return id.error();
    const auto head = store.journalHead();
    if (!head) return head.error();
    const bool nothingNew = *id == m_lastStore && head->chain == m_lastChain;
    if (!head->seq || nothingNew) return std::optional<Anchor>();
    const auto clock = store.clock();
    if (!clock) return clock.error();
    Anchor made = m_key.sign(*id, head->seq, head->chain, std::max(clock->storeTime, head->at));
    if (auto written = appendAnchor(m_folder, made); !written) return written.error();
    m_lastStore = *id;
    m_lastChain = head->chain;
    return std::optional(std::move(made));
}

std::filesystem::path anchorFile(const std::filesystem::path& folder, const std::string& store) {
    return folder / (store + ".anchors");
}

Result<void> appendAnchor(const std::filesystem::path& folder, const Anchor& anchor) {
    if (auto made = makeFolder(folder); !made) return made;
    const std::filesystem::path file = anchorFile(folder, anchor.store);
    const Descriptor opened(::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
    struct stat facts {};
    if (!opened || ::fstat(opened.number(), &facts) != 0) return cannot(file, "opened");
    // A line somebody was killed in is ended first: it must not take this one with it.
    char last = '\n';
    if (facts.st_size > 0 && ::pread(opened.number(), &last, 1, facts.st_size - 1) != 1)
        return cannot(file, "read");
    const std::string line =
        (last == '\n' ? "" : "\n") + signedPart(anchor) + ' ' + anchor.signature + '\n';
    if (!writeWhole(opened.number(), line)) return cannot(file, "written");
    if (facts.st_size == 0) syncFolder(folder);
    return {};
}

Result<Anchors> readAnchors(const std::filesystem::path& folder, const std::string& store) {
    const std::filesystem::path file = anchorFile(folder, store);
    std::error_code code;
    if (!std::filesystem::exists(file, code)) {
        if (code) return Error{ErrorCode::Unavailable, file.string() + ": " + code.message()};
        return Anchors{};
    }
    std::ifstream lines(file, std::ios::binary);
    if (!lines) return cannot(file, "read");
    Anchors anchors;
    std::int64_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        const auto word = words(line);
        const bool torn = lines.eof() || word.size() < 7 ||
                          (word.size() == 7 && word.back().size() < kSignatureDigits);
        auto anchor = anchorIn(word);
        if (anchor && anchor->store == store)
            anchors.found.push_back(std::move(*anchor));
        else if (torn)
            ++anchors.torn;
        else
            anchors.unreadable.push_back(number);
    }
    if (lines.bad()) return cannot(file, "read");
    return anchors;
}

}  // namespace gis
