// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ground/tile_pictures.h"

#include <QMutexLocker>
#include <algorithm>
#include <cmath>

namespace app {

namespace {

constexpr double kNanometres = 1e9;
/// How much finer tiles may be and still be worth scaling down; coarser ones always are.
constexpr double kFinest = 5;
/// Levels that help out while the exact one is not there yet.
constexpr std::size_t kHelpers = 3;

}  // namespace

size_t qHash(const TileKey& key, size_t seed) {
    return qHashMulti(seed, key.level, key.x, key.y);
}

qint64 levelOf(const layers::MapView& view) {
    return std::llround(view.metresPerPixel / view.devicePixelRatio * kNanometres);
}

double metresOf(qint64 level) {
    return double(level) / kNanometres;
}

QRectF sceneOf(const TileKey& key) {
    const double side = metresOf(key.level) * kTilePixels;
    return {key.x * side, key.y * side, side, side};
}

std::vector<TileKey> tilesIn(qint64 level, const QRectF& scene) {
    const double side = metresOf(level) * kTilePixels;
    std::vector<TileKey> tiles;
    if (!(side > 0) || scene.isEmpty()) return tiles;
    const int west = int(std::floor(scene.left() / side));
    const int east = int(std::ceil(scene.right() / side));
    const int south = int(std::floor(scene.top() / side));
    const int north = int(std::ceil(scene.bottom() / side));
    for (int y = south; y < north; ++y)
        for (int x = west; x < east; ++x) tiles.push_back({level, x, y});
    return tiles;
}

void TilePictures::choose(const QString& source, bool hasNames) {
    const QMutexLocker lock(&m_mutex);
    m_source = source;
    m_hasNames = hasNames;
}

QString TilePictures::source() const {
    const QMutexLocker lock(&m_mutex);
    return m_source;
}

bool TilePictures::has(const TileKey& key) const {
    const QMutexLocker lock(&m_mutex);
    const auto pyramid = m_pyramids.constFind(m_source);
    if (pyramid == m_pyramids.constEnd()) return false;
    const auto level = pyramid->levels.find(key.level);
    return level != pyramid->levels.end() && level->second.contains(key);
}

void TilePictures::put(const QString& source, const TileKey& key, QImage image) {
    const QMutexLocker lock(&m_mutex);
    Tile& tile = m_pyramids[source].levels[key.level][key];
    m_bytes += image.sizeInBytes() - tile.image.sizeInBytes();
    tile = {std::move(image), ++m_clock};
    trim();
}

qint64 TilePictures::bytes() const {
    const QMutexLocker lock(&m_mutex);
    return m_bytes;
}

void TilePictures::trim() {
    if (m_bytes <= m_mostBytes) return;
    struct Old {
        quint64 used;
        QString source;
        TileKey key;
    };
    std::vector<Old> all;
    for (auto pyramid = m_pyramids.begin(); pyramid != m_pyramids.end(); ++pyramid)
        for (const auto& [level, tiles] : pyramid->levels)
            for (auto tile = tiles.begin(); tile != tiles.end(); ++tile)
                all.push_back({tile->used, pyramid.key(), tile.key()});
    std::sort(all.begin(), all.end(), [](const Old& a, const Old& b) { return a.used < b.used; });
    // A quarter at a time, so that it need not be done for every tile.
    const qint64 wanted = m_mostBytes * 3 / 4;
    for (const Old& old : all) {
        if (m_bytes <= wanted) break;
        Pyramid& pyramid = m_pyramids[old.source];
        Level& level = pyramid.levels[old.key.level];
        m_bytes -= level.value(old.key).image.sizeInBytes();
        level.remove(old.key);
        if (level.isEmpty()) pyramid.levels.erase(old.key.level);
    }
}

layers::GroundPictures::Cover TilePictures::cover(const layers::MapView& view,
                                                  const QRectF& clip) const {
    const QMutexLocker lock(&m_mutex);
    Cover cover;
    cover.isWanted = !m_source.isEmpty();
    cover.hasNames = m_hasNames;
    const auto pyramid = m_pyramids.find(m_source);
    if (!cover.isWanted || clip.isEmpty() || pyramid == m_pyramids.end()) return cover;
    const qint64 level = levelOf(view);
    std::vector<Piece> exact;
    cover.isWhole = true;
    const auto own = pyramid->levels.find(level);
    for (const TileKey& key : tilesIn(level, clip)) {
        const auto tile = own == pyramid->levels.end() ? Level::iterator() : own->second.find(key);
        if (own == pyramid->levels.end() || tile == own->second.end()) {
            cover.isWhole = false;
            continue;
        }
        tile->used = ++m_clock;
        QImage image = tile->image;
        image.setDevicePixelRatio(view.devicePixelRatio);
        exact.push_back({std::move(image), sceneOf(key), true});
    }
    if (!cover.isWhole) addCoarser(*pyramid, level, clip, cover);
    std::move(exact.begin(), exact.end(), std::back_inserter(cover.pieces));
    return cover;
}

void TilePictures::addCoarser(const Pyramid& pyramid, qint64 level, const QRectF& clip,
                              Cover& cover) const {
    // The nearest levels, drawn from the coarsest to the finest.
    std::vector<qint64> near;
    for (const auto& [other, tiles] : pyramid.levels)
        if (other != level && double(level) / double(other) < kFinest) near.push_back(other);
    const auto far = [level](qint64 other) {
        return std::abs(std::log(double(other) / double(level)));
    };
    std::sort(near.begin(), near.end(), [&](qint64 a, qint64 b) { return far(a) < far(b); });
    near.resize(std::min(near.size(), kHelpers));
    std::sort(near.begin(), near.end(), std::greater<>());
    for (const qint64 other : near) {
        const Level& tiles = pyramid.levels.at(other);
        for (auto tile = tiles.begin(); tile != tiles.end(); ++tile)
            if (sceneOf(tile.key()).intersects(clip))
                cover.pieces.push_back({tile->image, sceneOf(tile.key()), false});
    }
}

}  // namespace app
