// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ground/tile_folder.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <algorithm>

namespace app {

namespace {

/// The fastest compression of a PNG that is one: 512 x 512 in about 10 ms.
constexpr int kQuality = 80;

QString nameOf(const TileKey& key) {
    return QStringLiteral("%1_%2_%3.png").arg(key.level).arg(key.x).arg(key.y);
}

std::optional<TileKey> keyOf(const QString& file) {
    const QStringList parts = file.chopped(4).split(QLatin1Char('_'));
    if (parts.size() != 3) return {};
    bool a = false, b = false, c = false;
    const TileKey key{parts[0].toLongLong(&a), parts[1].toInt(&b), parts[2].toInt(&c)};
    return a && b && c ? std::optional(key) : std::nullopt;
}

}  // namespace

TileFolder::TileFolder(const QString& folder, qint64 mostBytes, QObject* parent)
    : QObject(parent), m_folder(folder), m_mostBytes(mostBytes) {
    m_pool.setMaxThreadCount(1);
    m_pool.setThreadPriority(QThread::LowPriority);
    sweep();
}

TileFolder::~TileFolder() {
    m_pool.clear();
    m_pool.waitForDone();
}

QString TileFolder::fileOf(const QString& source, const TileKey& key) const {
    return m_folder + QLatin1Char('/') + source + QLatin1Char('/') + nameOf(key);
}

void TileFolder::open(const QString& source) {
    if (m_listed.contains(source)) return;
    const QString folder = m_folder + QLatin1Char('/') + source;
    m_pool.start([this, source, folder] {
        QSet<TileKey> there;
        QDirIterator it(folder, {QStringLiteral("*.png")}, QDir::Files);
        while (it.hasNext()) {
            it.next();
            if (const auto key = keyOf(it.fileName())) there.insert(*key);
        }
        QMetaObject::invokeMethod(this, [this, source, there] {
            m_there[source].unite(there);
            m_listed.insert(source);
            Q_EMIT listed(source);
        });
    });
}

bool TileFolder::has(const QString& source, const TileKey& key) const {
    const auto there = m_there.constFind(source);
    return there != m_there.constEnd() && there->contains(key);
}

void TileFolder::load(const QString& source, const TileKey& key) {
    // What somebody waits for goes before what is only to be kept.
    m_pool.start(
        [this, source, key, file = fileOf(source, key)] {
            QImage image(file, "PNG");
            const bool good = image.size() == QSize(kTilePixels, kTilePixels);
            if (good)
                image = image.convertToFormat(image.hasAlphaChannel()
                                                  ? QImage::Format_ARGB32_Premultiplied
                                                  : QImage::Format_RGB32);
            else
                QFile::remove(file);
            QMetaObject::invokeMethod(this, [this, source, key, image, good] {
                if (good) {
                    Q_EMIT read(source, key, image);
                } else {
                    m_there[source].remove(key);
                    Q_EMIT absent(source, key);
                }
            });
        },
        1);
}

void TileFolder::keep(const QString& source, const TileKey& key, const QImage& image) {
    if (has(source, key)) return;
    m_there[source].insert(key);
    m_pool.start([this, source, key, image, file = fileOf(source, key)] {
        QDir().mkpath(QFileInfo(file).path());
        QSaveFile out(file);
        const bool kept =
            out.open(QIODevice::WriteOnly) && image.save(&out, "PNG", kQuality) && out.commit();
        const qint64 size = kept ? QFileInfo(file).size() : 0;
        QMetaObject::invokeMethod(this, [this, source, key, kept, size] {
            if (!kept) m_there[source].remove(key);
            m_written += size;
            if (m_written > m_mostBytes / 8) sweep();
        });
    });
}

void TileFolder::settle() {
    m_pool.waitForDone();
}

void TileFolder::sweep() {
    m_written = 0;
    m_pool.start([folder = m_folder, most = m_mostBytes] {
        QList<QFileInfo> files;
        qint64 bytes = 0;
        QDirIterator it(folder, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            it.next();
            files << it.fileInfo();
            bytes += it.fileInfo().size();
        }
        if (bytes <= most) return;
        std::sort(files.begin(), files.end(), [](const QFileInfo& a, const QFileInfo& b) {
            return a.lastModified() < b.lastModified();
        });
        for (const QFileInfo& file : files) {
            if (bytes <= most * 3 / 4) break;
            if (QFile::remove(file.filePath())) bytes -= file.size();
        }
    });
}

}  // namespace app
