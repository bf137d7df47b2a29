// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "dispatch/place.h"
#include "dispatch/result.h"
#include "gis/exchange/row_source.h"
#include "gis/geometry/crs.h"

namespace gis {

/// What can be wrong with a position of a file.
enum class PlaceFault { None, Zero, OutOfRange, Swapped, Untransformable };

/// The reason under which a report counts it.
const char* faultText(PlaceFault fault);

/// Turns a file's positions into CGCS2000 and tells the impossible ones.
///
/// @thread one.
class Placing {
  public:
    /// Settles the CRS: the given one, else the file's, else CGCS2000 as a shown assumption.
    ///
    /// @param given  --crs, may be empty.
    /// @param city   Where the store's city lies; empty where the store has no areas yet.
    /// @error BadInput PROJ knows no such CRS.
    static dispatch::Result<Placing> make(const std::string& given, const SourceFacts& facts,
                                          const dispatch::GeoBox& city);

    /// Moves a position to CGCS2000 in place.
    PlaceFault place(dispatch::LonLat& position);
    /// Moves every vertex; the first fault ends it.
    PlaceFault place(dispatch::Line& line);
    PlaceFault place(dispatch::Area& area);

    const std::string& name() const { return m_name; }
    const std::string& from() const { return m_from; }
    bool isAssumed() const { return m_assumed; }
    /// Whether positions of this CRS are degrees, so that their range and order can be told.
    bool isDegrees() const { return m_degrees; }

  private:
    explicit Placing(CrsTransform transform) : m_transform(std::move(transform)) {}
    PlaceFault before(dispatch::LonLat position) const;
    PlaceFault after(dispatch::LonLat position) const;

    CrsTransform m_transform;
    dispatch::GeoBox m_city;
    std::string m_name;
    std::string m_from;
    bool m_assumed = false;
    bool m_degrees = true;
};

enum class AreaState { Fine, Repaired, Hopeless };

/// Closes rings, drops repeated vertices, turns shells counter-clockwise, and makes crossing
/// rings valid; what has no area left is hopeless.
AreaState repairArea(dispatch::Area& area, std::string& why);

/// Reads a geometry from WKT.
bool readWkt(const std::string& text, RawShape& shape);

}  // namespace gis
