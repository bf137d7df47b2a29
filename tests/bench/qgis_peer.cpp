// SPDX-License-Identifier: GPL-3.0-or-later
// What QGIS itself takes, without any of ours: opens a project and lets QgsMapRendererParallelJob
// draw it. Prints one line of milliseconds a drawing, the first one from the start of main().
//   qgis_peer PROJECT W,S,E,N WIDTH HEIGHT TIMES CRS
#include <qgsapplication.h>
#include <qgslayertree.h>
#include <qgsmaprendererparalleljob.h>
#include <qgsproject.h>

#include <QElapsedTimer>
#include <cstdio>

int main(int argc, char** argv) {
    if (argc != 7) return 2;
    QElapsedTimer since;
    since.start();
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QgsApplication application(argc, argv, false);
    QgsApplication::setPrefixPath(QStringLiteral("/usr"), true);
    QgsApplication::initQgis();
    QgsProject project;
    if (!project.read(QString::fromLocal8Bit(argv[1]))) return 4;
    const QStringList sides = QString::fromLatin1(argv[2]).split(QLatin1Char(','));
    QgsMapSettings settings;
    settings.setTransformContext(project.transformContext());
    settings.setDestinationCrs(QgsCoordinateReferenceSystem(QString::fromLatin1(argv[6])));
    settings.setLayers(project.layerTreeRoot()->checkedLayers());
    settings.setExtent(QgsRectangle(sides.value(0).toDouble(), sides.value(1).toDouble(),
                                    sides.value(2).toDouble(), sides.value(3).toDouble()));
    settings.setOutputSize(QSize(atoi(argv[3]), atoi(argv[4])));
    settings.setBackgroundColor(project.backgroundColor());
    settings.setOutputDpi(25.4 / 0.28);
    settings.setFlag(Qgis::MapSettingsFlag::DrawLabeling, false);
    for (int i = 0; i < atoi(argv[5]); ++i) {
        if (i > 0) since.start();
        QgsMapRendererParallelJob job(settings);
        job.start();
        job.waitForFinished();
        if (job.renderedImage().isNull()) return 5;
        std::printf("%.3f\n", double(since.nsecsElapsed()) / 1e6);
    }
    // Leaving QGIS is not measured, and takes as long as drawing does.
    std::fflush(stdout);
    _Exit(0);
}
