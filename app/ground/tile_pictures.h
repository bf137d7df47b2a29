// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QImage>
#include <QMutex>
#include <QString>
#include <map>

#include "layers/ground_pictures.h"

namespace app {

/// Side of a tile, device pixels.
inline constexpr int kTilePixels = 512;

/// A tile of a pyramid in the map's plane, that has a level for every scale somebody looked at: so
/// that pixels are always exact.
struct TileKey {
    qint64 level = 0;  ///< Nanometres a device pixel.
    int x = 0;         ///< Tiles east of the plane's origin.
    int y = 0;         ///< Tiles north of it.
    friend bool operator==(const TileKey&, const TileKey&) = default;
};
size_t qHash(const TileKey& key, size_t seed = 0);

/// Level of a view.
qint64 levelOf(const layers::MapView& view);
/// Metres a device pixel.
double metresOf(qint64 level);
/// What a tile shows: left, bottom, width, height, metres.
QRectF sceneOf(const TileKey& key);
/// The tiles that touch a part of the plane.
std::vector<TileKey> tilesIn(qint64 level, const QRectF& scene);

/// The tiles there are, in memory, bounded; what was not used for longest goes first.
///
/// @thread any.
class TilePictures final : public layers::GroundPictures {
  public:
    explicit TilePictures(qint64 mostBytes = qint64(256) << 20) : m_mostBytes(mostBytes) {}

    /// From now on tiles of this source and style count; those of others stay for a return.
    /// @param source Fingerprint; empty: the console draws its own ground.
    void choose(const QString& source, bool hasNames);
    QString source() const;
    bool has(const TileKey& key) const;
    void put(const QString& source, const TileKey& key, QImage image);
    qint64 bytes() const;

    Cover cover(const layers::MapView& view, const QRectF& clip) const override;

  private:
    struct Tile {
        QImage image;
        quint64 used = 0;
    };
    using Level = QHash<TileKey, Tile>;
    struct Pyramid {
        std::map<qint64, Level> levels;
    };
    void addCoarser(const Pyramid& pyramid, qint64 level, const QRectF& clip, Cover& cover) const;
    void trim();

    mutable QMutex m_mutex;
    const qint64 m_mostBytes;
    QString m_source;
    bool m_hasNames = false;
    mutable QHash<QString, Pyramid> m_pyramids;
    mutable quint64 m_clock = 0;
    qint64 m_bytes = 0;
};

}  // namespace app
