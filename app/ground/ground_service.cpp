// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ground/ground_service.h"

#include <QFileInfo>
#include <QThread>
#include <algorithm>
#include <cmath>

namespace app {

namespace {

constexpr int kPlanDelayMs = 25;      ///< Lets a turning wheel come to rest.
constexpr int kRefreshDelayMs = 120;  ///< Tiles come onto the map together.
constexpr qsizetype kAskedOfOne = 2;  ///< One being drawn, one that waits behind it.
constexpr int kFilesRestMs = 2000;    ///< Somebody who saves a project writes several times.
constexpr int kMarginPixels = 256;    ///< The canvas draws so much beyond its edges.

/// An outside ground takes colour and light back, so that symbols keep their contrast.
struct Tone {
    double saturation, brightness;
};
Tone toneFor(const GroundChoice& choice, layers::Theme theme) {
    if (choice.theme == theme.name()) return {1, 1};
    if (theme.isDark()) return {0.25, 0.45};
    return choice.theme.isEmpty() ? Tone{0.6, 1} : Tone{1, 1};
}

}  // namespace

GroundService::GroundService(layers::MapCanvas& canvas, const gis::WorkerPlace& place,
                             const QString& tiles, gis::Patience patience, QObject* parent)
    : QObject(parent),
      m_canvas(canvas),
      m_place(place),
      m_patience(patience),
      m_pictures(std::make_shared<TilePictures>()),
      m_folder(tiles),
      m_theme(canvas.theme()) {
    m_planSoon.setSingleShot(true);
    m_planSoon.setInterval(kPlanDelayMs);
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kRefreshDelayMs);
    m_filesChanged.setSingleShot(true);
    m_filesChanged.setInterval(kFilesRestMs);
    m_tryAgain.setSingleShot(true);
    m_tryAgain.setInterval(patience.again);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_filesChanged,
            qOverload<>(&QTimer::start));
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_filesChanged,
            qOverload<>(&QTimer::start));
    connect(&m_filesChanged, &QTimer::timeout, this, &GroundService::apply);
    connect(&m_tryAgain, &QTimer::timeout, this, &GroundService::plan);
    connect(&m_planSoon, &QTimer::timeout, this, &GroundService::plan);
    connect(&m_refresh, &QTimer::timeout, &m_canvas, &layers::MapCanvas::refreshGround);
    connect(&m_canvas, &layers::MapCanvas::viewChanged, &m_planSoon, qOverload<>(&QTimer::start));
    connect(&m_canvas, &layers::MapCanvas::projectionChanged, this, &GroundService::apply);
    connect(&m_folder, &TileFolder::listed, this, &GroundService::plan);
    connect(&m_folder, &TileFolder::read, this,
            [this](const QString& source, const TileKey& key, const QImage& image) {
                m_loading.remove(key);
                takeTile(source, key, image);
                askNext();
            });
    connect(&m_folder, &TileFolder::absent, this, [this](const QString&, const TileKey& key) {
        m_loading.remove(key);
        askNext();
    });
    m_canvas.setGroundPictures(m_pictures);
}

GroundService::~GroundService() {
    m_canvas.setGroundPictures(nullptr);
}

void GroundService::setChoices(std::vector<GroundChoice> choices) {
    if (choices == m_choices) return;
    m_choices = std::move(choices);
    apply();
    Q_EMIT choicesChanged();
}

void GroundService::choose(const QString& name) {
    if (m_chosen == name) return;
    m_chosen = name;
    apply();
    Q_EMIT choicesChanged();
}

void GroundService::setTheme(layers::Theme theme) {
    if (m_theme == theme) return;
    m_theme = theme;
    apply();
}

void GroundService::setPrinting(bool printing) {
    m_printing = printing;
    if (!printing) askNext();
}

const GroundChoice* GroundService::shown() const {
    const auto found =
        std::find_if(m_choices.begin(), m_choices.end(),
                     [this](const GroundChoice& choice) { return choice.name == m_shown; });
    return found == m_choices.end() ? nullptr : &*found;
}

std::vector<const gis::CartographerClient*> GroundService::workers() const {
    std::vector<const gis::CartographerClient*> list;
    for (const auto& worker : m_workers) list.push_back(worker->client.get());
    return list;
}

QString GroundService::attribution() const {
    const GroundChoice* choice = shown();
    if (!choice) return {};
    return choice->attribution.isEmpty() ? m_attribution : choice->attribution;
}

QString GroundService::trouble() const {
    return m_down;
}

bool GroundService::isComplete() const {
    if (m_source.isEmpty()) return true;
    const std::vector<TileKey> seen =
        tilesIn(levelOf(m_canvas.view()), m_canvas.view().sceneRect());
    return m_folder.isListed(m_source) && !m_refresh.isActive() &&
           std::all_of(seen.begin(), seen.end(), [this](const TileKey& key) {
               return m_pictures->has(key) || m_poison.contains(key) || m_again.contains(key);
           });
}

void GroundService::apply() {
    const auto named = [this](const QString& name) {
        return std::find_if(m_choices.begin(), m_choices.end(),
                            [&](const GroundChoice& choice) { return choice.name == name; });
    };
    auto choice = named(m_chosen);
    if (m_chosen == kAutomaticGround)
        choice = std::find_if(m_choices.begin(), m_choices.end(), [this](const GroundChoice& one) {
            return one.theme == m_theme.name();
        });
    const bool own = m_chosen == kOwnGround || choice == m_choices.end() || !hasWorker() ||
                     !m_canvas.hasProjection();
    QString source;
    if (!own) {
        const Tone tone = toneFor(*choice, m_theme);
        m_saturation = tone.saturation;
        m_brightness = tone.brightness;
        source = fingerprintOf(*choice, QString::fromStdString(m_canvas.projection().definition()),
                               m_saturation, m_brightness);
    }
    const QString shownBefore = m_shown;
    m_shown = own ? QString() : choice->name;
    if (source == m_source && m_shown == shownBefore) return;
    m_source = source;
    m_poison.clear();
    m_again.clear();
    m_said.clear();
    m_loading.clear();
    m_down.clear();
    watchFiles();
    m_attribution.clear();
    m_pictures->choose(source, !own && choice->hasNames);
    if (own) {
        m_workers.clear();
        m_wanted.clear();
    } else {
        m_folder.open(source);
        startWorkers(*choice);
    }
    m_canvas.refreshGround();
    plan();
    Q_EMIT changed();
}

void GroundService::startWorkers(const GroundChoice& choice) {
    const std::size_t count = QThread::idealThreadCount() > 1 ? 2 : 1;
    const bool same = m_workers.size() == count &&
                      m_workers.front()->client->place() == workerFor(choice, m_place, 1);
    if (same) {
        for (const auto& worker : m_workers) {
            for (auto asked = worker->asked.begin(); asked != worker->asked.end(); ++asked)
                worker->client->cancel(asked.key());
            worker->asked.clear();
        }
    } else {
        m_workers.clear();
        for (std::size_t i = 0; i < count; ++i) {
            auto worker = std::make_unique<Worker>();
            worker->client = std::make_unique<gis::CartographerClient>(
                workerFor(choice, m_place, int(i) + 1), m_patience);
            Worker* self = worker.get();
            auto* client = worker->client.get();
            connect(client, &gis::CartographerClient::drawn, this,
                    [this, self](const std::shared_ptr<const gis::Drawn>& drawn) {
                        takeDrawn(*self, *drawn);
                    });
            connect(client, &gis::CartographerClient::described, this,
                    [this](const gis::DescribeReply& reply) {
                        m_attribution = QString::fromStdString(reply.attribution);
                        Q_EMIT changed();
                    });
            connect(client, &gis::CartographerClient::died, this, [this](const QString& why) {
                setTrouble(tr("The cartographer stopped: %1. The last picture stays.").arg(why));
            });
            connect(client, &gis::CartographerClient::dropped, this,
                    [this, self](quint64 number, const QString& why) {
                        m_poison.insert(self->asked.take(number));
                        Q_EMIT said(QStringLiteral("ground-dropped"), why);
                        askNext();
                    });
            connect(client, &gis::CartographerClient::stateChanged, this, [this] {
                const bool isBack =
                    std::any_of(m_workers.begin(), m_workers.end(), [](const auto& one) {
                        return one->client->state() == gis::CartographerClient::State::Ready;
                    });
                if (isBack) setTrouble({});
                askNext();
            });
            m_workers.push_back(std::move(worker));
        }
        for (const auto& worker : m_workers) worker->client->start();
    }
    m_workers.front()->client->describe(choice.source);
}

bool GroundService::isAsked(const TileKey& key) const {
    return std::any_of(m_workers.begin(), m_workers.end(), [&](const auto& worker) {
        return std::find(worker->asked.begin(), worker->asked.end(), key) != worker->asked.end();
    });
}

void GroundService::plan() {
    m_planSoon.stop();
    m_wanted.clear();
    m_visible = 0;
    const layers::MapView view = m_canvas.view();
    if (m_source.isEmpty() || view.size.isEmpty() || !m_folder.isListed(m_source)) return;
    const qint64 level = levelOf(view);
    const double margin = kMarginPixels * metresOf(level);
    const QRectF seen = view.sceneRect();
    const QRectF drawn = seen.adjusted(-margin, -margin, margin, margin);
    const double ring = kTilePixels * metresOf(level);
    const QRectF around = seen.adjusted(-ring, -ring, ring, ring);
    const QPointF middle = seen.center();
    struct Wish {
        TileKey key;
        int rank;  ///< In sight, in the canvas's margin, ahead.
        double far;
    };
    std::vector<Wish> wishes;
    for (const TileKey& key : tilesIn(level, around)) {
        if (!isMissing(key)) continue;
        const QRectF scene = sceneOf(key);
        const int rank = scene.intersects(seen) ? 0 : scene.intersects(drawn) ? 1 : 2;
        const QPointF off = scene.center() - middle;
        wishes.push_back({key, rank, std::hypot(off.x(), off.y())});
    }
    std::sort(wishes.begin(), wishes.end(), [](const Wish& a, const Wish& b) {
        return a.rank != b.rank ? a.rank < b.rank : a.far < b.far;
    });
    QSet<TileKey> kept;
    for (const Wish& wish : wishes) {
        m_wanted.push_back(wish.key);
        kept.insert(wish.key);
        if (wish.rank < 2) ++m_visible;
    }
    // What failed elsewhere is forgotten; what failed here is tried again in its turn.
    erase_if(m_again, [&](const auto& failed) {
        return failed.key().level != level || !sceneOf(failed.key()).intersects(around);
    });
    if (!m_again.isEmpty() && !m_tryAgain.isActive()) m_tryAgain.start();
    // What is being drawn for a view nobody looks at any more is stopped.
    for (const auto& worker : m_workers)
        for (auto asked = worker->asked.begin(); asked != worker->asked.end();) {
            if (kept.contains(asked.value())) {
                ++asked;
                continue;
            }
            worker->client->cancel(asked.key());
            asked = worker->asked.erase(asked);
        }
    askNext();
}

void GroundService::askNext() {
    if (m_source.isEmpty()) return;
    for (std::size_t place = 0; place < m_wanted.size(); ++place) {
        const TileKey key = m_wanted[place];
        if (place >= m_visible && m_printing) return;
        if (!isMissing(key) || m_loading.contains(key) || isAsked(key)) continue;
        if (m_folder.has(m_source, key)) {
            m_loading.insert(key);
            m_folder.load(m_source, key);
            continue;
        }
        Worker* idle = idleWorker();
        if (!idle) return;
        askWorker(*idle, key);
    }
}

GroundService::Worker* GroundService::idleWorker() const {
    const auto rank = [](const std::unique_ptr<Worker>& worker) {
        const bool ready = worker->client->state() == gis::CartographerClient::State::Ready;
        return std::pair(!ready, worker->asked.size());
    };
    const auto idle =
        std::min_element(m_workers.begin(), m_workers.end(),
                         [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    if (idle == m_workers.end() || (*idle)->asked.size() >= kAskedOfOne) return nullptr;
    return idle->get();
}

void GroundService::askWorker(Worker& worker, const TileKey& key) {
    const GroundChoice* choice = shown();
    if (!choice) return;
    const QRectF scene = sceneOf(key);
    gis::DrawRequest request;
    request.source = choice->source;
    request.extent = {scene.left(), scene.top(), scene.right(), scene.bottom()};
    request.width = request.height = kTilePixels;
    request.ratio = m_canvas.view().devicePixelRatio;
    request.crs = m_canvas.projection().definition();
    request.labels = choice->hasNames;
    request.saturation = m_saturation;
    request.brightness = m_brightness;
    worker.asked.insert(worker.client->draw(std::move(request)), key);
}

void GroundService::takeDrawn(Worker& worker, const gis::Drawn& drawn) {
    const auto asked = worker.asked.constFind(drawn.reply.number);
    if (asked == worker.asked.constEnd()) return;
    const TileKey key = asked.value();
    worker.asked.erase(asked);
    const gis::DrawReply& reply = drawn.reply;
    const GroundChoice* choice = shown();
    m_again.remove(key);
    for (const gis::LayerProblem& problem : reply.problems)
        takeFailure(
            key, tr("Ground \"%1\", layer \"%2\": %3")
                     .arg(choice ? choice->title : QString(), QString::fromStdString(problem.layer),
                          QString::fromStdString(problem.why)));
    if (!reply.why.empty()) {
        takeFailure(key, {});
        setTrouble(tr("The ground cannot be drawn: %1").arg(QString::fromStdString(reply.why)));
    } else if (reply.width == kTilePixels && reply.height == kTilePixels) {
        // A copy that owns its pixels; opaque ones are drawn faster.
        QImage image(reinterpret_cast<const uchar*>(drawn.pixels.constData()), reply.width,
                     reply.height, reply.width * 4, QImage::Format_ARGB32_Premultiplied);
        const bool opaque = std::all_of(reinterpret_cast<const QRgb*>(drawn.pixels.constData()),
                                        reinterpret_cast<const QRgb*>(drawn.pixels.constData()) +
                                            image.width() * image.height(),
                                        [](QRgb pixel) { return qAlpha(pixel) == 255; });
        image = opaque ? image.convertToFormat(QImage::Format_RGB32) : image.copy();
        // A picture with a layer missing is not kept for tomorrow.
        if (reply.problems.empty()) m_folder.keep(m_source, key, image);
        setTrouble({});
        takeTile(m_source, key, image);
    }
    askNext();
}

void GroundService::takeFailure(const TileKey& key, const QString& words) {
    m_again[key] = std::chrono::steady_clock::now() + m_patience.again;
    if (!m_tryAgain.isActive()) m_tryAgain.start();
    if (words.isEmpty() || m_said.contains(words)) return;
    m_said.insert(words);
    Q_EMIT said(QStringLiteral("ground-") + words, words);
}

void GroundService::setTrouble(const QString& words) {
    if (m_down == words) return;
    m_down = words;
    Q_EMIT changed();
}

bool GroundService::isMissing(const TileKey& key) const {
    if (m_poison.contains(key)) return false;
    const auto again = m_again.constFind(key);
    if (again != m_again.constEnd()) return *again <= std::chrono::steady_clock::now();
    return !m_pictures->has(key);
}

/// An analyst who saves the project sees it on the map.
void GroundService::watchFiles() {
    const QStringList before = m_watcher.files() + m_watcher.directories();
    if (!before.isEmpty()) m_watcher.removePaths(before);
    const GroundChoice* choice = shown();
    if (!choice || gis::isWeb(choice->source)) return;
    const QFileInfo file(
        QString::fromStdString(choice->source.uri).section(QLatin1Char('|'), 0, 0));
    m_watcher.addPaths({file.filePath(), file.path()});
}

void GroundService::takeTile(const QString& source, const TileKey& key, const QImage& image) {
    m_pictures->put(source, key, image);
    if (source != m_source || levelOf(m_canvas.view()) != key.level) return;
    const bool whole = m_pictures->cover(m_canvas.view(), m_canvas.view().sceneRect()).isWhole;
    if (whole) {
        m_refresh.stop();
        m_canvas.refreshGround();
        Q_EMIT changed();
    } else if (!m_refresh.isActive()) {
        m_refresh.start();
    }
}

}  // namespace app
