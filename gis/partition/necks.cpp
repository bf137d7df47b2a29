// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/partition/necks.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "gis/geometry/noding.h"

namespace gis::cut {

namespace {

class Surgeon {
  public:
    Surgeon(const PlanarGraph& graph, const Blocks& blocks, std::vector<int>& labels,
            const std::vector<double>& wanted, const std::vector<int>& family, double allowed)
        : m_graph(blocks.graph),
          m_labels(labels),
          m_wanted(wanted),
          m_family(family),
          m_allowed(allowed),
          m_outlines(graph),
          m_facesOf(idx(blocks.graph.size())),
          m_blocksOf(wanted.size()),
          m_weight(wanted.size(), 0),
          m_seen(labels.size(), 0) {
        for (std::size_t f = 0; f < blocks.ofFace.size(); ++f)
            if (blocks.ofFace[f] >= 0)
                m_facesOf[idx(blocks.ofFace[f])].push_back(static_cast<int>(f));
        for (int b = 0; b < m_graph.size(); ++b) {
            m_blocksOf[idx(m_labels[idx(b)])].push_back(b);
            m_weight[idx(m_labels[idx(b)])] += m_graph.weight[idx(b)];
        }
    }

    /// Pieces too many after erosion: 0 where a part has no neck.
    int necksOf(const std::vector<int>& members) {
        std::vector<int> faces;
        for (const int b : members)
            faces.insert(faces.end(), m_facesOf[idx(b)].begin(), m_facesOf[idx(b)].end());
        int too = -1;
        for (const CellPolygon& polygon : m_outlines.around(faces)) {
            RingSet rings{polygon.shell};
            rings.insert(rings.end(), polygon.holes.begin(), polygon.holes.end());
            too += static_cast<int>(
                piecesAfterErosion(rings, kNeckHalfMetres, kNeckPieceSquareMetres).size());
        }
        return std::max(0, too);
    }

    const std::vector<int>& members(int part) const { return m_blocksOf[idx(part)]; }

    /// Tries moves of one block out of or into a part; makes the gentlest that heals.
    bool heal(int part) {
        struct Move {
            double strain;
            int block, to;
        };
        std::vector<Move> moves;
        const auto consider = [&](int block, int to) {
            const int from = m_labels[idx(block)];
            if (m_family[idx(from)] != m_family[idx(to)] || m_blocksOf[idx(from)].size() < 2)
                return;
            const double strain = std::max(strainOf(from, -m_graph.weight[idx(block)]),
                                           strainOf(to, m_graph.weight[idx(block)]));
            if (strain <= m_allowed) moves.push_back({strain, block, to});
        };
        for (const int b : m_blocksOf[idx(part)])
            eachNeighbour(b, [&](int other) {
                consider(b, m_labels[idx(other)]);
                consider(other, part);
            });
        std::sort(moves.begin(), moves.end(), [](const Move& p, const Move& q) {
            return p.strain != q.strain ? p.strain < q.strain
                   : p.block != q.block ? p.block < q.block
                                        : p.to < q.to;
        });
        const int own = necksOf(members(part));
        const Move* last = nullptr;
        int tries = 0;
        for (const Move& move : moves) {
            if (last && last->block == move.block && last->to == move.to) continue;
            last = &move;
            if (++tries > 80) break;
            const int from = m_labels[idx(move.block)];
            const int other = from == part ? move.to : from;
            std::vector<int> giving = without(from, move.block);
            if (!inOnePiece(giving)) continue;
            std::vector<int> taking = members(move.to);
            taking.push_back(move.block);
            const int before = own + necksOf(members(other));
            if (necksOf(giving) + necksOf(taking) >= before) continue;
            m_weight[idx(from)] -= m_graph.weight[idx(move.block)];
            m_weight[idx(move.to)] += m_graph.weight[idx(move.block)];
            m_labels[idx(move.block)] = move.to;
            m_blocksOf[idx(from)] = std::move(giving);
            m_blocksOf[idx(move.to)] = std::move(taking);
            return true;
        }
        return false;
    }

  private:
    double strainOf(int part, double more) const {
        return std::abs((m_weight[idx(part)] + more) / m_wanted[idx(part)] - 1);
    }

    /// Neighbours over strong borders that belong to another part.
    template <class Visit>
    void eachNeighbour(int b, Visit visit) const {
        for (int i = m_graph.first[idx(b)]; i < m_graph.first[idx(b) + 1]; ++i) {
            const Border& border = m_graph.borders[idx(i)];
            if (border.strong && m_labels[idx(border.to)] != m_labels[idx(b)]) visit(border.to);
        }
    }

    std::vector<int> without(int part, int block) const {
        std::vector<int> rest = m_blocksOf[idx(part)];
        rest.erase(std::find(rest.begin(), rest.end(), block));
        return rest;
    }

    bool inOnePiece(const std::vector<int>& members) {
        const int open = ++m_clock, reached = ++m_clock;
        for (const int b : members) m_seen[idx(b)] = open;
        std::vector<int> queue{members[0]};
        m_seen[idx(members[0])] = reached;
        for (std::size_t i = 0; i < queue.size(); ++i)
            for (int k = m_graph.first[idx(queue[i])]; k < m_graph.first[idx(queue[i]) + 1]; ++k) {
                const Border& border = m_graph.borders[idx(k)];
                if (!border.strong || m_seen[idx(border.to)] != open) continue;
                m_seen[idx(border.to)] = reached;
                queue.push_back(border.to);
            }
        return queue.size() == members.size();
    }

    const BlockGraph& m_graph;
    std::vector<int>& m_labels;
    const std::vector<double>& m_wanted;
    const std::vector<int>& m_family;
    double m_allowed;
    Outlines m_outlines;
    std::vector<std::vector<int>> m_facesOf, m_blocksOf;
    std::vector<double> m_weight;
    std::vector<int> m_seen;
    int m_clock = 0;
};

}  // namespace

NeckFigures repairNecks(const PlanarGraph& graph, const Blocks& blocks, std::vector<int>& labels,
                        const std::vector<double>& wanted, const std::vector<int>& family,
                        double allowed, const std::stop_token& stop) {
    Surgeon surgeon(graph, blocks, labels, wanted, family, allowed);
    NeckFigures figures;
    const int parts = static_cast<int>(wanted.size());
    std::vector<int> ill;
    for (int part = 0; part < parts && !stop.stop_requested(); ++part)
        if (surgeon.necksOf(surgeon.members(part)) > 0) ill.push_back(part);
    figures.before = static_cast<int>(ill.size());
    for (int round = 0; round < 3 && !ill.empty(); ++round) {
        std::vector<int> still;
        bool healed = false;
        for (const int part : ill) {
            if (stop.stop_requested()) break;
            healed |= surgeon.heal(part);
            if (surgeon.necksOf(surgeon.members(part)) > 0) still.push_back(part);
        }
        ill = std::move(still);
        if (!healed) break;
    }
    for (int part = 0; part < parts && !stop.stop_requested(); ++part)
        figures.after += surgeon.necksOf(surgeon.members(part)) > 0;
    return figures;
}

}  // namespace gis::cut
