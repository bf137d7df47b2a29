// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSet>
#include <QThreadPool>

#include "app/ground/tile_pictures.h"

namespace app {

/// Tiles kept on disk from one shift to the next, bounded. All reading and writing is done by a
/// thread of its own; a file that is damaged counts as absent and goes.
///
/// @thread GUI.
class TileFolder : public QObject {
    Q_OBJECT
  public:
    explicit TileFolder(const QString& folder, qint64 mostBytes = qint64(512) << 20,
                        QObject* parent = nullptr);
    ~TileFolder() override;

    /// Reads what there is of a source; `listed` follows.
    void open(const QString& source);
    bool isListed(const QString& source) const { return m_listed.contains(source); }
    bool has(const QString& source, const TileKey& key) const;
    /// `read` or `absent` follows.
    void load(const QString& source, const TileKey& key);
    void keep(const QString& source, const TileKey& key, const QImage& image);
    /// Waits until all is written; for tests.
    void settle();

  Q_SIGNALS:
    void listed(const QString& source);
    void read(const QString& source, const app::TileKey& key, const QImage& image);
    void absent(const QString& source, const app::TileKey& key);

  private:
    QString fileOf(const QString& source, const TileKey& key) const;
    void sweep();

    const QString m_folder;
    const qint64 m_mostBytes;
    QHash<QString, QSet<TileKey>> m_there;
    QSet<QString> m_listed;
    qint64 m_written = 0;  ///< Since the last sweep.
    QThreadPool m_pool;
};

}  // namespace app
