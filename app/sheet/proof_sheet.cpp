// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sheet/proof_sheet.h"

#include <QAbstractTextDocumentLayout>
#include <QCoreApplication>
#include <QDateTime>
#include <QPainter>
#include <QPdfWriter>
#include <QTextDocument>
#include <cstdio>

#include "app/look/look.h"
#include "app/text/words.h"

namespace app {

using namespace dispatch;

namespace {

constexpr int kDotsPerInch = 96;
constexpr int kFooterPixels = 28;

/// The sheet's words.
struct Say {
    Q_DECLARE_TR_FUNCTIONS(ProofSheet)
};

QString escaped(const std::string& utf8) {
    return text(utf8).toHtmlEscaped();
}

QString timeText(Millis at) {
    const auto time = QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count());
    return time.toOffsetFromUtc(time.offsetFromUtc())
        .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss t"));
}

QString fact(const QString& name, const QString& value) {
    return QStringLiteral("<tr><td><b>%1</b>&nbsp;</td><td>%2</td></tr>").arg(name, value);
}

QString mono(const QString& value) {
    return QStringLiteral("<span class='hash'>%1</span>").arg(value);
}

QString upTo(JournalSeq seq, Millis at) {
    return Say::tr("entry %1, %2").arg(seq.value).arg(timeText(at));
}

QString factsOf(const ProofSheet& sheet) {
    const Case& record = sheet.record;
    QString rows = fact(Say::tr("Case"), escaped(record.code)) +
                   fact(Say::tr("Title"), escaped(record.title)) +
                   fact(Say::tr("Stage"), stageText(record.stage).toHtmlEscaped()) +
                   fact(Say::tr("Reported"), timeText(record.reported)) +
                   fact(Say::tr("Store"), mono(escaped(sheet.store))) +
                   fact(Say::tr("Verified"), timeText(sheet.at));
    return QStringLiteral("<table class='facts'>") + rows + QStringLiteral("</table>");
}

/// Whether the sheet's entries are all proved, some of them, or none.
QString verdictOf(const ProofSheet& sheet) {
    const gis::JournalProof& proof = sheet.proof;
    const JournalSeq last = sheet.entries.empty() ? JournalSeq{} : sheet.entries.back().seq;
    if (!proof.isWhole()) return Say::tr("The journal has faults; the first one is named below.");
    if (sheet.entries.empty()) return Say::tr("The journal has no entry of this case.");
    if (!proof.proved)
        return Say::tr("Nothing is proved: no anchor agrees. The journal fits itself.");
    if (last <= proof.proved->seq) return Say::tr("Every entry of this case is proved.");
    return Say::tr("Entries behind the last anchor fit themselves, but are not proved.");
}

QString proofOf(const ProofSheet& sheet) {
    const gis::JournalProof& proof = sheet.proof;
    QString rows =
        fact(Say::tr("Journal"),
             Say::tr("%1 entries up to %2").arg(proof.entries).arg(upTo(proof.head, proof.headAt)));
    rows += fact(Say::tr("Its chain"), mono(escaped(proof.headChain)));
    if (proof.proved) {
        const gis::Anchor& anchor = *proof.proved;
        rows += fact(Say::tr("Proved up to"), upTo(anchor.seq, anchor.at)) +
                fact(Say::tr("Anchor"), mono(escaped(anchor.chain))) +
                fact(Say::tr("Signed by"), mono(escaped(anchor.key))) +
                fact(Say::tr("Signature"),
                     mono(escaped(anchor.signature.substr(0, 64)) + QStringLiteral("<br>") +
                          escaped(anchor.signature.substr(64))));
    }
    for (const auto& finding : proof.findings)
        rows += fact(Say::tr("Fault"), escaped(finding.detail));
    return QStringLiteral("<p><b>%1</b></p><table class='facts'>%2</table>")
        .arg(verdictOf(sheet), rows);
}

QString entryOf(const JournalRow& row) {
    QString what = QStringLiteral("<b>%1</b> %2").arg(escaped(row.action), escaped(row.what));
    if (!row.why.empty()) what += QStringLiteral("<br>") + Say::tr("Why: %1").arg(escaped(row.why));
    if (!row.onBehalf.empty())
        what += QStringLiteral("<br>") + Say::tr("By radio for %1").arg(escaped(row.onBehalf));
    if (!row.contact.empty())
        what +=
            QStringLiteral("<br>") + Say::tr("Contact record %1").arg(mono(escaped(row.contact)));
    what += QStringLiteral("<br>") + mono(escaped(row.hash));
    return QStringLiteral("<tr><td>%1</td><td>%2</td><td>%3<br>%4</td><td>%5</td></tr>")
        .arg(row.seq.value)
        .arg(timeText(row.at), escaped(row.officer), escaped(row.seat), what);
}

QString timelineOf(const ProofSheet& sheet) {
    QString rows =
        QStringLiteral("<thead><tr><th>%1</th><th>%2</th><th>%3</th><th>%4</th></tr></thead>")
            .arg(Say::tr("Entry"), Say::tr("When"), Say::tr("Who, seat"),
                 Say::tr("What, why, hash"));
    for (const JournalRow& row : sheet.entries) rows += entryOf(row);
    return QStringLiteral("<table border='0.5' cellspacing='0' cellpadding='4' width='100%'>") +
           rows + QStringLiteral("</table>");
}

void fill(QTextDocument& document, const ProofSheet& sheet) {
    QFont font = typeFont(Type::Small);
    font.setHintingPreference(QFont::PreferNoHinting);
    document.setDefaultFont(font);
    document.setDefaultStyleSheet(
        QStringLiteral(".hash { font-family: 'DejaVu Sans Mono'; font-size: 9px; color: #444; }"
                       " th { text-align: left; } td { vertical-align: top; }"));
    document.setHtml(QStringLiteral("<h2>%1</h2>%2<h3>%3</h3>%4<h3>%5</h3>%6")
                         .arg(Say::tr("Proof sheet of a case"), factsOf(sheet),
                              Say::tr("How far it is proved"), proofOf(sheet), Say::tr("Timeline"),
                              timelineOf(sheet)));
}

void paint(QPainter& painter, QPdfWriter& writer, QTextDocument& document, const QString& code) {
    const QSizeF page(writer.width(), writer.height() - kFooterPixels);
    document.documentLayout()->setPaintDevice(&writer);
    document.setDocumentMargin(0);
    document.setPageSize(page);
    const int pages = document.pageCount();
    for (int i = 0; i < pages; ++i) {
        if (i > 0) writer.newPage();
        const QRectF view(QPointF(0, i * page.height()), page);
        painter.save();
        painter.translate(0, -view.top());
        document.drawContents(&painter, view);
        painter.restore();
        painter.setFont(document.defaultFont());
        const QRectF footer(0, page.height(), page.width(), kFooterPixels);
        painter.drawText(footer, Qt::AlignLeft | Qt::AlignBottom, code);
        painter.drawText(footer, Qt::AlignRight | Qt::AlignBottom,
                         Say::tr("Page %1 of %2").arg(i + 1).arg(pages));
    }
}

}  // namespace

Result<void> writeProofSheet(const QString& file, const ProofSheet& sheet) {
    const QString draft = file + QStringLiteral(".partial");
    const Error failed{ErrorCode::Unavailable, file.toStdString() + " cannot be written"};
    {
        QPdfWriter writer(draft);
        writer.setPageSize(QPageSize(QPageSize::A4));
        writer.setPageMargins(QMarginsF(18, 16, 18, 14), QPageLayout::Millimeter);
        writer.setResolution(kDotsPerInch);
        writer.setTitle(Say::tr("Proof sheet of a case") + QLatin1Char(' ') +
                        text(sheet.record.code));
        writer.setCreator(QStringLiteral("GridHall"));
        QTextDocument document;
        fill(document, sheet);
        QPainter painter;
        if (!painter.begin(&writer)) return failed;
        paint(painter, writer, document, text(sheet.record.code));
        if (!painter.end()) return failed;
    }
    if (std::rename(draft.toLocal8Bit().constData(), file.toLocal8Bit().constData()) != 0)
        return failed;
    return {};
}

}  // namespace app
