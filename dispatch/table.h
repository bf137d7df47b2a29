// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

namespace dispatch {

/// Rows sorted by id, in chunks that pictures share: the next picture copies only the chunks that
/// changed. A row must have an `id` with `value`.
///
/// @thread const methods from any thread; a Table never changes once it is in a Picture.
template <class Row>
class Table {
  public:
    using Chunk = std::vector<Row>;
    static constexpr std::size_t kChunkRows = 256;

    Table() = default;

    /// @param rows Any order; of two rows with one id the last wins.
    explicit Table(std::vector<Row> rows) { append(sortedUnique(std::move(rows))); }

    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }

    /// @return The row, or null where there is none with this id.
    const Row* find(decltype(Row::id) id) const {
        const auto chunk = chunkFor(id);
        if (chunk == m_chunks.end()) return nullptr;
        const auto row = std::lower_bound((*chunk)->begin(), (*chunk)->end(), id,
                                          [](const Row& r, auto wanted) { return r.id < wanted; });
        return row != (*chunk)->end() && row->id == id ? &*row : nullptr;
    }

    /// Calls `visit(row)` for every row in order of id.
    template <class Visit>
    void forEach(Visit visit) const {
        for (const auto& chunk : m_chunks)
            for (const Row& row : *chunk) visit(row);
    }

    /// The row at a place in the order of ids; a plain walk over chunks.
    const Row& at(std::size_t index) const {
        for (const auto& chunk : m_chunks) {
            if (index < chunk->size()) return (*chunk)[index];
            index -= chunk->size();
        }
        return m_chunks.back()->back();
    }

    /// A table with some rows put in or replaced and some removed; untouched chunks are shared.
    Table with(std::vector<Row> upserts, const std::vector<decltype(Row::id)>& removed) const {
        if (upserts.empty() && removed.empty()) return *this;
        upserts = sortedUnique(std::move(upserts));
        std::vector<decltype(Row::id)> gone = removed;
        std::sort(gone.begin(), gone.end());
        Table next;
        auto put = upserts.begin();
        for (std::size_t i = 0; i < m_chunks.size(); ++i) {
            const bool last = i + 1 == m_chunks.size();
            auto end = put;
            while (end != upserts.end() && (last || end->id < m_chunks[i + 1]->front().id)) ++end;
            const Chunk& old = *m_chunks[i];
            const auto lost = std::lower_bound(gone.begin(), gone.end(), old.front().id);
            const bool loses = lost != gone.end() && *lost <= old.back().id;
            if (put == end && !loses) {
                next.m_chunks.push_back(m_chunks[i]);
                next.m_size += old.size();
                continue;
            }
            next.append(merged(old, put, end, gone));
            put = end;
        }
        if (m_chunks.empty()) next.append(merged({}, upserts.begin(), upserts.end(), gone));
        return next;
    }

    /// The chunks themselves: equal pointers mean equal rows.
    const std::vector<std::shared_ptr<const Chunk>>& chunks() const { return m_chunks; }

  private:
    auto chunkFor(decltype(Row::id) id) const {
        return std::lower_bound(
            m_chunks.begin(), m_chunks.end(), id,
            [](const auto& chunk, auto wanted) { return chunk->back().id < wanted; });
    }

    static std::vector<Row> sortedUnique(std::vector<Row> rows) {
        std::stable_sort(rows.begin(), rows.end(),
                         [](const Row& a, const Row& b) { return a.id < b.id; });
        std::vector<Row> unique;
        unique.reserve(rows.size());
        for (Row& row : rows) {
            if (!unique.empty() && unique.back().id == row.id)
                unique.back() = std::move(row);
            else
                unique.push_back(std::move(row));
        }
        return unique;
    }

    template <class It>
    static Chunk merged(const Chunk& old, It put, It end,
                        const std::vector<decltype(Row::id)>& gone) {
        Chunk rows;
        rows.reserve(old.size() + static_cast<std::size_t>(end - put));
        for (const Row& row : old) {
            while (put != end && put->id < row.id) rows.push_back(*put++);
            if (put != end && put->id == row.id)
                rows.push_back(*put++);
            else if (!std::binary_search(gone.begin(), gone.end(), row.id))
                rows.push_back(row);
        }
        rows.insert(rows.end(), put, end);
        return rows;
    }

    void append(std::vector<Row> rows) {
        for (std::size_t start = 0; start < rows.size(); start += kChunkRows) {
            const std::size_t end = std::min(rows.size(), start + kChunkRows);
            const auto from = rows.begin() + static_cast<std::ptrdiff_t>(start);
            const auto to = rows.begin() + static_cast<std::ptrdiff_t>(end);
            m_chunks.push_back(std::make_shared<const Chunk>(std::make_move_iterator(from),
                                                             std::make_move_iterator(to)));
            m_size += end - start;
        }
    }

    std::vector<std::shared_ptr<const Chunk>> m_chunks;
    std::size_t m_size = 0;
};

}  // namespace dispatch
