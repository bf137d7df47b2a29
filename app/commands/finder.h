// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "app/text/pinyin.h"
#include "dispatch/picture.h"

namespace app {

/// One thing on the map that a person can name.
struct Found {
    dispatch::RecordRef ref;
    QString code;  ///< As typed: "w17", "990302003004012".
    QString name;
    QString detail;  ///< Kind, and state or area.
    int rank = 0;    ///< 0 is the exact code; higher is a looser match.
};

/// Finds grids, centres, cases, responders, posts, zones and units by code, name or the pinyin
/// initials of a Chinese name; letters that are part of a code or name go before initials.
///
/// @thread GUI. 5,000 things are looked through in a few milliseconds a keystroke.
class Finder {
  public:
    /// Looks at a picture; makes its list afresh at the next question only where `changes` touch
    /// what it lists.
    void apply(std::shared_ptr<const dispatch::Picture> picture, const dispatch::Changes& changes);

    /// @param limit At most so many, best first.
    /// @param kind  Only this kind.
    std::vector<Found> find(const QString& words, std::size_t limit,
                            std::optional<dispatch::Kind> kind = {}) const;
    /// The one thing meant: an exact code, or the only match of the best rank.
    std::optional<Found> findOne(const QString& words) const;

  private:
    struct Entry {
        dispatch::RecordRef ref;
        QString code;
        QString name;
        Initials initials;
    };
    void fill() const;
    std::shared_ptr<const dispatch::Picture> m_picture;
    mutable std::vector<Entry> m_entries;
    mutable bool m_old = true;
};

/// Where a record is: a point for symbols (positions of people on duty included), a box for areas.
/// @return An empty box where it has no place.
dispatch::GeoBox boxOf(const dispatch::Picture& picture, dispatch::RecordRef ref);
/// Code and name of a record: "w17 贺知夏"; empty where it is not in the picture.
QString nameOf(const dispatch::Picture& picture, dispatch::RecordRef ref);
QString detailOf(const dispatch::Picture& picture, dispatch::RecordRef ref);

}  // namespace app
