// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "app/verbs/verb.h"

namespace app {

// One declaration and one row a verb.
extern const Verb kCase;
extern const Verb kCheck;
extern const Verb kClock;
extern const Verb kCopy;
extern const Verb kExport;
extern const Verb kDemo;
extern const Verb kDuty;
extern const Verb kGrids;
extern const Verb kGround;
extern const Verb kImport;
extern const Verb kInit;
extern const Verb kLocate;
extern const Verb kMigrate;
extern const Verb kPrint;
extern const Verb kSimulate;
extern const Verb kSnapshot;
extern const Verb kTick;
extern const Verb kUser;
extern const Verb kVerify;

std::span<const Verb> verbs() {
    static const std::array all = {
        kDemo,     kInit,  kImport, kExport,   kGrids, kGround, kCheck, kLocate, kCopy,   kMigrate,
        kSnapshot, kPrint, kClock,  kSimulate, kCase,  kTick,   kDuty,  kUser,   kVerify,
    };
    return all;
}

}  // namespace app
