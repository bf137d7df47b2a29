// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/geometry/locate_fixes.h"

namespace gis {

void locateFixes(const GridLookup& grids, std::span<dispatch::Fix> fixes) {
    for (dispatch::Fix& fix : fixes) {
        const std::int32_t at = grids.locate(fix.place).geographic;
        fix.grid = at < 0 ? dispatch::GridId{} : grids.id(at);
    }
}

}  // namespace gis
