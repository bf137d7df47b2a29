// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "dispatch/journal.h"
#include "dispatch/result.h"
#include "dispatch/store.h"
#include "gis/seal/anchor.h"

namespace gis {

/// What is wrong with an entry of the journal, or with what an anchor says of it.
enum class JournalFault {
    Changed,     ///< What it says does not give its hash, or its hash not its chain.
    Missing,     ///< It is not there.
    OutOfOrder,  ///< It lies at another place, twice, or under another number of its case.
    Rewritten,   ///< The chain is whole but an anchor saw another: everything was hashed anew.
    TailCut,     ///< An anchor saw entries beyond the end: cut off, or an older copy put there.
    OlderCopy,   ///< As Rewritten, and the entries were written after the anchor: a copy lived on.
    Signature,   ///< An anchor's signature is not its key's.
};

/// The fault's word in reports: "changed", "missing" ...
const char* faultName(JournalFault fault);

/// One fault of the journal.
struct JournalFinding {
    JournalFault fault = JournalFault::Changed;
    dispatch::JournalSeq seq;   ///< The first entry that it may be.
    dispatch::JournalSeq last;  ///< The last one; as `seq` where it is known exactly.
    dispatch::CaseId record;    ///< The case of that entry, where one is known.
    std::string detail;         ///< One sentence.
};

/// What a journal and its anchors prove together.
struct JournalProof {
    std::int64_t entries = 0;
    dispatch::JournalSeq head;  ///< Newest entry there is.
    std::string headChain;
    dispatch::Millis headAt{};
    /// The newest anchor that agrees with everything up to its entry; none: nothing is proved.
    std::optional<Anchor> proved;
    /// Whatever is wrong, the first bad entry first; at most kMostFindings of them.
    std::vector<JournalFinding> findings;
    std::int64_t faults = 0;            ///< All of them.
    std::int64_t anchors = 0;           ///< That could be used.
    std::int64_t strangers = 0;         ///< Left out: signed by a key that is not trusted.
    std::set<std::string> keys;         ///< That signed what could be used.
    std::vector<std::string> unproved;  ///< What cannot be proved, a sentence each.

    bool isWhole() const { return faults == 0; }
};

constexpr std::size_t kMostFindings = 100;

/// Follows a journal entry by entry in the order of its chain. Says what is wrong at the first
/// entry where that is seen; what only follows from it is not told again.
class JournalCheck {
  public:
    /// @param anchors Of this store, in any order, as read.
    /// @param trusted Public keys that count, hex; empty: every key does.
    explicit JournalCheck(std::vector<Anchor> anchors, const std::set<std::string>& trusted = {});

    void add(const dispatch::JournalRow& row);
    JournalProof finish();

  private:
    struct CaseEnd {
        std::int64_t number = 0;
        std::int64_t seq = 0;
        Digest hash{};
    };
    static constexpr std::int64_t kPage = 512;
    static constexpr std::int64_t kMostPages = 1 << 18;
    struct Gap {
        std::int64_t from = 0;
        std::int64_t to = 0;
        std::size_t finding = 0;
    };

    CaseEnd& endOf(dispatch::CaseId record);
    void placeOf(const dispatch::JournalRow& row);
    bool fillsGap(const dispatch::JournalRow& row);
    bool caseChainOf(const dispatch::JournalRow& row);
    void storeChainOf(const dispatch::JournalRow& row, bool caseFits);
    void chainBroken(const dispatch::JournalRow& row, bool caseFits);
    bool settlesDoubt(std::int64_t seq);
    bool leadsTo(std::string_view hash, const std::string& chain);
    void anchorsAt(const dispatch::JournalRow& row);
    void contradicted(const Anchor& anchor, const dispatch::JournalRow& row);
    void report(JournalFault fault, std::int64_t seq, dispatch::CaseId record, std::string detail);
    void tailOf();
    void unprovedOf();

    JournalProof m_proof;
    std::vector<Anchor> m_anchors;  ///< By seq.
    std::size_t m_nextAnchor = 0;
    std::int64_t m_contradicting = 0;
    std::int64_t m_agreedTo = 0;  ///< The last entry an anchor agreed with.
    std::vector<std::unique_ptr<std::array<CaseEnd, kPage>>> m_pages;
    std::unordered_map<std::int64_t, CaseEnd> m_strayCases;
    std::vector<Gap> m_gaps;
    dispatch::Millis m_newestSinceAgreed{};
    std::optional<std::size_t> m_doubt;  ///< A finding that is one of two entries.
    std::int64_t m_caseBefore = 0;       ///< Where the case of the entry in hand had its last one.
    std::string m_chain;
    std::string m_bytes;
    std::string m_hex;       ///< Scratch.
    std::string m_expected;  ///< The chain that the entry in hand should have.
    std::string m_computed;  ///< The hash that the entry in hand should have.
};

/// Reads a store's journal to its end and holds it against the anchors.
/// @param each Gets every entry on its way, after it was looked at; may be empty.
/// @error What Store::readJournal gives.
dispatch::Result<JournalProof> verifyJournal(
    dispatch::Store& store, std::vector<Anchor> anchors, const std::set<std::string>& trusted = {},
    const std::function<void(const dispatch::JournalRow&)>& each = {});

/// Appends the bytes of dispatch::entryBytes() to `bytes`, which keeps its memory from entry to
/// entry.
void appendEntryBytes(std::string& bytes, const dispatch::JournalRow& row, std::string_view before);

}  // namespace gis
