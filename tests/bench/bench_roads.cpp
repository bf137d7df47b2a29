// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <cstdio>

#include "tests/bench/bench.h"
#include "tests/bench/osm_extract.h"
#include "tests/support/program.h"
#include "tests/support/test_data.h"

/// The roads of Porto into a store through the verb, at a tenth, a third and the whole of its
/// extent.
int main() {
    const std::string porto = support::testData("roads/porto_r5.osm.pbf").toStdString();
    if (porto.empty()) {
        bench::skip("roads of Porto imported", support::kNoTestData);
        return 0;
    }
    const QTemporaryDir folder;
    const bench::Extent whole = bench::extentOf(porto);
    for (const double share : {0.1, 1.0 / 3, 1.0}) {
        const std::string store =
            folder.filePath(QStringLiteral("s%1.gridhall").arg(share)).toStdString();
        std::string file = porto;
        if (share < 1) {
            file = folder.filePath(QStringLiteral("r%1.osm.pbf").arg(share)).toStdString();
            bench::extract(porto, bench::shareOf(whole, share), file);
        }
        const support::Ran made =
            support::run({GRIDHALL_PROGRAM, "init", "--without-users", store});
        const support::Ran ran =
            support::run({GRIDHALL_PROGRAM, "import", "roads", file, "--store", store});
        if (made.exitCode != 0 || ran.exitCode != 0) {
            std::fprintf(stderr, "%s%s", made.err.c_str(), ran.err.c_str());
            return 1;
        }
        bench::Row row{"roads of Porto imported", ran.seconds, "s"};
        row.size = share;
        if (share == 1) row.target = 20;
        char note[80];
        std::snprintf(note, sizeof note, "%.1f s of processor", ran.cpuSeconds);
        row.note = note;
        bench::emit(row);
        bench::Row memory{"roads of Porto imported, memory", ran.peakMebibytes, "MiB"};
        memory.size = share;
        bench::emit(memory);
    }
    return 0;
}
