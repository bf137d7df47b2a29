// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "dispatch/clock.h"
#include "dispatch/ids.h"
#include "dispatch/result.h"
#include "dispatch/store.h"
#include "gis/seal/digest.h"

namespace gis {

/// A head of the journal that somebody signed: up to `seq` the store held exactly what `chain`
/// says, no later than `at`.
struct Anchor {
    std::string store;  ///< StoreInfo::id
    dispatch::JournalSeq seq;
    std::string chain;  ///< JournalRow::chain of that entry.
    dispatch::Millis at{};
    std::string key;        ///< Public key that signed, hex.
    std::string signature;  ///< Ed25519 of what stands before it in its line, hex.
    friend bool operator==(const Anchor&, const Anchor&) = default;
};

/// Whether the anchor's key made the anchor's signature.
bool signatureFits(const Anchor& anchor);

/// The Ed25519 key of one seat. It lies outside the store, so that who can write the store cannot
/// sign for it.
class SealKey {
  public:
    /// Opens the key in `file`, or makes one there, folders and all, readable by its owner only.
    /// @error NotAllowed others may read the file. Corrupt it holds no key. Unavailable it can be
    /// neither read nor made.
    static dispatch::Result<SealKey> openOrMake(const std::filesystem::path& file);
    SealKey(SealKey&& other) noexcept;
    SealKey& operator=(SealKey&&) = delete;
    ~SealKey();

    /// The half that may be known to all, hex: what verify is told to trust.
    std::string publicHex() const;
    /// Signs a head of the journal. REQUIRES: store and chain without blanks.
    Anchor sign(const std::string& store, dispatch::JournalSeq seq, const std::string& chain,
                dispatch::Millis at) const;

  private:
    explicit SealKey(const std::array<std::uint8_t, 32>& seed);
    std::array<std::uint8_t, 64> m_secret{};
};

/// Signs the journal's heads and writes them to a second place, DIR/STORE.anchors.
class Anchorage {
  public:
    /// @param folder Made where it is missing.
    Anchorage(SealKey key, std::filesystem::path folder)
        : m_key(std::move(key)), m_folder(std::move(folder)) {}

    /// Signs the store's head and has it on disk before it returns; once a minute and at sign-out.
    /// @return The anchor; none where no entry was written since the last one, or none at all.
    /// @error Unavailable the file cannot be written, or what the store's calls give.
    dispatch::Result<std::optional<Anchor>> anchor(dispatch::Store& store);
    const SealKey& key() const { return m_key; }

  private:
    SealKey m_key;
    std::filesystem::path m_folder;
    std::string m_lastStore;
    std::string m_lastChain;
};

/// Where a folder keeps the anchors of a store.
std::filesystem::path anchorFile(const std::filesystem::path& folder, const std::string& store);

/// Writes one anchor behind those that are there, as one line, on disk before it returns.
/// @error Unavailable the folder or file cannot be made or written.
dispatch::Result<void> appendAnchor(const std::filesystem::path& folder, const Anchor& anchor);

/// What a folder's file says of a store.
struct Anchors {
    std::vector<Anchor> found;             ///< As written; signatures not looked at.
    std::int64_t torn = 0;                 ///< Lines that were never written to their end.
    std::vector<std::int64_t> unreadable;  ///< Numbers of lines that are whole but no anchors.
};

/// @return Empty where there is no file.
/// @error Unavailable the file is there and cannot be read.
dispatch::Result<Anchors> readAnchors(const std::filesystem::path& folder,
                                      const std::string& store);

}  // namespace gis
