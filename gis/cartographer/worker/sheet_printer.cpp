// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/worker/sheet_printer.h"

#include <qgsabstractlayoutiterator.h>
#include <qgslabelingenginesettings.h>
#include <qgslayertree.h>
#include <qgslayoutexporter.h>
#include <qgsvectorlayer.h>

#include <QFileInfo>
#include <cstdio>

#include "gis/cartographer/worker/project_maker.h"
#include "gis/cartographer/worker/sheet_layout.h"

namespace cartographer {

namespace {

void said(int sheet) {
    std::printf("sheet %d\n", sheet + 1);
    std::fflush(stdout);
}

/// Hands one layout to the exporter again and again, each time filled with the next sheet.
class Pages final : public QgsAbstractLayoutIterator {
  public:
    Pages(const gis::SheetJob& job, SheetLayout& layout)
        : m_job(job), m_layout(layout), m_next(job.first) {}
    QgsLayout* layout() override { return &m_layout.layout(); }
    bool beginRender() override { return m_next < m_job.last; }
    bool endRender() override {
        if (m_next > m_job.first) said(m_next - 1);
        return true;
    }
    int count() const override { return m_job.last - m_job.first; }
    bool next() override {
        if (m_next >= m_job.last) return false;
        if (m_next > m_job.first) said(m_next - 1);
        m_layout.show(m_job.sheets[static_cast<std::size_t>(m_next++)]);
        return true;
    }
    QString filePath(const QString& base, const QString&) override { return base; }

  private:
    const gis::SheetJob& m_job;
    SheetLayout& m_layout;
    int m_next;
};

QString reasonOf(QgsLayoutExporter::ExportResult result, const QString& file) {
    switch (result) {
        case QgsLayoutExporter::Success:
            return {};
        case QgsLayoutExporter::MemoryError:
            return QStringLiteral("there is not enough memory for a sheet of this size");
        case QgsLayoutExporter::FileError:
        case QgsLayoutExporter::PrintError:
        case QgsLayoutExporter::SvgLayerError:
        case QgsLayoutExporter::IteratorError:
        case QgsLayoutExporter::Canceled:
            break;
    }
    return QStringLiteral("%1 cannot be written").arg(file);
}

QString printPdf(const gis::SheetJob& job, SheetLayout& layout) {
    Pages pages(job, layout);
    QgsLayoutExporter::PdfExportSettings settings;
    settings.dpi = job.dpi;
    settings.textRenderFormat = Qgis::TextRenderFormat::AlwaysText;
    settings.forceVectorOutput = true;
    settings.appendGeoreference = false;
    settings.simplifyGeometries = true;
    QString problem;
    const QString file = QString::fromStdString(job.file);
    const auto result = QgsLayoutExporter::exportToPdf(&pages, file, settings, problem);
    return reasonOf(result, file);
}

QString printEach(const gis::SheetJob& job, SheetLayout& layout) {
    for (int i = job.first; i < job.last; ++i) {
        layout.show(job.sheets[static_cast<std::size_t>(i)]);
        const QString file = QString::fromStdString(gis::sheetFile(job.file, i, job.format));
        QgsLayoutExporter exporter(&layout.layout());
        QgsLayoutExporter::ExportResult result;
        if (job.format == "svg") {
            QgsLayoutExporter::SvgExportSettings settings;
            settings.dpi = job.dpi;
            settings.textRenderFormat = Qgis::TextRenderFormat::AlwaysText;
            settings.forceVectorOutput = true;
            result = exporter.exportToSvg(file, settings);
        } else {
            QgsLayoutExporter::ImageExportSettings settings;
            settings.dpi = job.dpi;
            result = exporter.exportToImage(file, settings);
        }
        const QString why = reasonOf(result, file);
        if (!why.isEmpty()) return why;
        said(i);
    }
    return {};
}

}  // namespace

QString printSheets(const gis::SheetJob& job) {
    const auto frame = gis::sheetFrame(job.paper, job.landscape);
    if (!frame)
        return QStringLiteral("there is no paper %1").arg(QString::fromStdString(job.paper));
    if (job.sources.empty() || job.first < 0 || job.first >= job.last ||
        static_cast<std::size_t>(job.last) > job.sheets.size())
        return QStringLiteral("the job names no sheets");
    QgsProject project;
    SheetLegend legend;
    for (const gis::SheetSource& source : job.sources) {
        const QString data = QString::fromStdString(source.data);
        if (!QFileInfo::exists(data)) return QStringLiteral("%1 does not exist").arg(data);
        const QStringList problems = fillProject(project, source.style, data);
        if (!problems.isEmpty()) return problems.first();
        // Newest first, as fillProject() stacks them.
        const QList<QgsMapLayer*> order = project.layerTreeRoot()->layerOrder();
        const int count = static_cast<int>(source.style.layers.size());
        for (int i = 0; i < count; ++i)
            legend.add(source.style.layers[static_cast<std::size_t>(i)],
                       qobject_cast<QgsVectorLayer*>(order[count - 1 - i]));
    }
    QgsLabelingEngineSettings words = project.labelingEngineSettings();
    words.setFlag(QgsLabelingEngineSettings::UsePartialCandidates, false);
    project.setLabelingEngineSettings(words);
    SheetLayout layout(job, *frame, project, legend);
    return job.format == "pdf" ? printPdf(job, layout) : printEach(job, layout);
}

}  // namespace cartographer
