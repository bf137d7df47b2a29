// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "dispatch/picture.h"

namespace support {

/// A city of 2 x 2 square grids around 106.8 E, 39.67 N with a few people and cases; times count
/// from `now`. For tests of views, which need names and positions, not a real shape.
inline dispatch::Picture smallCity(dispatch::Millis now, int responders = 6, int cases = 5) {
    using namespace dispatch;
    using namespace std::chrono_literals;
    const Seconds second = std::chrono::floor<std::chrono::seconds>(now);
    Picture city;
    city.storeTime = now;
    city.levels =
        Table<Level>({{LevelId{1}, "city", "市", "City", 0, 4, Revision{1}},
                      {LevelId{2}, "township", "镇街", "Township", 2, 9, Revision{1}},
                      {LevelId{3}, "community", "社区", "Community", 3, 12, Revision{1}}});
    city.centres = Table<Centre>({{CentreId{1},
                                   "990302003",
                                   "望河街道",
                                   "township",
                                   "990302",
                                   LonLat{106.81, 39.68},
                                   {},
                                   {}},
                                  {CentreId{2},
                                   "990302003004",
                                   "清渠社区",
                                   "community",
                                   "990302003",
                                   LonLat{106.81, 39.67},
                                   {},
                                   {}}});
    std::vector<Grid> grids;
    for (int i = 0; i < 4; ++i) {
        const double west = 106.80 + 0.01 * (i % 2);
        const double south = 39.67 - 0.01 * (i / 2);
        Grid grid;
        grid.id = GridId{i + 1};
        grid.code = "99030200300400" + std::to_string(i + 1);
        grid.name = "清渠" + std::to_string(i + 1) + "号网格";
        grid.people = 420;
        grid.area = {{{{west, south},
                       {west + 0.01, south},
                       {west + 0.01, south + 0.01},
                       {west, south + 0.01},
                       {west, south}},
                      {}}};
        grid.revision = Revision{1};
        grids.push_back(grid);
    }
    city.grids = Table<Grid>(grids);
    city.posts =
        Table<Post>({{PostId{1}, "P01", "清渠警务站", "police", {106.805, 39.675}, Revision{1}}});
    city.categories = Table<Category>(
        {{CategoryId{1}, "01", "", "消防安全", "Fire safety", Risk::High, 1, {}},
         {CategoryId{2}, "0101", "01", "初起火情", "Early fire", Risk::High, 1, {}}});
    std::vector<Responder> people;
    auto fixes = std::make_shared<std::vector<Fix>>();
    for (int i = 0; i < responders; ++i) {
        Responder who;
        who.id = ResponderId{i + 1};
        who.code = "w" + std::to_string(i + 1);
        who.name = "贺知夏" + std::to_string(i + 1);
        who.kind = static_cast<ResponderKind>(i % 7);
        who.onDuty = i % 6 != 5;
        who.stateSince = second - 5min;
        who.grid = "990302003004001";
        who.reportSeconds = 10;
        who.revision = Revision{1};
        people.push_back(who);
        if (!who.onDuty) continue;
        Fix fix;
        fix.seq = FixSeq{i + 1};
        fix.responder = who.id;
        fix.time = now - std::chrono::seconds(i == 1 ? 300 : 5);
        fix.place = {106.801 + 0.018 * (i % 97) / 97.0, 39.661 + 0.018 * (i % 89) / 89.0};
        fixes->push_back(fix);
    }
    city.responders = Table<Responder>(people);
    city.fixes = fixes;
    city.fixSeq = FixSeq{responders};
    city.sources = {{0, "handset", now - 2s, 10}, {1, "vehicle", now - 240s, 10}};
    std::vector<Case> open;
    for (int i = 0; i < cases; ++i) {
        Case record;
        record.id = CaseId{i + 1};
        record.code = "LL-261122-" + std::to_string(1001 + i);
        record.title = i == 0 ? "沿街商铺冒烟，有焦味" : "路灯连续三盏不亮" + std::to_string(i);
        record.category = "0101";
        record.risk = static_cast<Risk>(2 - i % 3);
        record.stage = i % 2 ? "routed" : "handling";
        record.place = LonLat{106.803 + 0.003 * (i % 5), 39.672 - 0.002 * (i % 5)};
        record.placeText = "清渠路 41 号对面";
        record.grid = "990302003004001";
        record.source = "hotline";
        record.reported = second - 30min;
        record.stageEntered = second - 10min;
        record.due = second - 2min + std::chrono::minutes(3 * i);
        record.revision = Revision{1};
        open.push_back(record);
    }
    city.cases = Table<Case>(open);
    city.seq = ChangeSeq{1};
    return city;
}

}  // namespace support
