// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gis/cartographer/hostile_project.h"

#include <QFile>
#include <QtEndian>

namespace support {

namespace {

QString symbolOf(const QString& type, const QString& layer) {
    return QStringLiteral(
               "<renderer-v2 type=\"singleSymbol\"><symbols><symbol type=\"%1\" name=\"0\" "
               "alpha=\"1\">%2</symbol></symbols></renderer-v2>")
        .arg(type, layer);
}

QString property(const char* name, const QString& value) {
    return QStringLiteral("<prop k=\"%1\" v=\"%2\"/>")
        .arg(QLatin1String(name), value.toHtmlEscaped());
}

QString layerXml(const WrittenLayer& layer) {
    // A code, or a definition as text.
    const QString crs = layer.crs.contains(QLatin1Char('['))
                            ? QStringLiteral("<wkt>%1</wkt>").arg(layer.crs.toHtmlEscaped())
                            : QStringLiteral("<srsid>1</srsid><authid>%1</authid>").arg(layer.crs);
    const QString srs =
        layer.crs.isEmpty()
            ? QString()
            : QStringLiteral("<srs><spatialrefsys>%1</spatialrefsys></srs>").arg(crs);
    return QStringLiteral(
               "<maplayer type=\"%1\" %2><id>%3_of_a_test</id><layername>%3</layername>"
               "<datasource>%4</datasource><provider encoding=\"UTF-8\">%5</provider>%6%7%8"
               "</maplayer>\n")
        .arg(layer.type, layer.attributes, layer.name, layer.source.toHtmlEscaped(), layer.provider,
             srs, layer.type == QLatin1String("vector") ? layer.symbol : QString(), layer.extra);
}

/// @source the polynomial of zip, PNG and Ethernet.
quint32 crc32(const QByteArray& bytes) {
    quint32 sum = ~0U;
    for (const char byte : bytes) {
        sum ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1) ^ (sum & 1 ? 0xEDB88320U : 0);
    }
    return ~sum;
}

template <class Number>
QByteArray little(Number number) {
    QByteArray bytes(sizeof(Number), '\0');
    qToLittleEndian(number, bytes.data());
    return bytes;
}

}  // namespace

QString redFill() {
    return symbolOf(QStringLiteral("fill"),
                    QStringLiteral("<layer class=\"SimpleFill\" enabled=\"1\" pass=\"0\" "
                                   "locked=\"0\">%1%2%3</layer>")
                        .arg(property("color", QStringLiteral("255,0,0,255")),
                             property("outline_style", QStringLiteral("no")),
                             property("style", QStringLiteral("solid"))));
}

QString pictureMarker(const QString& layerClass, const QString& address) {
    return symbolOf(
        QStringLiteral("marker"),
        QStringLiteral("<layer class=\"%1\" enabled=\"1\" pass=\"0\" locked=\"0\">%2%3%4</layer>")
            .arg(layerClass, property("name", address), property("imageFile", address),
                 property("size", QStringLiteral("10"))));
}

// QGIS gives a layer another id where the one in the file has 10 characters or less.
QByteArray WrittenProject::text() const {
    QString nodes, written;
    for (const WrittenLayer& layer : layers) {
        nodes += QStringLiteral(
                     "<layer-tree-layer id=\"%1_of_a_test\" name=\"%1\" checked=\"Qt::Checked\"/>")
                     .arg(layer.name);
        written += layerXml(layer);
    }
    return (head +
            QStringLiteral("<qgis projectname=\"\" version=\"3.22.16\">\n"
                           "<projectCrs><spatialrefsys><authid>EPSG:4490</authid></spatialrefsys>"
                           "</projectCrs>\n<layer-tree-group>%1%2</layer-tree-group>\n"
                           "<projectlayers>\n%3</projectlayers>\n%4</qgis>\n")
                .arg(nodes, tree, written, extra))
        .toUtf8();
}

void writeFile(const QString& file, const QByteArray& bytes) {
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
        qFatal("%s cannot be written", qPrintable(file));
}

QByteArray packed(const QString& name, const QByteArray& bytes) {
    const QByteArray word = name.toUtf8();
    const auto size = quint32(bytes.size());
    const QByteArray common = little<quint16>(20) + little<quint16>(0) + little<quint16>(0) +
                              little<quint32>(0x21) + little<quint32>(crc32(bytes)) +
                              little<quint32>(size) + little<quint32>(size) +
                              little<quint16>(quint16(word.size())) + little<quint16>(0);
    const QByteArray file = little<quint32>(0x04034b50) + common + word + bytes;
    const QByteArray entry = little<quint32>(0x02014b50) + little<quint16>(20) + common +
                             little<quint16>(0) + little<quint16>(0) + little<quint16>(0) +
                             little<quint32>(0) + little<quint32>(0) + word;
    return file + entry + little<quint32>(0x06054b50) + little<quint16>(0) + little<quint16>(0) +
           little<quint16>(1) + little<quint16>(1) + little<quint32>(quint32(entry.size())) +
           little<quint32>(quint32(file.size())) + little<quint16>(0);
}

}  // namespace support
