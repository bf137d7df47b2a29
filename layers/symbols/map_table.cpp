// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/symbols/map_table.h"

namespace layers {

ClockMark clockMark(const dispatch::Case& record, bool atTop, dispatch::Seconds now) {
    switch (dispatch::clockState(record, now)) {
        case dispatch::ClockState::None:
        case dispatch::ClockState::Ok:
            return ClockMark::Ok;
        case dispatch::ClockState::Warn:
            return ClockMark::Warn;
        case dispatch::ClockState::Supervised:
            return ClockMark::Supervised;
        case dispatch::ClockState::Suspended:
            return ClockMark::Suspended;
        case dispatch::ClockState::Late:
            return atTop ? ClockMark::Supervised : ClockMark::Late;
    }
    return ClockMark::Ok;
}

}  // namespace layers
