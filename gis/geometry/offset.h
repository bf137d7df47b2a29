// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dispatch/place.h"

namespace gis {

/// The shifts of Chinese web maps, about half a kilometre: GCJ-02 (Amap, Tencent, most web maps)
/// and BD-09 (Baidu). Outside the box 72.004-137.8347 E, 0.8293-55.8271 N they shift nothing.
///
/// WGS 84 and CGCS2000 differ by centimetres and count as one here. Inverses are iterated: far
/// better than 0.1 m where the shift is smooth; not at the edge of the box.
///
/// @thread any.
/// @source the published formula of the offset (eviltransform and many others).
dispatch::LonLat gcj02FromCgcs2000(dispatch::LonLat place);
dispatch::LonLat cgcs2000FromGcj02(dispatch::LonLat place);
dispatch::LonLat bd09FromCgcs2000(dispatch::LonLat place);
dispatch::LonLat cgcs2000FromBd09(dispatch::LonLat place);

/// Whether the shifts apply at a position.
bool isShifted(dispatch::LonLat place);

}  // namespace gis
