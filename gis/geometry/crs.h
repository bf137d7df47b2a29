// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string>

#include "dispatch/place.h"
#include "dispatch/result.h"

namespace gis {

/// Turns positions of one CRS into CGCS2000, longitude first, and back.
///
/// The order of axes is settled here: input and output are always x/longitude first, y/latitude
/// second, whatever the definition of the CRS says (EPSG:4490 is latitude first by definition).
///
/// @thread one thread at a time per object; movable, so make one for each thread.
class CrsTransform {
  public:
    /// @param crs "gcj02", "bd09", "EPSG:n", or anything PROJ understands (WKT, PROJ string).
    /// @error BadInput PROJ does not know it, or it cannot be turned into CGCS2000.
    static dispatch::Result<CrsTransform> make(const std::string& crs);

    /// From the CRS to CGCS2000, in place.
    /// @error BadInput a position lies where the CRS is not defined; detail names its place in the
    ///        batch, and the batch is left half done.
    dispatch::Result<void> toCgcs2000(std::span<dispatch::LonLat> places);
    /// From CGCS2000 to the CRS, in place; `lon` then holds x and `lat` y.
    /// @error BadInput as above.
    dispatch::Result<void> fromCgcs2000(std::span<dispatch::LonLat> places);
    dispatch::Result<void> toCgcs2000(dispatch::Area& area);

    /// The name people know: "CGCS2000", "Xian 1980 / 3-degree Gauss-Kruger CM 108E", "GCJ-02".
    const std::string& name() const;
    /// Whether nothing changes (CGCS2000 itself).
    bool isIdentity() const;
    /// Metres, as PROJ states it; negative where unknown (no shift between the datums is known).
    double accuracyMetres() const;

    CrsTransform(CrsTransform&&) noexcept;
    CrsTransform& operator=(CrsTransform&&) noexcept;
    ~CrsTransform();

  private:
    struct State;
    explicit CrsTransform(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace gis
