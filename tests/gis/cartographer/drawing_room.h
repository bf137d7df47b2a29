// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QDir>
#include <QTemporaryDir>
#include <functional>
#include <memory>
#include <string>

#include "dispatch/place.h"
#include "gis/cartographer/client.h"

namespace support {

/// The square that lies in every test's ground, and the extent pictures are asked of.
constexpr double kSquareWest = 106.80, kSquareSouth = 39.60, kSquareSide = 0.02;
constexpr std::array<double, 4> kAround{106.78, 39.58, 106.84, 39.64};
constexpr int kPictureSide = 300;
const dispatch::LonLat kInSquare{106.81, 39.61};
const dispatch::LonLat kBesideSquare{106.79, 39.61};

/// What came of a request.
struct Answer {
    std::shared_ptr<const gis::Drawn> drawn;
    QString dropped;  ///< Why it was given up.
    double seconds = 0;

    std::string why() const { return drawn ? drawn->reply.why : std::string("no answer"); }
    /// Why a layer was not drawn; empty where nothing was said.
    std::string whyOf(const std::string& layer) const;
    /// The pixel at a place of `extent`; transparent where there is no picture.
    QColor at(dispatch::LonLat place, const std::array<double, 4>& extent = kAround) const;
    QString text() const;  ///< All that was said, for a failing test.
};

/// A folder with a ground, and clients that draw it.
class DrawingRoom {
  public:
    /// Makes ground.gpkg with the square ("square") and a point in it ("spot").
    DrawingRoom();

    QString data(const QString& name) const { return m_data.filePath(name); }
    QString folder() const { return m_data.path(); }
    QTemporaryDir& temporary() { return m_folder; }
    /// The worker as it was built, with the data to read. @param isBare Without a sandbox.
    gis::WorkerPlace place(gis::WorkerReach reach = gis::WorkerReach::Files,
                           bool isBare = false) const;
    /// A whole project file in the data folder, as a source.
    gis::MapSource project(const QString& name, const QByteArray& text,
                           bool mayReachOut = false) const;

  private:
    QTemporaryDir m_folder;
    QDir m_data;
};

/// Writes the square and a point in it into a GeoPackage.
/// @param shift Where a place lies in the file; empty: where it is.
void writeGround(const QString& file,
                 const std::function<dispatch::LonLat(dispatch::LonLat)>& shift = {});

gis::DrawRequest pictureOf(const gis::MapSource& source);
/// Asks and waits while events are handled.
Answer ask(gis::CartographerClient& client, const gis::DrawRequest& request,
           std::chrono::milliseconds patience = std::chrono::seconds(40));
gis::DescribeReply describe(gis::CartographerClient& client, const gis::MapSource& source);
/// Waits until it has another state than this one, or the one wanted.
bool isReady(gis::CartographerClient& client);

}  // namespace support
