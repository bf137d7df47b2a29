// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <cstdio>

#include "app/verbs/verb.h"
#include "gis/geometry/topology.h"
#include "gis/store/open_store.h"

namespace app {

extern const Verb kCheck;

namespace {

QJsonObject toJson(const gis::TopologyFinding& finding) {
    QJsonObject object{{QStringLiteral("code"), QString::fromStdString(finding.code)},
                       {QStringLiteral("detail"), QString::fromStdString(finding.detail)}};
    QJsonArray records;
    for (const dispatch::RecordRef& record : finding.records)
        records.append(QJsonObject{
            {QStringLiteral("kind"), QString::fromUtf8(dispatch::kindName(record.kind))},
            {QStringLiteral("id"), static_cast<qint64>(record.id)}});
    if (!records.isEmpty()) object[QStringLiteral("records")] = records;
    if (finding.where) {
        object[QStringLiteral("lon")] = finding.where->lon;
        object[QStringLiteral("lat")] = finding.where->lat;
    }
    if (finding.squareMetres > 0) object[QStringLiteral("square_metres")] = finding.squareMetres;
    return object;
}

/// The store names doubled codes of every kind; those of grids and zones stand in the topology.
bool isSaidAlready(const dispatch::Finding& finding) {
    return finding.code == "duplicate" &&
           (finding.detail.starts_with("grid ") || finding.detail.starts_with("zone "));
}

int run(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    VerbParser parser(kCheck, true);
    if (const auto exit = parser.parse(QCoreApplication::arguments(), 0, 0)) return *exit;
    const auto store = gis::openStore(parser.store().toStdString());
    if (!store) return fail(kCheck.name, store.error());
    const auto verified = (*store)->verify();
    if (!verified) return fail(kCheck.name, verified.error());
    std::vector<gis::TopologyFinding> findings;
    for (const dispatch::Finding& finding : *verified)
        if (!isSaidAlready(finding))
            findings.push_back({finding.code, finding.detail, {}, std::nullopt, 0});
    const auto picture = (*store)->load();
    if (!picture) return fail(kCheck.name, picture.error());
    for (gis::TopologyFinding& finding : gis::checkTopology(**picture))
        findings.push_back(std::move(finding));

    if (parser.json()) {
        QJsonArray rows;
        for (const gis::TopologyFinding& finding : findings) rows.append(toJson(finding));
        std::fputs(QJsonDocument(rows).toJson().constData(), stdout);
    } else {
        for (const gis::TopologyFinding& finding : findings)
            std::printf("%s: %s\n", finding.code.c_str(), finding.detail.c_str());
        if (findings.empty()) std::puts("nothing found");
    }
    return static_cast<int>(findings.empty() ? Exit::Done : Exit::Found);
}

}  // namespace

const Verb kCheck = {"check", "Finds faults of boundaries, references and the store itself.", &run};

}  // namespace app
