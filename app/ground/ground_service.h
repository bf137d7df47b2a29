// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileSystemWatcher>
#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>
#include <chrono>
#include <memory>
#include <vector>

#include "app/ground/ground_choice.h"
#include "app/ground/tile_folder.h"
#include "app/ground/tile_pictures.h"
#include "gis/cartographer/client.h"
#include "layers/map_canvas.h"

namespace app {

/// Brings the chosen ground onto the map: asks the cartographer for the tiles a view needs, nearest
/// to its middle first, a ring around it ahead; keeps them, and says how it stands.
///
/// @thread GUI.
class GroundService : public QObject {
    Q_OBJECT
  public:
    /// @param tiles Folder of tiles kept from earlier.
    GroundService(layers::MapCanvas& canvas, const gis::WorkerPlace& place, const QString& tiles,
                  gis::Patience patience = {}, QObject* parent = nullptr);
    ~GroundService() override;

    /// The grounds there are, besides `auto` and `own`.
    void setChoices(std::vector<GroundChoice> choices);
    const std::vector<GroundChoice>& choices() const { return m_choices; }
    /// Takes a ground by name; one that is not there yet is taken once it is.
    void choose(const QString& name);
    const QString& chosen() const { return m_chosen; }
    /// The ground on the map; null where the console draws its own.
    const GroundChoice* shown() const;
    void setTheme(layers::Theme theme);
    /// While a print runs, nothing is drawn ahead.
    void setPrinting(bool printing);

    /// Whose data are on the map.
    QString attribution() const;
    /// What people should know, one sentence: why the ground is not up to date; else empty.
    QString trouble() const;
    /// Whether every tile of the view is there.
    bool isComplete() const;
    /// Whether there is a program to draw with.
    bool hasWorker() const { return !m_place.program.isEmpty(); }
    std::vector<const gis::CartographerClient*> workers() const;
    const TilePictures& pictures() const { return *m_pictures; }

  Q_SIGNALS:
    void choicesChanged();
    /// The ground on the map, its attribution or its trouble is another one.
    void changed();
    /// Something about a layer or a picture, one sentence; it stays until read.
    void said(const QString& key, const QString& words);

  private:
    struct Worker {
        std::unique_ptr<gis::CartographerClient> client;
        QHash<quint64, TileKey> asked;
    };
    void apply();
    void startWorkers(const GroundChoice& choice);
    void plan();
    void askNext();
    void takeDrawn(Worker& worker, const gis::Drawn& drawn);
    void takeTile(const QString& source, const TileKey& key, const QImage& image);
    void askWorker(Worker& worker, const TileKey& key);
    void takeFailure(const TileKey& key, const QString& words);
    void setTrouble(const QString& words);
    void watchFiles();
    /// Whether a tile is to be asked for: it is not there, or lacks something and may be tried
    /// again.
    bool isMissing(const TileKey& key) const;
    Worker* idleWorker() const;
    bool isAsked(const TileKey& key) const;

    layers::MapCanvas& m_canvas;
    gis::WorkerPlace m_place;
    gis::Patience m_patience;
    std::shared_ptr<TilePictures> m_pictures;
    TileFolder m_folder;
    std::vector<std::unique_ptr<Worker>> m_workers;
    std::vector<GroundChoice> m_choices;
    QString m_chosen = kAutomaticGround;
    QString m_shown;   ///< Name of the choice on the map; empty: the console's own.
    QString m_source;  ///< Its fingerprint.
    double m_saturation = 1, m_brightness = 1;
    layers::Theme m_theme;
    std::vector<TileKey> m_wanted;  ///< Not there yet, the most wanted first.
    std::size_t m_visible = 0;      ///< So many of them are in sight; the others are ahead.
    QSet<TileKey> m_loading;        ///< Being read from disk.
    QSet<TileKey> m_poison;         ///< Two workers died of them.
    /// When a tile that lacks a layer, or could not be drawn at all, may be tried again.
    QHash<TileKey, std::chrono::steady_clock::time_point> m_again;
    QSet<QString> m_said;  ///< About this ground; each once.
    bool m_printing = false;
    QString m_attribution;
    QString m_down;  ///< Why no worker draws.
    QFileSystemWatcher m_watcher;
    QTimer m_filesChanged;
    QTimer m_tryAgain;
    QTimer m_planSoon;
    QTimer m_refresh;
};

}  // namespace app
