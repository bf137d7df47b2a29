// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace gis {

/// Numbers of a sequence that a reader has not seen though later ones are visible. Writers take
/// numbers before they commit, so a lower one may become visible after a higher one, or never.
///
/// A gap is remembered together with a transaction number above every writer that had begun when it
/// was found (its bound). Once every transaction up to the bound has ended, what is still unseen
/// was rolled back and is forgotten. Readers never wait: what is visible is taken at once.
///
/// @thread one at a time.
class SequenceGaps {
  public:
    /// Takes in what one snapshot showed.
    /// @param after  Newest number the reader had before.
    /// @param newest Newest number now.
    /// @param seen   Numbers seen by this snapshot, ascending; those above `after` and those in
    /// gaps.
    /// @param xmin   Oldest transaction that still ran in this snapshot.
    /// @param bound  A transaction number above all that had begun; used where gaps are new.
    void see(std::int64_t after, std::int64_t newest, std::span<const std::int64_t> seen,
             std::int64_t xmin, std::int64_t bound);
    /// Adds a range found otherwise, both ends included.
    void add(std::int64_t from, std::int64_t to, std::int64_t bound);
    void clear() { m_ranges.clear(); }

    bool isEmpty() const { return m_ranges.empty(); }
    std::vector<std::int64_t> firsts() const;
    std::vector<std::int64_t> lasts() const;

  private:
    struct Range {
        std::int64_t from;
        std::int64_t to;
        std::int64_t bound;
    };
    std::vector<Range> m_ranges;
};

}  // namespace gis
