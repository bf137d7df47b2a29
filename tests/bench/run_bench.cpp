// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSysInfo>
#include <QThread>
#include <cmath>
#include <cstdio>

namespace {

QString figure(double value) {
    const double size = std::abs(value);
    if (size >= 1e6) return QString::number(value / 1e6, 'f', 2) + QStringLiteral(" M");
    if (size >= 1e4) return QString::number(value / 1e3, 'f', 1) + QStringLiteral(" k");
    if (size >= 100 || value == std::floor(value)) return QString::number(value, 'f', 0);
    return QString::number(value, 'g', 3);
}

/// Adds what only the whole list knows: verdict, ratio to the peer, growth from the row before of
/// the same name (exponent of the figure over the size: 1 grows in step with it).
void judge(QList<QJsonObject>& rows) {
    for (qsizetype i = 0; i < rows.size(); ++i) {
        QJsonObject& row = rows[i];
        if (row.contains(QStringLiteral("skipped"))) continue;
        const double value = row[QStringLiteral("value")].toDouble();
        const bool lower = row[QStringLiteral("direction")].toString() == QStringLiteral("max");
        if (row.contains(QStringLiteral("target"))) {
            const double target = row[QStringLiteral("target")].toDouble();
            row[QStringLiteral("met")] = lower ? value <= target : value >= target;
        }
        if (row.contains(QStringLiteral("peerValue"))) {
            const double peer = row[QStringLiteral("peerValue")].toDouble();
            const double over = lower ? peer / value : value / peer;
            if (std::isfinite(over)) row[QStringLiteral("ratio")] = over;
        }
        if (!row.contains(QStringLiteral("size"))) continue;
        for (qsizetype j = i; j-- > 0;) {
            const QJsonObject& before = rows.at(j);
            if (before[QStringLiteral("name")] != row[QStringLiteral("name")] ||
                before[QStringLiteral("unit")] != row[QStringLiteral("unit")] ||
                !before.contains(QStringLiteral("size")))
                continue;
            const double grown =
                row[QStringLiteral("size")].toDouble() / before[QStringLiteral("size")].toDouble();
            const double cost = value / before[QStringLiteral("value")].toDouble();
            const double exponent = std::log(cost) / std::log(grown);
            if (std::isfinite(exponent)) {
                row[QStringLiteral("factor")] = cost;
                row[QStringLiteral("growth")] = exponent;
            }
            break;
        }
    }
}

void print(const QJsonObject& row) {
    const QString name = row[QStringLiteral("name")].toString();
    if (row.contains(QStringLiteral("skipped"))) {
        std::printf("%-46s not taken: %s\n", qPrintable(name),
                    qPrintable(row[QStringLiteral("skipped")].toString()));
        return;
    }
    const QString unit = row[QStringLiteral("unit")].toString();
    QString target = QStringLiteral("-");
    QString verdict = QStringLiteral("-");
    if (row.contains(QStringLiteral("target"))) {
        target = (row[QStringLiteral("direction")].toString() == QStringLiteral("max")
                      ? QStringLiteral("<= ")
                      : QStringLiteral(">= ")) +
                 figure(row[QStringLiteral("target")].toDouble());
        verdict =
            row[QStringLiteral("met")].toBool() ? QStringLiteral("met") : QStringLiteral("MISSED");
    }
    QString rest;
    if (row.contains(QStringLiteral("peer")))
        rest += QStringLiteral("  peer %1 %2")
                    .arg(row[QStringLiteral("peer")].toString(),
                         figure(row[QStringLiteral("peerValue")].toDouble()));
    if (row.contains(QStringLiteral("ratio")))
        rest += QStringLiteral("  ratio %1x").arg(figure(row[QStringLiteral("ratio")].toDouble()));
    if (row.contains(QStringLiteral("size")))
        rest += QStringLiteral("  at %1").arg(figure(row[QStringLiteral("size")].toDouble()));
    if (row.contains(QStringLiteral("growth")))
        rest += QStringLiteral("  growth x%1, power %2")
                    .arg(figure(row[QStringLiteral("factor")].toDouble()),
                         QString::number(row[QStringLiteral("growth")].toDouble(), 'f', 2));
    if (row.contains(QStringLiteral("note")))
        rest += QStringLiteral("  (%1)").arg(row[QStringLiteral("note")].toString());
    std::printf("%-46s %12s %-9s %-12s %-6s%s\n", qPrintable(name),
                qPrintable(figure(row[QStringLiteral("value")].toDouble())), qPrintable(unit),
                qPrintable(target), qPrintable(verdict), qPrintable(rest));
}

QJsonObject machine() {
    QString processor;
    QFile info(QStringLiteral("/proc/cpuinfo"));
    if (info.open(QIODevice::ReadOnly)) {
        const QList<QByteArray> lines = info.readAll().split('\n');
        for (const QByteArray& line : lines)
            if (line.startsWith("model name"))
                processor = QString::fromUtf8(line.mid(line.indexOf(':') + 1)).trimmed();
    }
    return {{QStringLiteral("processor"), processor},
            {QStringLiteral("cores"), QThread::idealThreadCount()},
            {QStringLiteral("system"), QSysInfo::prettyProductName()}};
}

}  // namespace

/// Runs the benchmarks beside this program, or the ones named, and prints a row a target.
int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    QStringList wanted;
    QString out = QStringLiteral("bench.json");
    bool full = false;
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == QStringLiteral("--full"))
            full = true;
        else if (arguments[i] == QStringLiteral("--out") && i + 1 < arguments.size())
            out = arguments[++i];
        else
            wanted << (arguments[i].startsWith(QStringLiteral("bench_"))
                           ? arguments[i]
                           : QStringLiteral("bench_") + arguments[i]);
    }
    const QDir folder(QCoreApplication::applicationDirPath());
    QStringList programs =
        folder.entryList({QStringLiteral("bench_*")}, QDir::Files | QDir::Executable, QDir::Name);
    for (const QString& name : std::as_const(wanted))
        if (!programs.contains(name)) {
            std::fprintf(stderr, "bench: there is no \"%s\"; there are: %s\n", qPrintable(name),
                         qPrintable(programs.join(QLatin1Char(' '))));
            return 2;
        }
    if (!wanted.isEmpty()) programs = wanted;
    if (full && wanted.isEmpty()) {
        std::fprintf(stderr, "bench: --full wants the name of one benchmark\n");
        return 2;
    }

    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    if (full) environment.insert(QStringLiteral("GRIDHALL_BENCH_FULL"), QStringLiteral("1"));
    QJsonArray all;
    int missed = 0;
    int broken = 0;
    QElapsedTimer whole;
    whole.start();
    for (const QString& name : std::as_const(programs)) {
        QElapsedTimer timer;
        timer.start();
        QProcess process;
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(folder.filePath(name), {});
        process.waitForFinished(-1);
        QList<QJsonObject> rows;
        const QList<QByteArray> lines = process.readAllStandardOutput().split('\n');
        for (const QByteArray& line : lines)
            if (line.startsWith('{')) {
                QJsonObject row = QJsonDocument::fromJson(line).object();
                if (row.isEmpty()) continue;
                row[QStringLiteral("bench")] = name.mid(6);
                rows << row;
            }
        judge(rows);
        std::printf("\n%s  (%.1f s)\n", qPrintable(name), double(timer.elapsed()) / 1000);
        for (const QJsonObject& row : std::as_const(rows)) {
            print(row);
            if (row.contains(QStringLiteral("met")) && !row[QStringLiteral("met")].toBool())
                ++missed;
            all << row;
        }
        if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
            ++broken;
            std::printf("%s ended with %d: its rows are not complete\n", qPrintable(name),
                        process.exitCode());
        }
        std::fflush(stdout);
    }
    QFile file(out);
    if (file.open(QIODevice::WriteOnly)) {
        const QJsonObject document{
            {QStringLiteral("taken"), QDateTime::currentDateTimeUtc().toString(Qt::ISODate)},
            {QStringLiteral("machine"), machine()},
            {QStringLiteral("full"), full},
            {QStringLiteral("seconds"), double(whole.elapsed()) / 1000},
            {QStringLiteral("rows"), all}};
        file.write(QJsonDocument(document).toJson());
    }
    std::printf("\n%lld rows, %d missed, %.0f s; written to %s\n",
                static_cast<long long>(all.size()), missed, double(whole.elapsed()) / 1000,
                qPrintable(out));
    return broken > 0 ? 1 : 0;
}
