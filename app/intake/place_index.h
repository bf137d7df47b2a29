// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <memory>
#include <vector>

#include "app/text/pinyin.h"
#include "layers/ground_data.h"

namespace app {

/// Names of what lies still and is in no picture: streets, crossings, estates and other ground,
/// cameras. Made once from the ground; never changes.
///
/// @thread make() on any, the rest on any at a time: nothing in it changes.
class PlaceIndex {
  public:
    /// @param ground Kept: places are worked out from it when asked for.
    static std::shared_ptr<const PlaceIndex> make(std::shared_ptr<const layers::GroundData> ground);

    enum class Kind { Street, Ground, Camera };

    /// A thing whose name fits what was typed.
    struct Match {
        Kind kind = Kind::Street;
        int rank = 0;  ///< 0 exact, 1 begins so, 2 a number follows, 3 holds it, 4-5 initials.
        std::uint32_t entry = 0;
    };
    /// @return The best first, at most `limit`.
    std::vector<Match> find(const QString& words, std::size_t limit) const;

    /// One place of a matching thing. A street of one name in two parts of the city has two.
    struct Place {
        QString name;
        QString code;       ///< Cameras.
        double metres = 0;  ///< Streets: length of this part.
        dispatch::GroundKind ground = dispatch::GroundKind::Land;
        dispatch::LonLat place;
    };
    std::vector<Place> placesOf(const Match& match, std::size_t limit) const;

    /// Where two streets meet.
    struct Crossing {
        QString first;
        QString second;
        bool isJunction = true;  ///< False: one passes over the other.
        dispatch::LonLat place;
        int rank = 0;
    };
    /// Streets whose names fit `first` and `second` meet at shared nodes; the nodes of one junction
    /// within 60 m count once. Only where they share none, where their lines cross.
    std::vector<Crossing> crossings(const QString& first, const QString& second,
                                    std::size_t limit) const;

    std::size_t size() const { return m_entries.size(); }

  private:
    struct Entry {
        Kind kind;
        QString name;
        QString key;  ///< Folded.
        QString code;
        Initials initials;
        std::vector<std::uint32_t> rows;  ///< Of the ground's list of this kind.
    };
    explicit PlaceIndex(std::shared_ptr<const layers::GroundData> ground);
    void add(Kind kind, const std::string& name, const std::string& code, std::uint32_t row);
    std::vector<Match> matches(const QString& words, bool streetsOnly, std::size_t limit) const;
    std::vector<Place> streetParts(const Entry& street, std::size_t limit) const;

    std::shared_ptr<const layers::GroundData> m_ground;
    std::vector<Entry> m_entries;
};

}  // namespace app
