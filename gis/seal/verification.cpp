// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/seal/verification.h"

#include <algorithm>
#include <charconv>

namespace gis {

using namespace dispatch;

namespace {

void appendNumber(std::string& bytes, std::int64_t number) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    bytes.append(digits, end);
}

void appendField(std::string& bytes, std::string_view field) {
    appendNumber(bytes, static_cast<std::int64_t>(field.size()));
    bytes += ':';
    bytes += field;
    bytes += ',';
}

void appendField(std::string& bytes, std::int64_t number) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    appendField(bytes, std::string_view(digits, end));
}

/// The two hex digits of every byte, side by side.
constexpr auto kPairs = [] {
    std::array<char, 512> pairs{};
    for (std::size_t i = 0; i < 256; ++i) {
        pairs[2 * i] = "0123456789abcdef"[i >> 4];
        pairs[2 * i + 1] = "0123456789abcdef"[i & 15];
    }
    return pairs;
}();

void hexInto(std::string& hex, const Digest& digest) {
    hex.resize(64);
    for (std::size_t i = 0; i < digest.size(); ++i) {
        hex[2 * i] = kPairs[2 * std::size_t(digest[i])];
        hex[2 * i + 1] = kPairs[2 * std::size_t(digest[i]) + 1];
    }
}

std::string entryName(std::int64_t seq) {
    return "entry " + std::to_string(seq);
}

}  // namespace

void appendEntryBytes(std::string& bytes, const JournalRow& row, std::string_view before) {
    bytes += "18:gridhall journal 1,";
    appendField(bytes, before);
    appendField(bytes, row.seq.value);
    appendField(bytes, row.record.value);
    appendField(bytes, row.number);
    appendField(bytes, row.at.time_since_epoch().count());
    for (const std::string* field :
         {&row.officer, &row.seat, &row.action, &row.what, &row.why, &row.onBehalf, &row.contact})
        appendField(bytes, *field);
}

const char* faultName(JournalFault fault) {
    switch (fault) {
        case JournalFault::Changed:
            return "changed";
        case JournalFault::Missing:
            return "missing";
        case JournalFault::OutOfOrder:
            return "out-of-order";
        case JournalFault::Rewritten:
            return "rewritten";
        case JournalFault::TailCut:
            return "tail-cut";
        case JournalFault::OlderCopy:
            return "older-copy";
        case JournalFault::Signature:
            return "signature";
    }
    return "";
}

JournalCheck::JournalCheck(std::vector<Anchor> anchors, const std::set<std::string>& trusted) {
    for (Anchor& anchor : anchors) {
        if (!trusted.empty() && !trusted.contains(anchor.key)) {
            ++m_proof.strangers;
        } else if (!signatureFits(anchor)) {
            report(JournalFault::Signature, anchor.seq.value, {},
                   "the anchor of entry " + std::to_string(anchor.seq.value) +
                       " does not carry its key's signature: it was changed");
        } else {
            m_proof.keys.insert(anchor.key);
            m_anchors.push_back(std::move(anchor));
        }
    }
    m_proof.anchors = static_cast<std::int64_t>(m_anchors.size());
    std::stable_sort(m_anchors.begin(), m_anchors.end(),
                     [](const Anchor& a, const Anchor& b) { return a.seq < b.seq; });
}

void JournalCheck::report(JournalFault fault, std::int64_t seq, CaseId record, std::string detail) {
    ++m_proof.faults;
    if (m_proof.findings.size() < kMostFindings)
        m_proof.findings.push_back(
            {fault, JournalSeq{seq}, JournalSeq{seq}, record, std::move(detail)});
}

void JournalCheck::add(const JournalRow& row) {
    if (fillsGap(row)) return;
    placeOf(row);
    storeChainOf(row, caseChainOf(row));
    ++m_proof.entries;
    m_proof.head = row.seq;
    m_proof.headAt = row.at;
    m_newestSinceAgreed = std::max(m_newestSinceAgreed, row.at);
    anchorsAt(row);
}

/// An entry that comes after its place was passed: what seemed missing lies out of order.
bool JournalCheck::fillsGap(const JournalRow& row) {
    const std::int64_t seq = row.seq.value;
    if (seq > m_proof.head.value) return false;
    ++m_proof.entries;
    for (const Gap& gap : m_gaps) {
        if (seq < gap.from || seq > gap.to) continue;
        if (gap.finding < m_proof.findings.size()) {
            auto& finding = m_proof.findings[gap.finding];
            finding.fault = JournalFault::OutOfOrder;
            finding.record = row.record;
            finding.detail = entryName(seq) + " lies behind entry " +
                             std::to_string(m_proof.head.value) + ", out of order";
        }
        return true;
    }
    report(JournalFault::OutOfOrder, seq, row.record,
           entryName(seq) + " is there twice, or lies behind entry " +
               std::to_string(m_proof.head.value));
    return true;
}

void JournalCheck::placeOf(const JournalRow& row) {
    const std::int64_t wanted = m_proof.head.value + 1;
    const std::int64_t seq = row.seq.value;
    if (seq == wanted) return;
    m_gaps.push_back({wanted, seq - 1, m_proof.findings.size()});
    report(JournalFault::Missing, wanted, {},
           seq - wanted == 1 ? entryName(wanted) + " is missing"
                             : "entries " + std::to_string(wanted) + " to " +
                                   std::to_string(seq - 1) + " are missing");
}

/// Numbers of cases are given one after the other: pages of neighbours are found without hashing.
/// An entry that names a number no hall reaches costs no more than its own place.
JournalCheck::CaseEnd& JournalCheck::endOf(CaseId record) {
    const std::int64_t id = record.value;
    if (id < 0 || id >= kMostPages * kPage) return m_strayCases[id];
    const auto page = static_cast<std::size_t>(id / kPage);
    if (page >= m_pages.size()) m_pages.resize(page + 1);
    if (!m_pages[page]) m_pages[page] = std::make_unique<std::array<CaseEnd, kPage>>();
    return (*m_pages[page])[static_cast<std::size_t>(id % kPage)];
}

bool JournalCheck::caseChainOf(const JournalRow& row) {
    CaseEnd& end = endOf(row.record);
    const bool follows = row.number == end.number + 1;
    m_hex.clear();
    if (end.number > 0) hexInto(m_hex, end.hash);
    m_bytes.clear();
    appendEntryBytes(m_bytes, row, m_hex);
    Digest computed = sha256(m_bytes);
    hexInto(m_computed, computed);
    const bool fits = row.hash == m_computed;
    // Behind a gap the end of this case's chain is not known: nothing new is wrong.
    if (!follows && m_gaps.empty())
        report(fits ? JournalFault::OutOfOrder : JournalFault::Changed, row.seq.value, row.record,
               entryName(row.seq.value) + " says it is number " + std::to_string(row.number) +
                   " of case " + std::to_string(row.record.value) + " where number " +
                   std::to_string(end.number + 1) + " belongs");
    else if (follows && !fits && !settlesDoubt(end.seq))
        report(JournalFault::Changed, row.seq.value, row.record,
               entryName(row.seq.value) + " was changed: what it says does not give its hash");
    // Goes on from what is written, so that one bad entry is told once.
    if (!fits) (void)bytesOf(row.hash, computed);
    m_caseBefore = end.seq;
    end = {row.number, row.seq.value, computed};
    return fits;
}

/// The next entry of a case does not follow from entry `seq`, one of two that are in doubt: it is
/// the bad one.
bool JournalCheck::settlesDoubt(std::int64_t seq) {
    if (!m_doubt) return false;
    JournalFinding& finding = m_proof.findings[*m_doubt];
    if (seq != finding.seq.value && seq != finding.last.value) return false;
    finding.seq = finding.last = JournalSeq{seq};
    finding.detail = entryName(seq) + " was changed: what follows does not follow from it";
    m_doubt.reset();
    return true;
}

bool JournalCheck::leadsTo(std::string_view hash, const std::string& chain) {
    m_bytes.clear();
    appendField(m_bytes, m_chain);
    appendField(m_bytes, hash);
    hexInto(m_hex, sha256(m_bytes));
    return chain == m_hex;
}

void JournalCheck::storeChainOf(const JournalRow& row, bool caseFits) {
    const bool behindGap = !m_gaps.empty() && m_gaps.back().to == row.seq.value - 1;
    const bool leads = leadsTo(row.hash, row.chain);
    m_expected = m_hex;
    if (!leads && !behindGap) chainBroken(row, caseFits);
    m_chain = row.chain;
}

/// The chain does not lead from the entry before to this one: either of them was changed, unless
/// more is known.
void JournalCheck::chainBroken(const JournalRow& row, bool caseFits) {
    const std::int64_t seq = row.seq.value;
    const bool toldHere = !m_proof.findings.empty() && m_proof.findings.back().seq == row.seq;
    const bool doubtBefore = m_doubt && m_proof.findings[*m_doubt].last.value == seq - 1;
    if (doubtBefore) (void)settlesDoubt(seq - 1);
    if (doubtBefore && !toldHere) return;
    if (toldHere) {
        if (caseFits) return;
        if (leadsTo(m_computed, row.chain)) {  // only the hash was touched
            (void)bytesOf(m_computed, endOf(row.record).hash);
        } else if (m_caseBefore == seq - 1 && m_agreedTo < seq - 1) {
            m_proof.findings.back().seq = JournalSeq{seq - 1};
            m_proof.findings.back().detail =
                entryName(seq - 1) + " or " + std::to_string(seq) +
                " was changed: neither chain leads from one to the other";
            m_doubt = m_proof.findings.size() - 1;
        }
        return;
    }
    const bool beforeTold =
        !m_proof.findings.empty() && m_proof.findings.back().last.value == seq - 1;
    if (beforeTold) return;
    const bool beforeSure = m_agreedTo == seq - 1;
    report(JournalFault::Changed, beforeSure ? seq : seq - 1, row.record,
           beforeSure ? entryName(seq) + " was changed: its chain does not follow"
                      : entryName(seq - 1) + " or " + std::to_string(seq) +
                            " was changed: the store's chain does not lead from one to the other");
    if (beforeSure || m_proof.findings.size() != static_cast<std::size_t>(m_proof.faults)) return;
    m_proof.findings.back().last = row.seq;
    m_doubt = m_proof.findings.size() - 1;
}

void JournalCheck::anchorsAt(const JournalRow& row) {
    for (; m_nextAnchor < m_anchors.size() && m_anchors[m_nextAnchor].seq <= row.seq;
         ++m_nextAnchor) {
        const Anchor& anchor = m_anchors[m_nextAnchor];
        if (anchor.seq < row.seq) continue;  // its entry is missing, which was told
        if (anchor.chain != row.chain) {
            contradicted(anchor, row);
            continue;
        }
        m_agreedTo = anchor.seq.value;
        m_newestSinceAgreed = {};
        const bool clean = std::none_of(
            m_proof.findings.begin(), m_proof.findings.end(),
            [](const auto& finding) { return finding.fault != JournalFault::Signature; });
        if (clean) m_proof.proved = anchor;
    }
}

/// An anchor saw another chain. Where a fault between it and the last anchor that agrees explains
/// it, it was told; else the chain was hashed anew somewhere between the two.
void JournalCheck::contradicted(const Anchor& anchor, const JournalRow& row) {
    if (m_contradicting++ > 0) return;
    // The entry fits what the anchor saw: only the chain written with it was touched.
    if (anchor.chain == m_expected) (void)settlesDoubt(row.seq.value);
    for (const auto& finding : m_proof.findings)
        if (finding.fault != JournalFault::Signature && finding.last.value > m_agreedTo) return;
    const bool livedOn = m_newestSinceAgreed > anchor.at;
    report(livedOn ? JournalFault::OlderCopy : JournalFault::Rewritten, m_agreedTo + 1, row.record,
           livedOn
               ? "the entries behind " + std::to_string(m_agreedTo) +
                     " were written after an anchor had seen others at their place: an older copy"
                     " was put there and lived on"
               : "an anchor saw another chain at entry " + std::to_string(anchor.seq.value) +
                     ": what lies behind entry " + std::to_string(m_agreedTo) + " was hashed anew");
    if (m_proof.findings.size() <= kMostFindings) m_proof.findings.back().last = anchor.seq;
}

void JournalCheck::tailOf() {
    if (m_nextAnchor >= m_anchors.size()) return;
    const Anchor& last = m_anchors.back();
    report(JournalFault::TailCut, m_proof.head.value + 1, {},
           "the journal ends at entry " + std::to_string(m_proof.head.value) +
               " but an anchor saw entry " + std::to_string(last.seq.value) +
               ": its tail was cut off, or an older copy was put in its place");
    if (m_proof.findings.size() <= kMostFindings) m_proof.findings.back().last = last.seq;
}

void JournalCheck::unprovedOf() {
    const std::int64_t head = m_proof.head.value;
    const std::int64_t proved = m_proof.proved ? m_proof.proved->seq.value : 0;
    auto& said = m_proof.unproved;
    if (m_proof.anchors == 0)
        said.push_back(
            "no anchor was found: the journal fits itself, but who can write the store could have"
            " hashed all of it anew, or cut off its end");
    else if (proved < head)
        said.push_back("entries " + std::to_string(proved + 1) + " to " + std::to_string(head) +
                       " lie behind the last anchor that agrees: they fit themselves at best, and"
                       " more may have been cut off behind them");
    else if (head > 0)
        said.push_back("whether entries were written and cut off again since the last anchor");
    if (m_proof.strangers > 0)
        said.push_back(std::to_string(m_proof.strangers) +
                       " anchors are signed by keys that are not trusted; they were left out");
}

JournalProof JournalCheck::finish() {
    tailOf();
    m_proof.headChain = m_chain;
    std::stable_sort(m_proof.findings.begin(), m_proof.findings.end(),
                     [](const auto& a, const auto& b) { return a.seq < b.seq; });
    unprovedOf();
    return std::move(m_proof);
}

Result<JournalProof> verifyJournal(Store& store, std::vector<Anchor> anchors,
                                   const std::set<std::string>& trusted,
                                   const std::function<void(const JournalRow&)>& each) {
    JournalCheck check(std::move(anchors), trusted);
    const auto read = store.readJournal({}, [&](JournalRow&& row) {
        check.add(row);
        if (each) each(row);
        return true;
    });
    if (!read) return read.error();
    return check.finish();
}

}  // namespace gis
