// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/layers/made_scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <random>

namespace support {

namespace {

constexpr double kWest = 106.80, kSouth = 39.65;
constexpr double kMetresPerLat = 111'030;
constexpr double kMetresPerLon = 85'900;

/// Metres east and north of the south-west corner.
dispatch::LonLat at(double x, double y) {
    return {kWest + x / kMetresPerLon, kSouth + y / kMetresPerLat};
}

std::uint64_t mixed(std::uint64_t x) {
    x ^= x >> 31;
    x *= 0x9E3779B97F4A7C15ULL;
    x ^= x >> 27;
    x *= 0xBF58476D1CE4E5B9ULL;
    return x ^ (x >> 32);
}

/// A number from -1 to 1 that depends only on its arguments.
double noise(std::uint64_t seed, int a, int b, int c) {
    const std::uint64_t key = mixed(seed + mixed(std::uint64_t(std::uint32_t(a)) << 40 ^
                                                 std::uint64_t(std::uint32_t(b)) << 16 ^
                                                 std::uint64_t(std::uint32_t(c))));
    return double(key >> 11) / double(1ULL << 53) * 2 - 1;
}

struct Point {
    double x, y;
};

class Cut {
  public:
    explicit Cut(const SceneSize& size) : m_size(size) {}

    Point corner(int column, int row) const {
        const double cell = m_size.cellMetres;
        const double shift = 0.22 * cell;
        return {column * cell + shift * noise(m_size.seed, column, row, 1),
                row * cell + shift * noise(m_size.seed, column, row, 2)};
    }

    /// Corners from one end of a side to the other; the same for both neighbours.
    void side(std::vector<dispatch::LonLat>& ring, int c0, int r0, int c1, int r1) const {
        const bool forward = c0 != c1 ? c0 < c1 : r0 < r1;
        const Point a = forward ? corner(c0, r0) : corner(c1, r1);
        const Point b = forward ? corner(c1, r1) : corner(c0, r0);
        const int low = std::min(c0, c1), floor = std::min(r0, r1), way = c0 != c1 ? 3 : 4;
        const double length = std::hypot(b.x - a.x, b.y - a.y);
        std::vector<dispatch::LonLat> points;
        for (int i = 0; i < m_size.edgeVertices; ++i) {
            const double t = double(i) / m_size.edgeVertices;
            const double off = i == 0 ? 0
                                      : 0.05 * length * std::sin(t * 3.14159) *
                                            noise(m_size.seed + std::uint64_t(way), low, floor, i);
            points.push_back(at(a.x + t * (b.x - a.x) - (b.y - a.y) / length * off,
                                a.y + t * (b.y - a.y) + (b.x - a.x) / length * off));
        }
        points.push_back(at(b.x, b.y));
        if (!forward) std::reverse(points.begin(), points.end());
        ring.insert(ring.end(), points.begin(), points.end() - 1);
    }

    dispatch::Area cell(int c, int r) const {
        dispatch::Ring ring;
        side(ring, c, r, c + 1, r);
        side(ring, c + 1, r, c + 1, r + 1);
        side(ring, c + 1, r + 1, c, r + 1);
        side(ring, c, r + 1, c, r);
        ring.push_back(ring.front());
        return {{ring, {}}};
    }

  private:
    SceneSize m_size;
};

dispatch::Area box(double x, double y, double w, double h) {
    dispatch::Ring ring{at(x, y), at(x + w, y), at(x + w, y + h), at(x, y + h), at(x, y)};
    return {{ring, {}}};
}

std::string text(const char* format, int a, int b, int c, int d) {
    std::array<char, 40> buffer{};
    std::snprintf(buffer.data(), buffer.size(), format, a, b, c, d);
    return buffer.data();
}

}  // namespace

MadeScene makeScene(const SceneSize& size) {
    MadeScene scene;
    scene.picture = std::make_shared<dispatch::Picture>();
    scene.ground = std::make_shared<layers::GroundData>();
    dispatch::Picture& picture = *scene.picture;
    scene.now = dispatch::Millis(std::chrono::seconds(1'795'000'000));
    picture.storeTime = scene.now;
    const Cut cut(size);
    const double width = size.columns * size.cellMetres, height = size.rows * size.cellMetres;
    std::mt19937_64 random(size.seed);
    const auto from = [&](double low, double high) {
        return low + (high - low) * double(random() >> 11) / double(1ULL << 53);
    };

    std::vector<dispatch::Level> levels;
    int digits[] = {4, 6, 9, 12};
    const char* codes[] = {"city", "district", "township", "community"};
    for (int rank = 0; rank < 4; ++rank) {
        dispatch::Level level;
        level.id = {rank + 1};
        level.code = codes[rank];
        level.rank = rank;
        level.codeDigits = digits[rank];
        levels.push_back(level);
    }
    picture.levels = dispatch::Table<dispatch::Level>(levels);

    std::vector<dispatch::Grid> grids;
    std::vector<dispatch::Centre> centres;
    const int half = std::max(1, size.columns / 2);
    const auto addCentre = [&](const std::string& code, const char* name, int rank, Point p) {
        for (const auto& centre : centres)
            if (centre.code == code) return;
        dispatch::Centre centre;
        centre.id = {std::int64_t(centres.size()) + 1};
        centre.code = code;
        centre.name = name;
        centre.level = codes[rank];
        centre.place = at(p.x, p.y);
        centres.push_back(centre);
    };
    for (int r = 0; r < size.rows; ++r)
        for (int c = 0; c < size.columns; ++c) {
            dispatch::Grid grid;
            grid.id = {std::int64_t(grids.size()) + 1};
            const int district = c / half + 1, township = r / 4 + 1, community = c % half / 2 + 1;
            grid.code = text("9903%02d%03d%03d%03d", district, township, community,
                             (r % 4) * 2 + c % 2 + 1);
            grid.kind = r == 0 ? dispatch::GridKind::Rural : dispatch::GridKind::Community;
            grid.area = cut.cell(c, r);
            const Point p{(c + 0.62) * size.cellMetres, (r + 0.4) * size.cellMetres};
            addCentre(grid.code.substr(0, 12), "清渠社区", 3, p);
            addCentre(grid.code.substr(0, 9), "望河街道", 2, {p.x + 60, p.y});
            addCentre(grid.code.substr(0, 6), "河东区", 1, {p.x, p.y + 60});
            grids.push_back(std::move(grid));
        }
    addCentre("9903", "澜州市", 0, {width * 0.45, height * 0.55});
    for (int i = 0; i < size.dedicated; ++i) {
        dispatch::Grid grid;
        grid.id = {std::int64_t(grids.size()) + 1};
        grid.code = text("9903%02d%03d%03d%03d", 1, 1, 1, 900 + i);
        grid.kind = dispatch::GridKind::Dedicated;
        grid.area = box(width * (0.15 + 0.1 * i), height * 0.2, size.cellMetres * 0.8,
                        size.cellMetres * 0.6);
        grids.push_back(std::move(grid));
    }
    picture.grids = dispatch::Table<dispatch::Grid>(grids);
    picture.centres = dispatch::Table<dispatch::Centre>(centres);

    std::vector<dispatch::Zone> zones;
    for (int i = 0; i < 2; ++i) {
        dispatch::Zone zone;
        zone.id = {i + 1};
        zone.name = i == 0 ? "河东巡区" : "河西巡区";
        zone.area = box(width * (0.08 + 0.44 * i), height * 0.15, width * 0.4, height * 0.7);
        zones.push_back(zone);
    }
    picture.zones = dispatch::Table<dispatch::Zone>(zones);

    std::vector<dispatch::Post> posts;
    for (int i = 0; i < size.posts; ++i) {
        dispatch::Post post;
        post.id = {i + 1};
        post.name = "清渠警务站";
        post.place = at(from(0.15, 0.85) * width, from(0.2, 0.8) * height);
        posts.push_back(post);
    }
    picture.posts = dispatch::Table<dispatch::Post>(posts);

    std::vector<dispatch::Responder> responders;
    std::vector<dispatch::Fix> fixes;
    for (int i = 0; i < size.responders; ++i) {
        dispatch::Responder r;
        r.id = {i + 1};
        r.code = "w" + std::to_string(i + 1);
        r.kind = dispatch::ResponderKind(i % 7);
        r.vehicle = dispatch::Vehicle(i % 3);
        r.state = dispatch::WorkState(i % 5);
        r.reportSeconds = 10;
        r.onDuty = true;
        dispatch::Fix fix;
        fix.responder = r.id;
        const int age = i % 10 == 8 ? 45 : i % 10 == 9 ? 200 : i % 10;
        fix.time = scene.now - std::chrono::seconds(age);
        fix.place = at(from(0.03, 0.97) * width, from(0.03, 0.97) * height);
        fix.headingDegrees = float(from(0, 360));
        fix.speedMetresPerSecond = i % 3 == 0 ? 0.2F : 1.5F;
        responders.push_back(r);
        fixes.push_back(fix);
    }
    picture.responders = dispatch::Table<dispatch::Responder>(responders);
    picture.fixes = std::make_shared<const std::vector<dispatch::Fix>>(fixes);

    std::vector<dispatch::Case> cases;
    const char* stages[] = {"accepted", "routed", "handling", "reported", "rated", "archived"};
    for (int i = 0; i < size.cases; ++i) {
        dispatch::Case record;
        record.id = {i + 1};
        record.code = "LL-261122-" + std::to_string(1001 + i);
        record.risk = dispatch::Risk(i % 3);
        record.stage = stages[i % 6];
        record.level = i % 8 == 7 ? "city" : "community";
        record.place = at(from(0.05, 0.95) * width, from(0.05, 0.95) * height);
        const auto now = std::chrono::floor<std::chrono::seconds>(scene.now);
        record.stageEntered = now - std::chrono::minutes(10);
        if (i % 4 == 1) record.due = now + std::chrono::minutes(1);
        if (i % 4 == 3) record.due = now - std::chrono::minutes(1);
        if (i % 4 == 2) record.due = now + std::chrono::hours(2);
        cases.push_back(record);
    }
    picture.cases = dispatch::Table<dispatch::Case>(cases);

    // Ground: land, a lake, a park, a river, streets between the grids, houses in them.
    layers::GroundData& ground = *scene.ground;
    const auto addGround = [&](dispatch::GroundKind kind, const char* name, dispatch::Area area,
                               dispatch::Line line) {
        dispatch::Ground g;
        g.id = {std::int64_t(ground.grounds.size()) + 1};
        g.kind = kind;
        g.name = name;
        g.area = std::move(area);
        g.line = std::move(line);
        ground.grounds.push_back(std::move(g));
    };
    addGround(dispatch::GroundKind::Land, "",
              box(-0.3 * size.cellMetres, -0.3 * size.cellMetres, width + 0.6 * size.cellMetres,
                  height + 0.6 * size.cellMetres),
              {});
    addGround(dispatch::GroundKind::Hill, "西山",
              box(0.02 * width, 0.7 * height, 0.2 * width, 0.25 * height), {});
    addGround(dispatch::GroundKind::Green, "澜园",
              box(0.6 * width, 0.62 * height, 0.22 * width, 0.25 * height), {});
    dispatch::Ring river;
    dispatch::Line rail;
    for (int i = 0; i <= 24; ++i) {
        const double t = i / 24.0;
        river.push_back(at(t * width, (0.42 + 0.06 * std::sin(t * 7)) * height));
        rail.push_back(at(t * width, (0.9 - 0.15 * t) * height));
    }
    for (int i = 24; i >= 0; --i) {
        const double t = i / 24.0;
        river.push_back(at(t * width, (0.49 + 0.06 * std::sin(t * 7)) * height));
    }
    river.push_back(river.front());
    addGround(dispatch::GroundKind::Water, "澜水", {{river, {}}}, {});
    addGround(dispatch::GroundKind::Rail, "", {}, rail);
    std::int64_t road = 0;
    const auto addRoad = [&](dispatch::RoadClass kind, const char* name, dispatch::Line line) {
        dispatch::Road r;
        r.id = {++road};
        r.kind = kind;
        r.name = name;
        r.line = std::move(line);
        ground.roads.push_back(std::move(r));
    };
    const auto kindAt = [](int i) {
        return i % 6 == 0   ? dispatch::RoadClass::Motorway
               : i % 3 == 0 ? dispatch::RoadClass::Primary
                            : dispatch::RoadClass::Secondary;
    };
    for (int c = 0; c <= size.columns; ++c) {
        dispatch::Line line;
        for (int r = 0; r <= size.rows; ++r) {
            const Point p = cut.corner(c, r);
            line.push_back(at(p.x, p.y));
        }
        addRoad(kindAt(c), "澜桥大道", line);
    }
    for (int r = 0; r <= size.rows; ++r) {
        dispatch::Line line;
        for (int c = 0; c <= size.columns; ++c) {
            const Point p = cut.corner(c, r);
            line.push_back(at(p.x, p.y));
        }
        addRoad(kindAt(r + 1), "石桥路", line);
    }
    for (int r = 0; r < size.rows; ++r)
        for (int c = 0; c < size.columns; ++c)
            for (int s = 0; s < size.streetsPerCell; ++s) {
                const double y = (r + (s + 0.5) / size.streetsPerCell) * size.cellMetres;
                addRoad(dispatch::RoadClass::Residential, "",
                        {at(c * size.cellMetres, y), at((c + 1) * size.cellMetres, y + 8)});
                for (int b = 0; b < 4; ++b)
                    addGround(
                        dispatch::GroundKind::Building, "",
                        box((c + 0.1 + 0.22 * b) * size.cellMetres, y + 12, 0.13 * size.cellMetres,
                            0.22 * size.cellMetres / size.streetsPerCell),
                        {});
            }
    for (int i = 0; i < size.cameras; ++i) {
        dispatch::Camera camera;
        camera.id = {i + 1};
        camera.code = "C-" + std::to_string(i + 1);
        camera.place = at(from(0, 1) * width, from(0, 1) * height);
        ground.cameras.push_back(camera);
    }
    return scene;
}

std::shared_ptr<dispatch::Picture> movedOn(const dispatch::Picture& picture, std::uint64_t step) {
    auto next = std::make_shared<dispatch::Picture>(picture);
    std::vector<dispatch::Fix> fixes = *picture.fixes;
    for (dispatch::Fix& fix : fixes) {
        fix.place.lon += 2e-5 * noise(step, int(fix.responder.value), 0, 0);
        fix.place.lat += 2e-5 * noise(step, int(fix.responder.value), 1, 0);
        fix.time += std::chrono::seconds(1);
    }
    next->storeTime += std::chrono::seconds(1);
    next->fixes = std::make_shared<const std::vector<dispatch::Fix>>(std::move(fixes));
    return next;
}

}  // namespace support
