// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/history_checker.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <unordered_map>

// Why no circle means strictly serialisable. Each record is a register whose versions are numbered,
// and a write names the version it replaces, so the order of all writes of one record is known and
// nothing has to be guessed. Draw an arrow from A to B where
//   - B wrote the version after A's (write after write, which is also B reading A's version),
//   - B read a version A wrote (write before read),
//   - B wrote the version after one that A read (read before overwrite),
//   - B took a thing that A gave back (for things that one record at a time may hold),
//   - A was answered before B was sent (real time).
// A serial order explains every answer exactly if all arrows point forward in it: reads then see
// the last write before them, and nobody is put before what was over when it began. Such an order
// exists if and only if the arrows make no circle (topological sorting). Refusals take part as
// reads: a conflict says which version it found, so it stands between the writer of that version
// and the writer of the next one.

namespace support {
namespace {

using dispatch::RecordRef;
using Node = std::size_t;

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kMostFaults = 40;
constexpr Node kNobody = std::numeric_limits<Node>::max();

std::string nameOf(RecordRef record) {
    return std::string(dispatch::kindName(record.kind)) + ' ' + std::to_string(record.id);
}
std::string nameOf(const Version& version) {
    return nameOf(version.record) + " revision " + std::to_string(version.revision);
}

/// Arrows between transactions; finds a circle.
class Order {
  public:
    explicit Order(std::size_t nodes) : m_next(nodes) {}

    Node add() {
        m_next.emplace_back();
        return m_next.size() - 1;
    }
    void arrow(Node from, Node to) {
        if (from != kNobody && to != kNobody && from != to) m_next[from].push_back(to);
    }

    /// @return The nodes of one circle in its order, empty where there is none.
    std::vector<Node> circle() const {
        std::vector<std::size_t> before(m_next.size());
        for (const auto& list : m_next)
            for (const Node to : list) ++before[to];
        std::vector<Node> ready;
        for (Node node = 0; node < m_next.size(); ++node)
            if (before[node] == 0) ready.push_back(node);
        while (!ready.empty()) {
            const Node node = ready.back();
            ready.pop_back();
            for (const Node to : m_next[node])
                if (--before[to] == 0) ready.push_back(to);
        }
        // What is left lies on a circle or behind one: going back from any of it ends in a circle.
        std::vector<Node> back(m_next.size(), kNobody);
        Node at = kNobody;
        for (Node node = 0; node < m_next.size(); ++node) {
            if (before[node] == 0) continue;
            at = node;
            for (const Node to : m_next[node]) back[to] = node;
        }
        if (at == kNobody) return {};
        for (std::size_t i = 0; i < m_next.size(); ++i) at = back[at];
        std::vector<Node> found{at};
        for (Node node = back[at]; node != at; node = back[node]) found.push_back(node);
        std::reverse(found.begin(), found.end());
        return found;
    }

  private:
    std::vector<std::vector<Node>> m_next;
};

class Checker {
  public:
    explicit Checker(const History& history) : m_order(0) {
        takeStored(history);
        takeOperations(history);
    }

    Verdict verdict() {
        checkVersions();
        checkWrites();
        checkRefusals();
        checkHoldings();
        orderByVersions();
        orderByTime();
        findCircle();
        return std::move(m_verdict);
    }

  private:
    /// One record's versions: writers[i] wrote revision i + 1.
    struct Chain {
        std::vector<Node> writers;
        bool removed = false;
    };
    /// From when to when a record held a thing.
    struct Holding {
        RecordRef record;
        Node taken = kNobody;
        std::int64_t from = 0;  ///< Revisions of the record: held at from ≤ revision < to.
        Node freed = kNobody;
        std::int64_t to = kNever;
    };

    void fault(std::string sentence) {
        if (m_verdict.faults.size() < kMostFaults) m_verdict.faults.push_back(std::move(sentence));
    }

    void takeStored(const History& history) {
        for (const StoredVersion& row : history.stored) {
            const auto place = std::pair(row.version.record, row.version.revision);
            const auto [slot, fresh] = m_stored.try_emplace(place, row.key);
            if (!fresh)
                fault(nameOf(row.version) + " was written twice: by " + slot->second + " and by " +
                      row.key);
            m_written[row.key].push_back(row.version);
            m_seqs[row.key] = std::max(m_seqs[row.key], row.seq);
        }
        m_verdict.versions = m_stored.size();
    }

    /// One operation a key: sent first, answered at the first acknowledgement. Each refusal stands
    /// for itself.
    void takeOperations(const History& history) {
        std::unordered_map<std::string, std::size_t> whole;
        for (const Operation& one : history.operations) {
            if (one.answer == Operation::Answer::Refused) {
                m_all.push_back(one);
                ++m_verdict.refused;
                if (m_written.contains(one.key)) fault(one.key + " was refused but it wrote");
                continue;
            }
            const auto [slot, fresh] = whole.try_emplace(one.key, m_all.size());
            if (fresh) {
                m_all.push_back(one);
                continue;
            }
            merge(m_all[slot->second], one);
        }
        for (Operation& one : m_all) {
            if (one.answer != Operation::Answer::None) continue;
            one.answered = kNever;
            adopt(one);
        }
        m_order = Order(m_all.size());
        for (Node node = 0; node < m_all.size(); ++node)
            if (isDone(node)) m_nodes[m_all[node].key] = node;
    }

    void merge(Operation& known, const Operation& again) {
        const std::int64_t sent = std::min(known.sent, again.sent);
        if (again.answer == Operation::Answer::Done) {
            if (known.answer == Operation::Answer::Done) {
                bool same = known.seq == again.seq && known.touches.size() == again.touches.size();
                for (std::size_t i = 0; same && i < known.touches.size(); ++i)
                    same = known.touches[i].record == again.touches[i].record;
                if (!same) fault(known.key + " was acknowledged twice with different receipts");
                known.answered = std::min(known.answered, again.answered);
            } else {
                known = again;
            }
        }
        known.sent = sent;
    }

    /// A transaction nobody answered counts as done where the store holds it; its place in the log
    /// and the ids of new records then come from there.
    void adopt(Operation& one) {
        const auto written = m_written.find(one.key);
        if (written == m_written.end()) return;
        one.answer = Operation::Answer::Done;
        one.seq = m_seqs[one.key];
        std::vector<Version> fresh;
        for (const Version& version : written->second)
            if (version.revision == 1) fresh.push_back(version);
        std::sort(fresh.begin(), fresh.end(),
                  [](const Version& a, const Version& b) { return a.record < b.record; });
        for (Touch& touch : one.touches) {
            if (touch.record.id != 0) continue;
            const auto own = std::find_if(fresh.begin(), fresh.end(), [&](const Version& version) {
                return version.record.kind == touch.record.kind;
            });
            if (own == fresh.end()) continue;
            touch.record = own->record;
            fresh.erase(own);
        }
    }

    bool isDone(Node node) const { return m_all[node].answer == Operation::Answer::Done; }

    void checkVersions() {
        for (const auto& [place, key] : m_stored) {
            const auto& [record, revision] = place;
            Chain& chain = m_chains[record];
            if (revision != static_cast<std::int64_t>(chain.writers.size()) + 1)
                fault(nameOf(record) + " has a hole in its versions before revision " +
                      std::to_string(revision));
            chain.writers.resize(static_cast<std::size_t>(std::max<std::int64_t>(revision, 1)),
                                 kNobody);
            const auto writer = m_nodes.find(key);
            if (writer == m_nodes.end())
                fault(nameOf(Version{record, revision}) + " was written by " + key +
                      ", which nobody sent");
            else
                chain.writers.back() = writer->second;
        }
    }

    /// Each done transaction wrote what it was to write, once, over what it expected.
    void checkWrites() {
        for (Node node = 0; node < m_all.size(); ++node) {
            if (!isDone(node)) continue;
            ++m_verdict.done;
            const Operation& one = m_all[node];
            const auto written = m_written.find(one.key);
            if (written != m_written.end() && written->second.size() > one.touches.size())
                fault(one.key + " wrote " + std::to_string(written->second.size()) +
                      " versions where it sent " + std::to_string(one.touches.size()));
            for (const Touch& touch : one.touches) {
                const Version made{touch.record, touch.expected + 1};
                const auto row = m_stored.find(std::pair(made.record, made.revision));
                if (row == m_stored.end())
                    fault(one.key + " was acknowledged, but " + nameOf(made) + " is not there");
                else if (row->second != one.key)
                    fault(one.key + " was acknowledged, but " + nameOf(made) + " is by " +
                          row->second);
                if (touch.removes) m_chains[touch.record].removed = true;
            }
        }
    }

    Node writerOf(const Version& version) const {
        const auto chain = m_chains.find(version.record);
        if (chain == m_chains.end() || version.revision < 1 ||
            version.revision > static_cast<std::int64_t>(chain->second.writers.size()))
            return kNobody;
        return chain->second.writers[static_cast<std::size_t>(version.revision) - 1];
    }

    /// The version a refusal found; a record that is gone was found in its last one.
    Version found(const Operation& refusal) const {
        Version version = *refusal.foundOther;
        const auto chain = m_chains.find(version.record);
        if (version.revision == 0 && chain != m_chains.end() && chain->second.removed)
            version.revision = static_cast<std::int64_t>(chain->second.writers.size());
        return version;
    }

    void checkRefusals() {
        for (const Operation& one : m_all) {
            if (one.answer != Operation::Answer::Refused) continue;
            if (!one.foundHeld.empty()) {
                m_bySlot.push_back(&one);
                continue;
            }
            if (!one.foundOther) {
                fault(one.key + " was refused without a word what stood there");
                continue;
            }
            if (writerOf(found(one)) == kNobody) {
                fault(one.key + " was refused because of " + nameOf(*one.foundOther) +
                      ", which never was");
                continue;
            }
            const bool other =
                std::any_of(one.touches.begin(), one.touches.end(), [&](const Touch& touch) {
                    return touch.record == one.foundOther->record && touch.expected > 0 &&
                           touch.expected != one.foundOther->revision;
                });
            if (!other) m_bySlot.push_back(&one);
        }
    }

    /// Who held what: never two records one thing at a time; and refusals because of it.
    void checkHoldings() {
        std::map<std::string, std::vector<Holding>> things;
        for (Node node = 0; node < m_all.size(); ++node)
            if (isDone(node))
                for (const Touch& touch : m_all[node].touches)
                    if (!touch.takes.empty())
                        things[touch.takes].push_back(
                            {touch.record, node, touch.expected + 1, kNobody, kNever});
        for (Node node = 0; node < m_all.size(); ++node) {
            if (!isDone(node)) continue;
            for (const Touch& touch : m_all[node].touches) {
                if (touch.frees.empty()) continue;
                for (Holding& holding : things[touch.frees])
                    if (holding.record == touch.record) {
                        holding.freed = node;
                        holding.to = touch.expected + 1;
                    }
            }
        }
        for (auto& [thing, holdings] : things) orderHoldings(thing, holdings);
        for (const Operation* refusal : m_bySlot) {
            const bool held =
                std::any_of(refusal->touches.begin(), refusal->touches.end(), [&](const Touch& t) {
                    return !t.takes.empty() && wasHeld(*refusal, t.takes, things[t.takes]);
                });
            if (!held)
                fault(refusal->key + " was refused without reason: it found " +
                      (refusal->foundOther ? nameOf(*refusal->foundOther) : refusal->foundHeld));
        }
    }

    /// Whether what a refusal found held the thing; where it says not what, whether anything may
    /// have held it while the refusal was under way.
    bool wasHeld(const Operation& refusal, const std::string& thing,
                 const std::vector<Holding>& holdings) const {
        const auto& found = refusal.foundOther;
        return std::any_of(holdings.begin(), holdings.end(), [&](const Holding& holding) {
            if (found)
                return holding.record == found->record && found->revision >= holding.from &&
                       found->revision < holding.to;
            return thing == refusal.foundHeld && m_all[holding.taken].sent <= refusal.answered &&
                   (holding.freed == kNobody || m_all[holding.freed].answered >= refusal.sent);
        });
    }

    /// Puts the holdings of one thing one after the other. Real time decides where it can (the one
    /// that was surely over before the other began comes first); for the few that overlap on paper
    /// the store's own sequence does, as a claim that the arrows then have to bear out.
    void orderHoldings(const std::string& thing, std::vector<Holding>& holdings) {
        const auto over = [&](const Holding& first, const Holding& second) {
            return first.freed != kNobody &&
                   m_all[first.freed].sent <= m_all[second.taken].answered;
        };
        std::stable_sort(holdings.begin(), holdings.end(), [&](const Holding& a, const Holding& b) {
            return m_all[a.taken].seq < m_all[b.taken].seq;
        });
        for (std::size_t i = 1; i < holdings.size(); ++i)
            for (std::size_t j = i; j > 0; --j) {
                const bool asItIs = over(holdings[j - 1], holdings[j]);
                if (asItIs || !over(holdings[j], holdings[j - 1])) break;
                std::swap(holdings[j - 1], holdings[j]);
            }
        for (std::size_t i = 0; i + 1 < holdings.size(); ++i) {
            const Holding& first = holdings[i];
            const Holding& second = holdings[i + 1];
            if (!over(first, second))
                fault(thing + " was held by two: " + nameOf(first.record) + " (" +
                      m_all[first.taken].key + ") and " + nameOf(second.record) + " (" +
                      m_all[second.taken].key + ")");
            else
                m_order.arrow(first.freed, second.taken);
        }
    }

    void orderByVersions() {
        for (const auto& [record, chain] : m_chains)
            for (std::size_t i = 0; i + 1 < chain.writers.size(); ++i)
                m_order.arrow(chain.writers[i], chain.writers[i + 1]);
        for (Node node = 0; node < m_all.size(); ++node) {
            const Operation& one = m_all[node];
            if (isDone(node))
                for (const Version& version : one.reads) orderRead(node, version);
            if (one.answer == Operation::Answer::Refused && one.foundOther)
                orderRead(node, found(one));
        }
    }

    void orderRead(Node reader, Version version) {
        m_order.arrow(writerOf(version), reader);
        ++version.revision;
        m_order.arrow(reader, writerOf(version));
    }

    /// All arrows of real time at the cost of sorting: answers in their order form a chain, who is
    /// sent hangs on the last one before.
    void orderByTime() {
        struct Moment {
            std::int64_t at;
            bool isAnswer;
            Node node;
        };
        std::vector<Moment> moments;
        for (Node node = 0; node < m_all.size(); ++node) {
            const Operation& one = m_all[node];
            if (one.answer == Operation::Answer::None) continue;
            moments.push_back({one.sent, false, node});
            if (one.answered != kNever) moments.push_back({one.answered, true, node});
        }
        // Sent in the moment of an answer is not after it.
        std::sort(moments.begin(), moments.end(), [](const Moment& a, const Moment& b) {
            return std::tie(a.at, a.isAnswer, a.node) < std::tie(b.at, b.isAnswer, b.node);
        });
        Node last = kNobody;
        for (const Moment& moment : moments) {
            if (!moment.isAnswer) {
                m_order.arrow(last, moment.node);
                continue;
            }
            const Node link = m_order.add();
            m_order.arrow(last, link);
            m_order.arrow(moment.node, link);
            last = link;
        }
    }

    void findCircle() {
        const std::vector<Node> circle = m_order.circle();
        if (circle.empty()) return;
        std::string names;
        std::size_t told = 0;
        for (const Node node : circle)
            if (node < m_all.size() && ++told <= 12)
                names += (names.empty() ? "" : " -> ") + m_all[node].key;
        fault("no order explains the history, these run in a circle: " + names);
    }

    std::vector<Operation> m_all;
    std::unordered_map<std::string, Node> m_nodes;
    std::map<std::pair<RecordRef, std::int64_t>, std::string> m_stored;
    std::unordered_map<std::string, std::vector<Version>> m_written;
    std::unordered_map<std::string, std::int64_t> m_seqs;
    std::map<RecordRef, Chain> m_chains;
    std::vector<const Operation*> m_bySlot;
    Order m_order;
    Verdict m_verdict;
};

}  // namespace

Verdict checkHistory(const History& history) {
    return Checker(history).verdict();
}

}  // namespace support
